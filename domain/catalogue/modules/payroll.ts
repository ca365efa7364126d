import { BUSINESS_DAY_MINUTES, clockLevel, ratioLevel, WARNS } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { PAYROLL_METRICS } from "../metrics/payroll.ts";
import { INPUT_CHANGE, PAY_QUERY, PAY_RUN, PAYSLIP_CHECK } from "../pay-work.ts";
import type { ServiceModule } from "../service-module.ts";

export const payroll: ServiceModule = {
  code: "payroll",
  name: "Payroll",
  promise: "Everyone paid the right amount on the right day, and every filing accepted in time.",
  delivers: [
    "A published calendar with cut-offs for both sides",
    "Pay runs calculated, reviewed for variance, approved and paid",
    "Payslips, filings with their receipts and the journal for the books",
    "Corrections with their cause",
  ],
  workItemTypes: [
    PAY_RUN,
    PAYSLIP_CHECK,
    {
      id: "filing",
      name: "Filing",
      plural: "Filings",
      fields: [
        { id: "jurisdiction", name: "Jurisdiction", kind: "text" },
        { id: "form", name: "Form", kind: "text" },
        { id: "dueOn", name: "Due", kind: "date" },
        { id: "receipt", name: "Receipt", kind: "text" },
      ],
    },
    INPUT_CHANGE,
    PAY_QUERY,
    METRIC_READING,
  ],
  metrics: PAYROLL_METRICS,
  onboarding: [
    {
      party: "buyer",
      title: "Hand over balances of the year to date and last quarter's filings",
      required: true,
    },
    { party: "buyer", title: "Authorise the bank account", required: true },
    { party: "buyer", title: "Give tax numbers for every jurisdiction", required: true },
    { party: "buyer", title: "Name approvers, two for changes of bank details", required: true },
    { party: "provider", title: "Publish the pay calendar with cut-offs", required: true },
    { party: "provider", title: "First parallel run with no unexplained difference", required: true },
    { party: "provider", title: "Second parallel run with no unexplained difference", required: true },
    {
      party: "provider",
      title: "File the reporting agent authorisation where it is needed",
      required: false,
    },
    { party: "provider", title: "Agree who does what by which cut-off", required: true },
  ],
  attestations: [
    { kind: "soc1_type2", need: "required", because: "Wages feed the buyer's financial reporting." },
    { kind: "fidelity_bond", need: "customary", because: "The provider moves other people's money." },
    { kind: "gdpr_dpa", need: "customary", because: "Pay data is personal data." },
  ],
  pricing: {
    model: "per_employee",
    unit: "a month for the agreed headcount",
    note: "A base fee plus a rate for each active employee; off-cycle runs are priced apart.",
  },
  defaultLevels: [
    ratioLevel({
      id: "payslip_accuracy",
      name: "Payslip accuracy",
      workItemTypes: ["payslip_check"],
      direction: "higher",
      target: "99.8",
      minimum: "99.0",
      weightBps: 4000,
      minimumSample: 50,
    }),
    ratioLevel({
      id: "employees_paid_on_time",
      name: "Employees paid on their pay date",
      workItemTypes: ["pay_run"],
      direction: "higher",
      target: "100",
      minimum: "99.5",
      weightBps: 3500,
      minimumSample: 1,
    }),
    ratioLevel({
      id: "filings_by_due_date",
      name: "Filed by the due date",
      workItemTypes: ["filing"],
      direction: "higher",
      target: "100",
      minimum: "98",
      weightBps: 2500,
      minimumSample: 1,
    }),
    clockLevel({
      id: "on_time_pay",
      name: "Pay run within the agreed time",
      workItemTypes: ["pay_run"],
      target: "100",
      minimum: "98",
      weightBps: WARNS,
      minimumSample: 1,
      clock: "resolve",
      targetMinutes: 4 * BUSINESS_DAY_MINUTES,
    }),
    clockLevel({
      id: "filings_on_time",
      name: "Filings within the agreed time",
      workItemTypes: ["filing"],
      target: "100",
      minimum: "98",
      weightBps: WARNS,
      minimumSample: 1,
      clock: "resolve",
      targetMinutes: 10 * BUSINESS_DAY_MINUTES,
    }),
  ],
};
