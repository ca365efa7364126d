import { clockLevel, ratioLevel } from "../default-level.ts";
import { type Metric, PRACTICE, published, type ServiceModule } from "../service-module.ts";

const METRICS: readonly Metric[] = [
  {
    id: "service_level",
    name: "Answered within threshold",
    formula: {
      numerator: "contacts answered within 20 seconds",
      denominator:
        "contacts offered; those abandoned within the threshold are left out, as the contract says",
    },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "80",
    usualMinimum: "70",
    source: published(
      "Three lawful variants for abandoned calls: the contract names one",
      "manualsdump.com",
    ),
  },
  {
    id: "abandonment",
    name: "Abandonment",
    formula: {
      numerator: "callers who hung up after more than five seconds",
      denominator: "contacts offered",
    },
    unit: "percent",
    direction: "lower",
    kind: "event",
    usualTarget: "5",
    usualMinimum: "8",
    source: PRACTICE,
  },
  {
    id: "quality_score",
    name: "Quality score",
    formula: {
      numerator: "sampled conversations that passed the checklist",
      denominator: "conversations sampled",
    },
    unit: "percent",
    direction: "higher",
    kind: "sample",
    usualTarget: "90",
    usualMinimum: "80",
    source: PRACTICE,
    ratio: { kind: "answered_yes", answer: "passed" },
  },
  {
    id: "handle_time",
    name: "Average handling time",
    formula: { numerator: "talk + hold + wrap-up time", denominator: "contacts handled" },
    unit: "hours",
    direction: "lower",
    kind: "event",
    usualTarget: null,
    usualMinimum: null,
    source: PRACTICE,
  },
  {
    id: "first_contact_resolution",
    name: "First-contact resolution",
    formula: {
      numerator: "contacts resolved with no further contact in five business days",
      denominator: "contacts handled",
    },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "72",
    usualMinimum: "65",
    source: PRACTICE,
  },
];

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
  ],
  metrics: METRICS,
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
    clockLevel({
      id: "service_level",
      name: "Answered within threshold",
      workItemTypes: ["interaction"],
      target: "80",
      minimum: "70",
      weightBps: 6000,
      minimumSample: 50,
      clock: "acknowledge",
      targetMinutes: 1,
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
