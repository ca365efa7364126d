import { BUSINESS_DAY_MINUTES, clockLevel, ratioLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { HEALTHCARE_METRICS } from "../metrics/healthcare-support.ts";
import type { ServiceModule } from "../service-module.ts";

export const healthcareSupport: ServiceModule = {
  code: "healthcare_support",
  name: "Healthcare support",
  promise: "Claims out clean, denials worked and patients' coverage checked before they arrive.",
  delivers: [
    "Eligibility and prior authorisation checked before the visit",
    "Claims submitted and followed to payment",
    "Denials sorted, appealed and their cause named",
    "A monthly view of receivables by age",
  ],
  workItemTypes: [
    {
      id: "claim",
      name: "Claim",
      plural: "Claims",
      fields: [
        { id: "payer", name: "Payer", kind: "text" },
        { id: "amountMinor", name: "Billed", kind: "money" },
        { id: "clean", name: "Accepted without rework", kind: "yes_no" },
      ],
    },
    {
      id: "eligibility_check",
      name: "Eligibility check",
      plural: "Eligibility checks",
      fields: [
        { id: "payer", name: "Payer", kind: "text" },
        { id: "visitOn", name: "Visit", kind: "date" },
        { id: "verified", name: "Coverage verified", kind: "yes_no" },
      ],
    },
    {
      id: "prior_authorisation",
      name: "Prior authorisation",
      plural: "Prior authorisations",
      fields: [
        { id: "payer", name: "Payer", kind: "text" },
        { id: "procedure", name: "Procedure", kind: "text" },
        { id: "authorised", name: "Authorised", kind: "yes_no" },
      ],
    },
    {
      id: "denial",
      name: "Denial",
      plural: "Denials",
      fields: [
        { id: "reason", name: "Reason", kind: "text" },
        { id: "overturned", name: "Overturned on appeal", kind: "yes_no" },
        { id: "amountMinor", name: "Amount", kind: "money" },
      ],
    },
    {
      id: "patient_call",
      name: "Patient call",
      plural: "Patient calls",
      fields: [{ id: "topic", name: "Topic", kind: "text" }],
    },
    METRIC_READING,
  ],
  metrics: HEALTHCARE_METRICS,
  onboarding: [
    { party: "buyer", title: "Sign the business associate agreement", required: true },
    { party: "buyer", title: "Give access to the practice system and payer portals", required: true },
    { party: "buyer", title: "List payers and their rules", required: true },
    { party: "provider", title: "Enrol electronic remittance with every payer", required: true },
    { party: "provider", title: "Name the contact for breaches", required: true },
    { party: "provider", title: "Agree the work queue by age of claim", required: true },
    { party: "provider", title: "State where health data is read from", required: true },
  ],
  attestations: [
    {
      kind: "hipaa_baa",
      need: "required",
      because: "Nobody may touch health data for a US provider of care without it.",
    },
    { kind: "soc2_type2", need: "customary", because: "Health data is read every day." },
    { kind: "cyber_insurance", need: "customary", because: "A breach of health data is expensive." },
  ],
  pricing: {
    model: "share_of_result",
    unit: "a month, or a share of what is collected",
    note: "A fixed fee by volume band can replace the share.",
  },
  defaultLevels: [
    clockLevel({
      id: "claims_on_time",
      name: "Claims submitted in time",
      workItemTypes: ["claim"],
      target: "98",
      minimum: "95",
      weightBps: 5000,
      minimumSample: 20,
      clock: "resolve",
      targetMinutes: 1440,
    }),
    ratioLevel({
      id: "clean_claims",
      name: "Clean claims",
      workItemTypes: ["claim"],
      direction: "higher",
      target: "95",
      minimum: "90",
      weightBps: 3000,
      minimumSample: 20,
    }),
    clockLevel({
      id: "eligibility_on_time",
      name: "Eligibility checked in time",
      workItemTypes: ["eligibility_check"],
      target: "97",
      minimum: "90",
      weightBps: 2000,
      minimumSample: 20,
      clock: "resolve",
      targetMinutes: BUSINESS_DAY_MINUTES,
    }),
  ],
};
