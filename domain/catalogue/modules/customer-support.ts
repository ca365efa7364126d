import { ratioLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { CUSTOMER_SUPPORT_METRICS } from "../metrics/customer-support.ts";
import type { ServiceModule } from "../service-module.ts";

export const customerSupport: ServiceModule = {
  code: "customer_support",
  name: "Customer support",
  promise: "Callers and writers answered within seconds they were promised, by people who can solve it.",
  delivers: [
    "A staffed queue by phone, chat and mail",
    "Quality checked on sampled conversations",
    "Complaints followed to their end",
    "Forecast and staffing plan every week",
  ],
  workItemTypes: [
    {
      id: "interaction",
      name: "Interaction",
      plural: "Interactions",
      fields: [
        { id: "channel", name: "Channel", kind: "choice", choices: ["phone", "chat", "mail"] },
        { id: "waitSeconds", name: "Wait in seconds", kind: "number" },
        { id: "abandoned", name: "Hung up before an answer", kind: "yes_no" },
        { id: "handleSeconds", name: "Talk, hold and wrap-up in seconds", kind: "number" },
        { id: "firstContact", name: "Solved at first contact", kind: "yes_no" },
        { id: "satisfaction", name: "Satisfaction, 1 to 5", kind: "number" },
      ],
    },
    {
      id: "callback",
      name: "Callback",
      plural: "Callbacks",
      fields: [{ id: "promisedFor", name: "Promised for", kind: "date" }],
    },
    {
      id: "quality_check",
      name: "Quality check",
      plural: "Quality checks",
      fields: [
        { id: "score", name: "Score", kind: "number" },
        { id: "passed", name: "Passed", kind: "yes_no" },
      ],
    },
    {
      id: "complaint",
      name: "Complaint",
      plural: "Complaints",
      fields: [{ id: "cause", name: "Cause", kind: "text" }],
    },
    {
      id: "roster_day",
      name: "Roster day",
      plural: "Roster days",
      fields: [
        { id: "paidHours", name: "Paid hours", kind: "number" },
        { id: "absentHours", name: "Hours not at the queue", kind: "number" },
      ],
    },
    METRIC_READING,
  ],
  metrics: CUSTOMER_SUPPORT_METRICS,
  onboarding: [
    { party: "buyer", title: "Hand over the knowledge base", required: true },
    { party: "buyer", title: "Share forecast and opening hours", required: true },
    { party: "buyer", title: "Name the escalation contact", required: true },
    { party: "provider", title: "Write the quality checklist with the buyer", required: true },
    { party: "provider", title: "Train and certify the first team", required: true },
    { party: "provider", title: "Test call routing and recording", required: true },
    { party: "provider", title: "Exchange the card data responsibility matrix", required: false },
  ],
  attestations: [
    { kind: "pci_dss", need: "required", because: "Callers read out card numbers." },
    { kind: "iso27001", need: "customary", because: "Customer records are open all day." },
    { kind: "gdpr_dpa", need: "customary", because: "Customers' data is personal data." },
  ],
  pricing: {
    model: "per_seat",
    unit: "a month for the agreed seats",
    note: "Say whether seated, scheduled or billable hours are paid.",
  },
  defaultLevels: [
    ratioLevel({
      id: "service_level",
      name: "Answered within threshold",
      workItemTypes: ["interaction"],
      direction: "higher",
      target: "80",
      minimum: "70",
      weightBps: 6000,
      minimumSample: 50,
      callCentre: { thresholdSeconds: 20, abandoned: "ignore_within" },
    }),
    ratioLevel({
      id: "quality_score",
      name: "Quality score",
      workItemTypes: ["quality_check"],
      direction: "higher",
      target: "90",
      minimum: "80",
      weightBps: 4000,
      minimumSample: 20,
    }),
  ],
};
