import { BUSINESS_DAY_MINUTES, clockLevel, ratioLevel } from "../default-level.ts";
import { claimedBySeller, type Metric, PRACTICE, PROPOSAL, type ServiceModule } from "../service-module.ts";

const METRICS: readonly Metric[] = [
  {
    id: "batch_on_time",
    name: "Batches in time",
    formula: { numerator: "batches returned within eight business hours", denominator: "batches received" },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "97",
    usualMinimum: "92",
    source: PROPOSAL,
  },
  {
    id: "field_accuracy",
    name: "Field accuracy",
    formula: {
      numerator: "sampled fields without an error",
      denominator: "fields sampled; one wrong digit makes one wrong field",
    },
    unit: "percent",
    direction: "higher",
    kind: "sample",
    usualTarget: "99.5",
    usualMinimum: "99.0",
    source: claimedBySeller(
      "Keyed and verified: 99.5 to 99.9 %, single keying 97 to 98 %",
      "secure1outsource.com",
    ),
    ratio: { kind: "answered_yes", answer: "correct" },
  },
  {
    id: "rework",
    name: "Rework",
    formula: { numerator: "batches sent back", denominator: "batches returned" },
    unit: "percent",
    direction: "lower",
    kind: "event",
    usualTarget: "2",
    usualMinimum: "5",
    source: PRACTICE,
  },
  {
    id: "exception_rate",
    name: "Exceptions",
    formula: { numerator: "documents that could not be keyed", denominator: "documents received" },
    unit: "percent",
    direction: "lower",
    kind: "count",
    usualTarget: "3",
    usualMinimum: "6",
    source: PRACTICE,
  },
];

export const documentWork: ServiceModule = {
  code: "document_work",
  name: "Documents and data entry",
  promise: "Every batch keyed within its hours, with the field accuracy that was bought.",
  delivers: [
    "Batches keyed, checked and returned",
    "Exceptions listed with their reason",
    "A sampled audit every month",
    "Critical fields keyed twice",
  ],
  workItemTypes: [
    {
      id: "batch",
      name: "Batch",
      plural: "Batches",
      fields: [
        { id: "documents", name: "Documents", kind: "number" },
        { id: "receivedOn", name: "Received", kind: "date" },
      ],
    },
    {
      id: "field_check",
      name: "Field check",
      plural: "Field checks",
      fields: [
        { id: "field", name: "Field", kind: "text" },
        { id: "correct", name: "Correct as keyed", kind: "yes_no" },
      ],
    },
    {
      id: "exception",
      name: "Exception",
      plural: "Exceptions",
      fields: [
        {
          id: "reason",
          name: "Reason",
          kind: "choice",
          choices: ["illegible", "missing_page", "unknown_type"],
        },
      ],
    },
  ],
  metrics: METRICS,
  onboarding: [
    { party: "buyer", title: "Provide samples of every document type", required: true },
    { party: "buyer", title: "Mark the critical fields", required: true },
    { party: "buyer", title: "Agree the transfer channel", required: true },
    { party: "provider", title: "Write the keying rules", required: true },
    { party: "provider", title: "Key a pilot batch twice and compare", required: true },
    { party: "provider", title: "Agree the sample plan of the audit", required: true },
  ],
  attestations: [
    { kind: "iso27001", need: "required", because: "Documents leave the buyer's house." },
    { kind: "gdpr_dpa", need: "customary", because: "Forms carry personal data." },
    { kind: "hipaa_baa", need: "customary", because: "Where documents carry health data." },
  ],
  pricing: {
    model: "per_unit",
    unit: "a month for the agreed number of documents",
    note: "Critical fields keyed twice cost about double.",
  },
  defaultLevels: [
    clockLevel({
      id: "batch_on_time",
      name: "Batches in time",
      workItemTypes: ["batch"],
      target: "97",
      minimum: "92",
      weightBps: 5000,
      minimumSample: 20,
      clock: "resolve",
      targetMinutes: BUSINESS_DAY_MINUTES,
    }),
    ratioLevel({
      id: "field_accuracy",
      name: "Field accuracy",
      workItemTypes: ["field_check"],
      direction: "higher",
      target: "99.5",
      minimum: "99.0",
      weightBps: 5000,
      minimumSample: 200,
    }),
  ],
};
