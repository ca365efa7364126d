import { BUSINESS_DAY_MINUTES, clockLevel, ratioLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { BOOKKEEPING_METRICS } from "../metrics/bookkeeping.ts";
import type { ServiceModule } from "../service-module.ts";

export const bookkeeping: ServiceModule = {
  code: "bookkeeping",
  name: "Bookkeeping",
  promise: "Books that close on the agreed business day, reconciled, with every open question listed.",
  delivers: [
    "A locked month with its reconciliation pack",
    "Bills captured, coded and ready to approve",
    "A signed close checklist and notes on what moved",
    "A list of open items, each with an owner",
  ],
  workItemTypes: [
    {
      id: "close_task",
      name: "Close task",
      plural: "Close tasks",
      fields: [
        { id: "month", name: "Month closed", kind: "text" },
        { id: "dueBusinessDay", name: "Due business day", kind: "number" },
        { id: "account", name: "Account", kind: "text" },
        { id: "linesPosted", name: "Lines posted in the month", kind: "number" },
        { id: "linesCorrected", name: "Lines corrected after the close, own errors", kind: "number" },
      ],
    },
    {
      id: "posting_line",
      name: "Sampled line",
      plural: "Sampled lines",
      fields: [
        { id: "account", name: "Account", kind: "text" },
        { id: "amountMinor", name: "Amount", kind: "money" },
        { id: "correct", name: "Correct as posted", kind: "yes_no" },
        {
          id: "correctionCause",
          name: "Why corrected",
          kind: "choice",
          choices: ["provider", "buyer", "bank"],
        },
      ],
    },
    {
      id: "question",
      name: "Question",
      plural: "Questions",
      fields: [
        { id: "askedBy", name: "Asked by", kind: "text" },
        { id: "transaction", name: "Transaction", kind: "text" },
      ],
    },
    {
      id: "bill",
      name: "Vendor bill",
      plural: "Vendor bills",
      fields: [
        { id: "vendor", name: "Vendor", kind: "text" },
        { id: "number", name: "Bill number", kind: "text" },
        { id: "amountMinor", name: "Amount", kind: "money" },
        { id: "dueOn", name: "Due", kind: "date" },
        { id: "paidWithoutError", name: "Paid without error", kind: "yes_no" },
      ],
    },
    {
      id: "bank_transaction",
      name: "Bank transaction",
      plural: "Bank transactions",
      fields: [
        { id: "amountMinor", name: "Amount", kind: "money" },
        { id: "currency", name: "Currency", kind: "text" },
        { id: "payee", name: "Payee", kind: "text" },
        { id: "memo", name: "Memo", kind: "text" },
        { id: "account", name: "Account", kind: "text" },
      ],
    },
    {
      id: "reconciliation",
      name: "Reconciliation",
      plural: "Reconciliations",
      fields: [
        { id: "account", name: "Account", kind: "text" },
        { id: "differenceMinor", name: "Unexplained difference", kind: "money" },
        { id: "reviewedBy", name: "Reviewed by", kind: "text" },
      ],
    },
    {
      id: "bank_line",
      name: "Bank line",
      plural: "Bank lines",
      fields: [
        { id: "amountMinor", name: "Amount", kind: "money" },
        { id: "matched", name: "Matched", kind: "choice", choices: ["automatic", "by_hand"] },
        { id: "edited", name: "Edited after", kind: "yes_no" },
      ],
    },
    METRIC_READING,
  ],
  metrics: BOOKKEEPING_METRICS,
  onboarding: [
    { party: "buyer", title: "Name the entities, fiscal year and accounting basis", required: true },
    { party: "buyer", title: "Give read-only access to banks and cards", required: true },
    { party: "buyer", title: "Name one contact who answers questions", required: true },
    { party: "buyer", title: "List vendors with their tax forms", required: false },
    { party: "buyer", title: "State approval limits for bills and payments", required: true },
    { party: "provider", title: "Map the chart of accounts", required: true },
    { party: "provider", title: "Tie out opening balances", required: true },
    { party: "provider", title: "Publish the cut-off calendar", required: true },
    { party: "provider", title: "Count and price the months of backlog", required: false },
    { party: "provider", title: "Check sales tax and VAT registrations", required: true },
  ],
  attestations: [
    { kind: "professional_indemnity", need: "required", because: "Errors in books cost money." },
    { kind: "soc1_type2", need: "customary", because: "The books feed the buyer's financial reporting." },
    { kind: "iso27001", need: "customary", because: "Bank data is read every day." },
  ],
  pricing: {
    model: "fixed_monthly",
    unit: "a month, by band of transactions",
    note: "Bands follow posted transactions and the number of accounts to reconcile.",
  },
  defaultLevels: [
    clockLevel({
      id: "close_on_time",
      name: "Close on time",
      workItemTypes: ["close_task"],
      target: "98",
      minimum: "90",
      weightBps: 4000,
      minimumSample: 5,
      clock: "resolve",
      targetMinutes: 5 * BUSINESS_DAY_MINUTES,
    }),
    ratioLevel({
      id: "posting_accuracy",
      name: "Posting accuracy",
      workItemTypes: ["posting_line"],
      direction: "higher",
      target: "98.0",
      minimum: "95.0",
      weightBps: 3500,
      minimumSample: 50,
    }),
    clockLevel({
      id: "question_turnaround",
      name: "Question turnaround",
      workItemTypes: ["question"],
      target: "95",
      minimum: "85",
      weightBps: 2500,
      minimumSample: 5,
      clock: "resolve",
      targetMinutes: BUSINESS_DAY_MINUTES,
    }),
  ],
};
