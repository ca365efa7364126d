import { BUSINESS_DAY_MINUTES, clockLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { EMPLOYER_OF_RECORD_METRICS } from "../metrics/employer-of-record.ts";
import { INPUT_CHANGE, PAY_QUERY, PAY_RUN, PAYSLIP_CHECK } from "../pay-work.ts";
import type { ServiceModule } from "../service-module.ts";

export const employerOfRecord: ServiceModule = {
  code: "employer_of_record",
  name: "Employer of record",
  promise: "People employed lawfully where they live, started on the agreed day, with the licence in view.",
  delivers: [
    "A cost estimate with exit cost before anyone is hired",
    "A compliant employment contract and its amendments",
    "Registrations, benefits, monthly pay and leave",
    "Lawful offboarding with notice, final pay and certificates",
  ],
  workItemTypes: [
    {
      id: "onboarding_case",
      name: "Onboarding case",
      plural: "Onboarding cases",
      fields: [
        { id: "country", name: "Country", kind: "text" },
        { id: "role", name: "Role", kind: "text" },
        { id: "startOn", name: "Agreed start", kind: "date" },
        { id: "visa", name: "Visa needed", kind: "yes_no" },
      ],
    },
    {
      id: "contract_draft",
      name: "Contract draft",
      plural: "Contract drafts",
      fields: [
        { id: "country", name: "Country", kind: "text" },
        { id: "kind", name: "Kind", kind: "choice", choices: ["new", "amendment", "renewal"] },
        { id: "compliant", name: "Passed the clause checklist", kind: "yes_no" },
      ],
    },
    {
      id: "filing",
      name: "Registration or filing",
      plural: "Registrations and filings",
      fields: [
        { id: "jurisdiction", name: "Jurisdiction", kind: "text" },
        { id: "form", name: "Form", kind: "text" },
        { id: "dueOn", name: "Due", kind: "date" },
      ],
    },
    {
      id: "payroll_change",
      name: "Payroll change",
      plural: "Payroll changes",
      fields: [{ id: "worker", name: "Worker", kind: "text" }],
    },
    {
      id: "offboarding",
      name: "Offboarding",
      plural: "Offboardings",
      fields: [
        { id: "lastDay", name: "Last day", kind: "date" },
        { id: "reason", name: "Reason", kind: "text" },
        { id: "noticeOnTime", name: "Notice on time", kind: "yes_no" },
        { id: "finalPayOnTime", name: "Final pay on time", kind: "yes_no" },
        { id: "certificatesOnTime", name: "Certificates on time", kind: "yes_no" },
      ],
    },
    {
      id: "visa_case",
      name: "Visa filing",
      plural: "Visa filings",
      fields: [{ id: "country", name: "Country", kind: "text" }],
    },
    {
      id: "visa_decision",
      name: "Visa decision",
      plural: "Visa decisions",
      fields: [{ id: "country", name: "Country", kind: "text" }],
    },
    {
      id: "cost_estimate",
      name: "Cost estimate",
      plural: "Cost estimates",
      fields: [
        { id: "worker", name: "Worker", kind: "text" },
        { id: "quotedMinor", name: "Quoted employer cost", kind: "money" },
        { id: "actualMinor", name: "Actual employer cost", kind: "money" },
        { id: "confirmedByFinance", name: "Confirmed by finance", kind: "yes_no" },
      ],
    },
    PAY_RUN,
    PAYSLIP_CHECK,
    INPUT_CHANGE,
    PAY_QUERY,
    METRIC_READING,
  ],
  metrics: EMPLOYER_OF_RECORD_METRICS,
  onboarding: [
    { party: "buyer", title: "Complete the company check and pay the deposit", required: true },
    { party: "buyer", title: "State role, gross pay, allowances and start date", required: true },
    { party: "buyer", title: "State who directs the daily work", required: true },
    { party: "buyer", title: "Order equipment", required: false },
    { party: "provider", title: "Show the entity or licence for every country", required: true },
    { party: "provider", title: "Check identity, right to work, bank and tax numbers", required: true },
    { party: "provider", title: "Agree clauses on confidentiality and inventions", required: true },
    { party: "provider", title: "Enter notice and probation dates in the calendar", required: true },
    { party: "provider", title: "Show the exit cost before the first hire", required: true },
  ],
  attestations: [
    {
      kind: "employment_licence",
      need: "required",
      because:
        "Where the buyer directs daily work, employing for others needs a licence in many countries.",
    },
    { kind: "local_entity", need: "customary", because: "An own entity and a partner's are not the same." },
    { kind: "gdpr_dpa", need: "customary", because: "Workers' data is personal data." },
  ],
  pricing: {
    model: "per_worker",
    unit: "a month for the agreed number of workers",
    note: "Statutory cost is passed through; set-up, currency and termination fees must be listed.",
  },
  defaultLevels: [
    clockLevel({
      id: "start_date_met",
      name: "Start date met",
      workItemTypes: ["onboarding_case"],
      target: "95",
      minimum: "85",
      weightBps: 4000,
      minimumSample: 5,
      clock: "resolve",
      targetMinutes: 14 * BUSINESS_DAY_MINUTES,
    }),
    clockLevel({
      id: "contract_turnaround",
      name: "Contract turnaround",
      workItemTypes: ["contract_draft"],
      target: "95",
      minimum: "85",
      weightBps: 3500,
      minimumSample: 5,
      clock: "resolve",
      targetMinutes: 5 * BUSINESS_DAY_MINUTES,
    }),
    clockLevel({
      id: "filings_on_time",
      name: "Registrations and filings on time",
      workItemTypes: ["filing"],
      target: "100",
      minimum: "97",
      weightBps: 2500,
      minimumSample: 1,
      clock: "resolve",
      targetMinutes: 10 * BUSINESS_DAY_MINUTES,
    }),
  ],
};
