import { BUSINESS_DAY_MINUTES, clockLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { REMOTE_STAFFING_METRICS } from "../metrics/people.ts";
import type { ServiceModule } from "../service-module.ts";

export const remoteStaffing: ServiceModule = {
  code: "remote_staffing",
  name: "Remote staffing",
  promise: "People on your team in the agreed days, replaced as quickly when it does not fit.",
  delivers: [
    "A shortlist against a written brief",
    "Placed people with equipment, access and a lead",
    "Approved timesheets",
    "A replacement when it does not work",
  ],
  workItemTypes: [
    {
      id: "role_brief",
      name: "Role brief",
      plural: "Role briefs",
      fields: [
        { id: "role", name: "Role", kind: "text" },
        { id: "seniority", name: "Seniority", kind: "text" },
      ],
    },
    {
      id: "placement",
      name: "Placement",
      plural: "Placements",
      fields: [
        { id: "person", name: "Person", kind: "text" },
        { id: "startOn", name: "Start", kind: "date" },
      ],
    },
    {
      id: "timesheet",
      name: "Timesheet",
      plural: "Timesheets",
      fields: [
        { id: "billedHours", name: "Billed hours", kind: "number" },
        { id: "productiveHours", name: "Productive hours", kind: "number" },
        { id: "approved", name: "Approved", kind: "yes_no" },
      ],
    },
    {
      id: "replacement",
      name: "Replacement",
      plural: "Replacements",
      fields: [{ id: "reason", name: "Reason", kind: "text" }],
    },
    {
      id: "ramp_up",
      name: "Ramp-up",
      plural: "Ramp-ups",
      fields: [{ id: "person", name: "Person", kind: "text" }],
    },
    METRIC_READING,
  ],
  metrics: REMOTE_STAFFING_METRICS,
  onboarding: [
    { party: "buyer", title: "Write the role brief with outcomes of the first 90 days", required: true },
    { party: "buyer", title: "Name the lead who directs the work", required: true },
    { party: "buyer", title: "Give accounts and access", required: true },
    { party: "provider", title: "Check identity, background and right to work", required: true },
    { party: "provider", title: "Deliver equipment", required: true },
    { party: "provider", title: "Check whether a staffing licence is needed", required: true },
  ],
  attestations: [
    {
      kind: "employment_licence",
      need: "required",
      because: "Lending people out needs a licence in many countries.",
    },
    { kind: "iso27001", need: "customary", because: "People work inside the buyer's systems." },
    { kind: "professional_indemnity", need: "customary", because: "It covers mistakes of placed people." },
  ],
  pricing: {
    model: "per_worker",
    unit: "a month for each person placed",
    note: "Hours are billed as approved.",
  },
  defaultLevels: [
    clockLevel({
      id: "shortlist_on_time",
      name: "Shortlist in time",
      workItemTypes: ["role_brief"],
      target: "95",
      minimum: "85",
      weightBps: 5000,
      minimumSample: 3,
      clock: "resolve",
      targetMinutes: 5 * BUSINESS_DAY_MINUTES,
    }),
    clockLevel({
      id: "replacement_on_time",
      name: "Replaced in time",
      workItemTypes: ["replacement"],
      target: "95",
      minimum: "80",
      weightBps: 5000,
      minimumSample: 1,
      clock: "resolve",
      targetMinutes: 10 * BUSINESS_DAY_MINUTES,
    }),
  ],
};
