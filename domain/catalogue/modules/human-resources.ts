import { BUSINESS_DAY_MINUTES, clockLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { HUMAN_RESOURCES_METRICS } from "../metrics/people.ts";
import type { ServiceModule } from "../service-module.ts";

export const humanResources: ServiceModule = {
  code: "human_resources",
  name: "Human resources and recruiting",
  promise: "Open roles filled in the agreed days at a known cost, and people's cases answered.",
  delivers: [
    "Candidates screened against job-related facts",
    "Interviews arranged and offers prepared",
    "Cases on leave, benefits and policy answered",
    "A monthly view of the pipeline",
  ],
  workItemTypes: [
    {
      id: "requisition",
      name: "Requisition",
      plural: "Requisitions",
      fields: [
        { id: "role", name: "Role", kind: "text" },
        { id: "openings", name: "Openings", kind: "number" },
      ],
    },
    {
      id: "candidate",
      name: "Candidate",
      plural: "Candidates",
      fields: [
        {
          id: "stage",
          name: "Stage",
          kind: "choice",
          choices: ["screen", "interview", "offer", "hired", "declined"],
        },
      ],
    },
    {
      id: "case",
      name: "Case",
      plural: "Cases",
      fields: [
        {
          id: "topic",
          name: "Topic",
          kind: "choice",
          choices: ["leave", "benefits", "policy", "pay", "other"],
        },
      ],
    },
    {
      id: "interview",
      name: "Interview",
      plural: "Interviews",
      fields: [{ id: "panel", name: "Panel", kind: "text" }],
    },
    {
      id: "opening",
      name: "Opening",
      plural: "Openings",
      fields: [{ id: "role", name: "Role", kind: "text" }],
    },
    {
      id: "retention_check",
      name: "90-day check",
      plural: "90-day checks",
      fields: [
        { id: "person", name: "Person", kind: "text" },
        { id: "stillEmployed", name: "Still employed", kind: "yes_no" },
      ],
    },
    METRIC_READING,
  ],
  metrics: HUMAN_RESOURCES_METRICS,
  onboarding: [
    { party: "buyer", title: "Name hiring managers and approvers", required: true },
    { party: "buyer", title: "Hand over job descriptions and pay bands", required: true },
    { party: "buyer", title: "Give access to the applicant system", required: true },
    { party: "provider", title: "Agree job-related knock-out questions", required: true },
    { party: "provider", title: "Write the answer library for common cases", required: true },
    { party: "provider", title: "Publish the weekly report", required: false },
  ],
  attestations: [
    { kind: "gdpr_dpa", need: "required", because: "Candidates' data is personal data." },
    {
      kind: "bias_audit",
      need: "customary",
      because: "New York asks for a yearly audit where scoring is used.",
    },
    { kind: "iso27001", need: "customary", because: "Personnel files are sensitive." },
  ],
  pricing: {
    model: "per_employee",
    unit: "a month for the agreed headcount",
    note: "Recruiting is often priced per hire or as a share of first-year pay.",
  },
  defaultLevels: [
    clockLevel({
      id: "case_first_response",
      name: "Case first response",
      workItemTypes: ["case"],
      target: "95",
      minimum: "85",
      weightBps: 6000,
      minimumSample: 20,
      clock: "acknowledge",
      targetMinutes: BUSINESS_DAY_MINUTES,
    }),
    clockLevel({
      id: "days_to_present",
      name: "Shortlist presented in ten business days",
      workItemTypes: ["requisition"],
      target: "90",
      minimum: "75",
      weightBps: 4000,
      minimumSample: 3,
      clock: "resolve",
      targetMinutes: 10 * BUSINESS_DAY_MINUTES,
    }),
  ],
};
