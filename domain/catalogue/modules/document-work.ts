import { BUSINESS_DAY_MINUTES, clockLevel, ratioLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { DOCUMENT_METRICS } from "../metrics/goods-and-documents.ts";
import type { ServiceModule } from "../service-module.ts";

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
        { id: "exceptions", name: "Documents not keyed", kind: "number" },
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
        { id: "characters", name: "Characters", kind: "number" },
        { id: "charactersWrong", name: "Characters wrong", kind: "number" },
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
    METRIC_READING,
  ],
  metrics: DOCUMENT_METRICS,
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
