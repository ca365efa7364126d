import { PLAIN, type WorkStream } from "./work-stream.ts";

const PAYERS = ["Empire Health", "Hudson Mutual", "Medicare", "Northway Plan"];

/** Claims and eligibility checks of clinics. */
export const HEALTH: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "claim",
    prefix: "CLM",
    perMonth: { min: 84, max: 98 },
    titles: ["Office visit", "Imaging", "Minor procedure", "Physical therapy", "Laboratory panel"],
    level: "claims_on_time",
    waits: 0.15,
    asksFor: ["the physician's note", "the referral"],
    check: { answer: "clean" },
    fields: (random) => ({
      payer: random.pick(PAYERS),
      amountMinor: String(random.whole({ min: 9000, max: 260_000 })),
    }),
  },
  {
    ...PLAIN,
    type: "eligibility_check",
    prefix: "ELG",
    perMonth: { min: 28, max: 38 },
    titles: ["Coverage before a first visit", "Coverage before imaging"],
    level: "eligibility_on_time",
    waits: 0.05,
    asksFor: ["the member number"],
    fields: (random) => ({ payer: random.pick(PAYERS) }),
  },
];
