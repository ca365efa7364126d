import { clockLevel, ratioLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { UNDERWRITING_METRICS } from "../metrics/underwriting-support.ts";
import type { ServiceModule } from "../service-module.ts";

export const underwritingSupport: ServiceModule = {
  code: "underwriting_support",
  name: "Underwriting support",
  promise: "Application files read and reduced to evidence within hours; the decision stays yours.",
  delivers: [
    "Bank statements read into daily balances and true revenue",
    "Existing positions found and listed",
    "Conditions collected from the applicant",
    "A memo with its evidence, never a decision",
  ],
  workItemTypes: [
    {
      id: "application_file",
      name: "Application file",
      plural: "Application files",
      fields: [
        { id: "applicant", name: "Applicant", kind: "text" },
        { id: "statements", name: "Statements", kind: "number" },
      ],
    },
    {
      id: "statement_review",
      name: "Statement review",
      plural: "Statement reviews",
      fields: [
        { id: "bank", name: "Bank", kind: "text" },
        { id: "month", name: "Month", kind: "text" },
        { id: "trueRevenueMinor", name: "True revenue", kind: "money" },
      ],
    },
    {
      id: "stipulation",
      name: "Condition",
      plural: "Conditions",
      fields: [
        { id: "kind", name: "Kind", kind: "text" },
        { id: "received", name: "Received", kind: "yes_no" },
      ],
    },
    {
      id: "blind_review",
      name: "Blind second review",
      plural: "Blind second reviews",
      fields: [
        { id: "missedPosition", name: "Position missed", kind: "yes_no" },
        { id: "firstRevenueMinor", name: "True revenue, first review", kind: "money" },
        { id: "secondRevenueMinor", name: "True revenue, second review", kind: "money" },
      ],
    },
    METRIC_READING,
  ],
  metrics: UNDERWRITING_METRICS,
  onboarding: [
    { party: "buyer", title: "Share the credit policy as rules", required: true },
    { party: "buyer", title: "Give read access to the deal system", required: true },
    { party: "buyer", title: "Assess the provider under the safeguards rule", required: true },
    { party: "provider", title: "Agree how true revenue is counted", required: true },
    { party: "provider", title: "Review a set of closed files in parallel", required: true },
    { party: "provider", title: "Set up the blind second review", required: true },
  ],
  attestations: [
    { kind: "soc2_type2", need: "required", because: "Consumers' bank statements are read." },
    {
      kind: "glba_assessment",
      need: "customary",
      because: "The buyer must assess providers that see financial data.",
    },
    { kind: "cyber_insurance", need: "customary", because: "A leak of statements is a breach." },
  ],
  pricing: {
    model: "per_unit",
    unit: "a month for the agreed number of files",
    note: "Priced by file; a second review of a sample is included.",
  },
  defaultLevels: [
    clockLevel({
      id: "files_on_time",
      name: "Files in time",
      workItemTypes: ["application_file"],
      target: "95",
      minimum: "88",
      weightBps: 6000,
      minimumSample: 20,
      clock: "resolve",
      targetMinutes: 240,
    }),
    ratioLevel({
      id: "missed_positions",
      name: "Positions missed",
      workItemTypes: ["blind_review"],
      direction: "lower",
      target: "2",
      minimum: "5",
      weightBps: 4000,
      minimumSample: 20,
    }),
  ],
};
