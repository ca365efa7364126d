import { PLAIN, type WorkStream } from "./work-stream.ts";

/** Pay runs, payslips drawn for checking, and filings. */
export const PAYROLL: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "pay_run",
    prefix: "RUN",
    perMonth: { min: 2, max: 3 },
    titles: ["Semi-monthly run", "Off-cycle run for a leaver", "Bonus run"],
    level: "on_time_pay",
    due: "payDate",
    waits: 0.3,
    asksFor: ["approval of the variance report"],
    fields: (random) => ({
      kind: random.pick(["regular", "regular", "off_cycle"]),
      employees: random.whole({ min: 132, max: 141 }),
      grossMinor: String(random.whole({ min: 48_000_000, max: 52_000_000 })),
    }),
  },
  {
    ...PLAIN,
    type: "payslip_check",
    prefix: "SLP",
    perMonth: { min: 98, max: 112 },
    titles: ["Payslip drawn for checking"],
    level: null,
    check: { answer: "correct", cause: "errorCause", foreignCauses: ["buyer_input"] },
    fields: (random) => ({ employee: `E-${random.whole({ min: 1000, max: 1140 })}` }),
  },
  {
    ...PLAIN,
    type: "filing",
    prefix: "FIL",
    perMonth: { min: 4, max: 6 },
    titles: ["Form 941 deposit", "Pennsylvania withholding", "Texas unemployment", "New hire report"],
    level: "filings_on_time",
    due: "dueOn",
    waits: 0,
    fields: (random) => ({
      jurisdiction: random.pick(["US", "US-PA", "US-TX", "US-OH"]),
      form: random.pick(["941", "PA-W3", "C-3", "NH-1"]),
      receipt: `R${random.whole({ min: 100_000, max: 999_999 })}`,
    }),
  },
];
