import { PLAIN, type WorkStream } from "./work-stream.ts";

/** Starts, contract drafts and registrations of an employer of record. */
export const EMPLOYMENT: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "onboarding_case",
    prefix: "ONB",
    perMonth: { min: 10, max: 14 },
    titles: [
      "Dispatcher, Hamburg",
      "Customs clerk, Gdynia",
      "Forwarder, Rostock",
      "Planner, Szczecin",
      "Driver lead, Kiel",
    ],
    level: "start_date_met",
    due: "startOn",
    waits: 0.2,
    asksFor: ["the candidate's tax number", "the equipment list"],
    fields: (random) => ({ country: random.pick(["DE", "PL"]), visa: random.chance(0.15) }),
  },
  {
    ...PLAIN,
    type: "contract_draft",
    prefix: "DRF",
    perMonth: { min: 9, max: 12 },
    titles: ["Employment contract", "Amendment of hours", "Renewal of a fixed term"],
    level: "contract_turnaround",
    waits: 0.1,
    asksFor: ["the agreed allowances"],
    fields: (random) => ({
      country: random.pick(["DE", "PL"]),
      kind: random.pick(["new", "new", "amendment", "renewal"]),
    }),
  },
  {
    ...PLAIN,
    type: "filing",
    prefix: "REG",
    perMonth: { min: 10, max: 14 },
    titles: ["Registration with the health fund", "Wage tax registration", "Notice to the labour office"],
    level: "filings_on_time",
    due: "dueOn",
    waits: 0,
    fields: (random) => ({
      jurisdiction: random.pick(["DE", "PL"]),
      form: random.pick(["SV-M", "ELSTAM", "ZUA"]),
    }),
  },
];
