import { clockLevel, ratioLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { IT_SUPPORT_METRICS } from "../metrics/it-support.ts";
import type { ServiceModule } from "../service-module.ts";

const PRIORITY_FIELDS = [
  { id: "impact", name: "Impact", kind: "choice", choices: ["high", "medium", "low"] },
  { id: "urgency", name: "Urgency", kind: "choice", choices: ["high", "medium", "low"] },
  { id: "category", name: "Category", kind: "text" },
] as const;

const OUTCOME_FIELDS = [
  { id: "firstContact", name: "Solved at first contact", kind: "yes_no" },
  { id: "satisfaction", name: "Satisfaction, 1 to 5", kind: "number" },
] as const;

export const itSupport: ServiceModule = {
  code: "it_support",
  name: "IT support",
  promise: "Every incident acknowledged, owned and resolved within the hours its priority deserves.",
  delivers: [
    "A staffed service desk in the agreed hours and languages",
    "Incidents and requests resolved, with their cause recorded",
    "Joiners, movers and leavers handled on the day",
    "Patches, backups and endpoint protection kept current",
  ],
  workItemTypes: [
    {
      id: "incident",
      name: "Incident",
      plural: "Incidents",
      fields: [
        ...PRIORITY_FIELDS,
        { id: "device", name: "Device or service", kind: "text" },
        ...OUTCOME_FIELDS,
        { id: "resolutionCode", name: "Resolution code", kind: "text" },
      ],
    },
    {
      id: "service_request",
      name: "Service request",
      plural: "Service requests",
      fields: [
        ...PRIORITY_FIELDS,
        { id: "catalogueItem", name: "Requested", kind: "text" },
        ...OUTCOME_FIELDS,
      ],
    },
    {
      id: "access_request",
      name: "Access request",
      plural: "Access requests",
      fields: [
        { id: "system", name: "System", kind: "text" },
        { id: "approvedBy", name: "Approved by", kind: "text" },
      ],
    },
    {
      id: "change",
      name: "Change",
      plural: "Changes",
      fields: [
        { id: "window", name: "Maintenance window", kind: "text" },
        { id: "rollback", name: "Way back", kind: "text" },
        { id: "plannedFrom", name: "Planned from", kind: "moment" },
        { id: "plannedTo", name: "Planned to", kind: "moment" },
        { id: "agreed", name: "Agreed maintenance", kind: "yes_no" },
      ],
    },
    {
      id: "problem",
      name: "Problem",
      plural: "Problems",
      fields: [
        { id: "rootCause", name: "Root cause", kind: "text" },
        { id: "workaround", name: "Workaround", kind: "text" },
      ],
    },
    {
      id: "outage",
      name: "Outage",
      plural: "Outages",
      fields: [
        { id: "service", name: "Service", kind: "text" },
        { id: "failedAt", name: "Failed at", kind: "moment" },
        { id: "downCause", name: "Cause", kind: "choice", choices: ["provider", "buyer", "third_party"] },
      ],
    },
    {
      id: "device_snapshot",
      name: "Device snapshot",
      plural: "Device snapshots",
      fields: [
        {
          id: "control",
          name: "Control",
          kind: "choice",
          choices: ["patch_compliance", "backup_success", "edr_coverage"],
        },
        { id: "compliant", name: "Compliant", kind: "number" },
        { id: "total", name: "Managed", kind: "number" },
      ],
    },
    METRIC_READING,
  ],
  metrics: IT_SUPPORT_METRICS,
  onboarding: [
    { party: "buyer", title: "Hand over the list of people and devices", required: true },
    { party: "buyer", title: "Put administrator credentials into the shared vault", required: true },
    { party: "buyer", title: "Name approvers for access and changes", required: true },
    { party: "buyer", title: "Agree the maintenance windows", required: true },
    { party: "provider", title: "Publish the escalation tree", required: true },
    { party: "provider", title: "Roll out monitoring and endpoint protection", required: true },
    { party: "provider", title: "Test a restore from backup", required: true },
    { party: "provider", title: "Document networks, sites and vendors", required: false },
    { party: "provider", title: "Record the security baseline", required: true },
  ],
  attestations: [
    { kind: "iso27001", need: "required", because: "The desk holds administrator rights." },
    { kind: "soc2_type2", need: "customary", because: "It shows that controls worked over a period." },
    { kind: "cyber_insurance", need: "customary", because: "An incident at the desk is one at the buyer." },
  ],
  pricing: {
    model: "per_user",
    unit: "a month for the agreed number of users",
    note: "Sellers quote 100 to 200 US dollars per user and month; what a user is must be written down.",
  },
  defaultLevels: [
    clockLevel({
      id: "resolve",
      name: "Resolved in time",
      workItemTypes: ["incident", "service_request"],
      target: "95",
      minimum: "90",
      weightBps: 5000,
      minimumSample: 20,
      clock: "resolve",
      targetMinutes: { P1: 240, P2: 480, P3: 960, P4: 2400 },
    }),
    clockLevel({
      id: "acknowledge",
      name: "Acknowledged in time",
      workItemTypes: ["incident"],
      target: "95",
      minimum: "90",
      weightBps: 3000,
      minimumSample: 20,
      clock: "acknowledge",
      targetMinutes: { P1: 30, P2: 60, P3: 120, P4: 480 },
    }),
    ratioLevel({
      id: "reopen_rate",
      name: "Reopen rate",
      workItemTypes: ["incident", "service_request"],
      direction: "lower",
      target: "5",
      minimum: "10",
      weightBps: 2000,
      minimumSample: 20,
    }),
  ],
};
