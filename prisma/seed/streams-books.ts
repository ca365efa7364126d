import { PLAIN, type WorkStream } from "./work-stream.ts";

const ACCOUNTS = [
  "4000 Sales",
  "5000 Purchases",
  "6100 Rent",
  "6400 Travel",
  "6800 Software",
  "7200 Freight",
];

/** Close tasks, sampled lines and questions of a bookkeeper. */
export const BOOKS: readonly WorkStream[] = [
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
