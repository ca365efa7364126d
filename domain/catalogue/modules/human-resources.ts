import { BUSINESS_DAY_MINUTES, clockLevel } from "../default-level.ts";
import { type Metric, PRACTICE, published, type ServiceModule } from "../service-module.ts";

const METRICS: readonly Metric[] = [
  {
    id: "case_first_response",
    name: "Case first response",
    formula: {
      numerator: "cases first answered within eight business hours",
      denominator: "cases opened in the month",
    },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "95",
    usualMinimum: "85",
    source: PRACTICE,
  },
  {
    id: "days_to_present",
    name: "Days to present candidates",
    formula: {
      numerator: "business days from approved requisition to a presented shortlist",
      denominator: "one requisition; the median counts",
    },
    unit: "business_days",
    direction: "lower",
    kind: "event",
    usualTarget: "10",
    usualMinimum: "15",
    source: published("Argued to be a better process measure than cost", "blog.rpoassociation.org"),
  },
  {
    id: "cost_per_hire",
    name: "Cost per hire",
    formula: { numerator: "internal cost + external cost of recruiting", denominator: "hires" },
    unit: "money",
    direction: "lower",
    kind: "money",
    usualTarget: null,
    usualMinimum: null,
    source: published("ANSI/SHRM 06001.2012 defines the formula", "studylib.net"),
  },
  {
    id: "recruiting_cost_ratio",
    name: "Recruiting cost ratio",
    formula: { numerator: "recruiting cost", denominator: "first-year pay of the people hired" },
    unit: "percent",
    direction: "lower",
    kind: "money",
    usualTarget: "10.8",
    usualMinimum: "15",
    source: published("Long-run average 10.8 %", "blog.rpoassociation.org"),
  },
  {
    id: "retention_90_days",
    name: "Still there after 90 days",
    formula: {
      numerator: "people still employed 90 days after their start",
      denominator: "people who started 90 days ago or earlier in the window",
    },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "90",
    usualMinimum: "80",
    source: PRACTICE,
  },
];

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
  ],
  metrics: METRICS,
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
