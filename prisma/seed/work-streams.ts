import { STANDARD_PRIORITY } from "../../domain/catalogue/default-level.ts";
import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import type { Random } from "./random.ts";

/** A kind of work that keeps coming, month after month. */
export type WorkStream = {
  type: string;
  prefix: string;
  source: "service_desk" | "portal";
  perMonth: { min: number; max: number };
  /** Where in the month items begin: all over it, or together at its start. */
  begins: "spread" | "at_start";
  titles: readonly string[];
  priorities: readonly { priority: string; weight: number }[];
  /** Null: no clock; the item is a check that is done at once. */
  level: string | null;
  acknowledged: boolean;
  /** Part of the items that wait for the buyer once. */
  waits: number;
  /** What the buyer is asked for while an item waits. */
  asksFor: readonly string[];
  /** The yes-or-no field that sampling fills in, and the field that names the cause of a no. */
  check?: { answer: string; cause?: string; foreignCauses?: readonly string[] };
  fields: (random: Random) => Record<string, unknown>;
};

const ANY = [{ priority: STANDARD_PRIORITY, weight: 1 }];

const PLAIN = {
  source: "portal",
  begins: "spread",
  priorities: ANY,
  acknowledged: false,
  waits: 0,
  asksFor: [],
} as const;

const IT: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "incident",
    prefix: "INC",
    source: "service_desk",
    perMonth: { min: 66, max: 84 },
    titles: [
      "Warehouse scanners drop off the network",
      "Label printer on line 2 prints blank labels",
      "VPN asks for the password again and again",
      "Shared mailbox of sales does not open",
      "Freezer alarm system has lost its server",
      "Time clock at gate 3 shows yesterday",
      "Laptop does not wake up after an update",
      "Order import from the web shop stands still",
      "Phone of the night shift has no sound",
      "File server is full",
      "Scales at dispatch are not found",
      "Certificate of the supplier portal has run out",
    ],
    priorities: [
      { priority: "P1", weight: 4 },
      { priority: "P2", weight: 18 },
      { priority: "P3", weight: 50 },
      { priority: "P4", weight: 28 },
    ],
    level: "resolve",
    acknowledged: true,
    waits: 0.22,
    asksFor: [
      "VPN logs",
      "a photograph of the error",
      "a time when the line stands still",
      "the user's answer",
    ],
    fields: (random) => ({
      category: random.pick(["network", "hardware", "application", "access", "printing"]),
      device: `${random.pick(["LT", "PC", "SRV", "AP", "PRN"])}-${random.whole({ min: 100, max: 999 })}`,
    }),
  },
  {
    ...PLAIN,
    type: "service_request",
    prefix: "REQ",
    source: "service_desk",
    perMonth: { min: 22, max: 30 },
    titles: [
      "New laptop for a joiner",
      "Licence for drawing software",
      "Access to the quality folder",
      "Second screen",
      "Move a workplace to the first floor",
      "Close the account of a leaver",
    ],
    priorities: [
      { priority: "P3", weight: 45 },
      { priority: "P4", weight: 55 },
    ],
    level: "resolve",
    acknowledged: true,
    waits: 0.15,
    asksFor: ["the manager's approval", "the delivery address"],
    fields: (random) => ({
      catalogueItem: random.pick(["Joiner", "Leaver", "Licence", "Hardware", "Access"]),
    }),
  },
];

const ACCOUNTS = [
  "4000 Sales",
  "5000 Purchases",
  "6100 Rent",
  "6400 Travel",
  "6800 Software",
  "7200 Freight",
];

const BOOKS: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "close_task",
    prefix: "CLS",
    perMonth: { min: 14, max: 16 },
    begins: "at_start",
    titles: [
      "Collect bank statements",
      "Reconcile the current account",
      "Reconcile the card account",
      "Match payables",
      "Match receivables",
      "Post accruals",
      "Post prepaid expenses",
      "Run depreciation",
      "Review suspense lines",
      "Prepare the VAT return",
      "Write the variance notes",
      "Send the report pack",
    ],
    level: "close_on_time",
    waits: 0.12,
    asksFor: ["bank statements", "the rent invoice", "approval of accruals"],
    fields: (random) => ({ dueBusinessDay: 5, account: random.pick(ACCOUNTS) }),
  },
  {
    ...PLAIN,
    type: "posting_line",
    prefix: "LIN",
    perMonth: { min: 76, max: 92 },
    titles: [
      "Supplier bill",
      "Card payment",
      "Customer receipt",
      "Bank fee",
      "Payroll journal",
      "Travel expense",
    ],
    level: null,
    check: { answer: "correct", cause: "correctionCause", foreignCauses: ["buyer", "bank"] },
    fields: (random) => ({
      account: random.pick(ACCOUNTS),
      amountMinor: String(random.whole({ min: 900, max: 480_000 })),
    }),
  },
  {
    ...PLAIN,
    type: "question",
    prefix: "QST",
    perMonth: { min: 14, max: 20 },
    titles: [
      "What is the payment to Aldgate Timber for?",
      "Can the March invoice be split over two projects?",
      "Which VAT rate applies to the Lyon exhibition?",
      "Why is the card account out by 40?",
      "Has the deposit been returned?",
    ],
    level: "question_turnaround",
    waits: 0.1,
    asksFor: ["the receipt"],
    fields: (random) => ({ transaction: `TX-${random.whole({ min: 10_000, max: 99_999 })}` }),
  },
];

const PAYROLL: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "pay_run",
    prefix: "RUN",
    perMonth: { min: 2, max: 3 },
    titles: ["Semi-monthly run", "Off-cycle run for a leaver", "Bonus run"],
    level: "on_time_pay",
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
    waits: 0,
    fields: (random) => ({
      jurisdiction: random.pick(["US", "US-PA", "US-TX", "US-OH"]),
      form: random.pick(["941", "PA-W3", "C-3", "NH-1"]),
      receipt: `R${random.whole({ min: 100_000, max: 999_999 })}`,
    }),
  },
];

const EMPLOYMENT: readonly WorkStream[] = [
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
    waits: 0,
    fields: (random) => ({
      jurisdiction: random.pick(["DE", "PL"]),
      form: random.pick(["SV-M", "ELSTAM", "ZUA"]),
    }),
  },
];

const PAYERS = ["Empire Health", "Hudson Mutual", "Medicare", "Northway Plan"];

const HEALTH: readonly WorkStream[] = [
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

/** The streams of the services that the story has engagements for. */
export function streamsOf(code: ModuleCode): readonly WorkStream[] {
  const streams: Partial<Record<ModuleCode, readonly WorkStream[]>> = {
    it_support: IT,
    bookkeeping: BOOKS,
    payroll: PAYROLL,
    employer_of_record: EMPLOYMENT,
    healthcare_support: HEALTH,
  };
  return streams[code] ?? [];
}
