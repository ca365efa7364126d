import { may } from "../../domain/identity/permissions.ts";
import {
  type AccessRow,
  type AssignmentRow,
  staffAccesses,
  staffAssignments,
  type TenantRow,
  tenants,
} from "../../server/identity/staff/access.read.ts";
import {
  approveStaffAccess,
  askStaffAccess,
  assignStaff,
  endStaffAccess,
  endStaffAssignment,
} from "../../server/identity/staff/access.ts";
import { builder } from "../builder.ts";

const Assignment = builder.objectRef<AssignmentRow>("StaffAssignment").implement({
  description: "Somebody of the marketplace looks after an organisation, and so reads what is its own.",
  fields: (t) => ({
    assignmentId: t.exposeID("id"),
    organization: t.string({
      nullable: true,
      description: "Null for somebody who looks after all organisations.",
      resolve: (one) => one.organization,
    }),
    userName: t.exposeString("userName"),
    assignedByName: t.exposeString("assignedByName"),
    since: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
  }),
});

const Access = builder.objectRef<AccessRow>("StaffAccess").implement({
  description: "Somebody of the marketplace reads an organisation for a time, with a reason.",
  fields: (t) => ({
    accessId: t.exposeID("id"),
    organization: t.exposeString("organization"),
    userName: t.exposeString("userName"),
    reason: t.exposeString("reason"),
    documents: t.exposeBoolean("documents"),
    hours: t.exposeInt("hours"),
    state: t.string({ description: "waiting, open or ended", resolve: (one) => one.state }),
    askedAt: t.field({ type: "DateTime", resolve: (one) => one.askedAt }),
    expiresAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.expiresAt }),
    approvedByName: t.exposeString("approvedByName", { nullable: true }),
    mayApprove: t.boolean({
      resolve: (one, _args, { viewer }) =>
        one.state === "waiting" && may(viewer, "staff_access:approve") && viewer?.userId !== one.userId,
    }),
    mayEnd: t.boolean({
      resolve: (one, _args, { viewer }) =>
        one.state !== "ended" && (viewer?.userId === one.userId || may(viewer, "staff_access:approve")),
    }),
  }),
});

const Tenant = builder.objectRef<TenantRow>("Tenant").implement({
  fields: (t) => ({
    organizationId: t.exposeID("organizationId"),
    name: t.exposeString("name"),
    kind: t.exposeString("kind"),
  }),
});

builder.queryFields((t) => ({
  tenants: t.field({
    type: [Tenant],
    description: "Buyers and providers by name, for staff who look after them or ask to read them.",
    authScopes: (_root, _args, { viewer }) =>
      may(viewer, "staff_access:ask") || may(viewer, "portfolio:read"),
    resolve: (_root, _args, context) => tenants(context.read),
  }),
  staffAssignments: t.field({
    type: [Assignment],
    description: "Who of the marketplace looks after the reader's organisation; for staff, everybody's.",
    authScopes: { may: "organization:read" },
    resolve: (_root, _args, context) => staffAssignments(context.read, context.signedIn()),
  }),
  staffAccesses: t.field({
    type: [Access],
    description:
      "Who was let in for a time, and why: to the reader's organisation; for staff, everybody's.",
    authScopes: { may: "organization:read" },
    resolve: (_root, _args, context) =>
      staffAccesses(context.read, { viewer: context.signedIn(), now: context.moment() }),
  }),
}));

const Changed = builder.objectRef<{ id: string }>("StaffAccessChanged").implement({
  fields: (t) => ({ id: t.exposeID("id") }),
});
const AskInput = builder.inputType("AskStaffAccessInput", {
  fields: (t) => ({
    organizationId: t.id({ required: true }),
    reason: t.string({ required: true }),
    hours: t.int({ required: true }),
    documents: t.boolean({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const AccessInput = builder.inputType("StaffAccessInput", {
  fields: (t) => ({ accessId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const AssignInput = builder.inputType("AssignStaffInput", {
  fields: (t) => ({
    membershipId: t.id({ required: true }),
    organizationId: t.id({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const EndInput = builder.inputType("EndStaffAssignmentInput", {
  fields: (t) => ({ assignmentId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationFields((t) => ({
  askStaffAccess: t.field({
    type: Changed,
    description:
      "Lets the reader into an organisation for some hours; the organisation is shown the reason.",
    errors: {},
    authScopes: { may: "staff_access:ask" },
    args: { input: t.arg({ type: AskInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, organizationId, ...asked } = input;
      const given = { ...asked, organizationId: String(organizationId) };
      return askStaffAccess(context.caller(idempotencyKey), given);
    },
  }),
  approveStaffAccess: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "staff_access:approve" },
    args: { input: t.arg({ type: AccessInput, required: true }) },
    resolve: (_root, { input }, context) =>
      approveStaffAccess(context.caller(input.idempotencyKey), { id: String(input.accessId) }),
  }),
  endStaffAccess: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "organization:read" },
    args: { input: t.arg({ type: AccessInput, required: true }) },
    resolve: (_root, { input }, context) =>
      endStaffAccess(context.caller(input.idempotencyKey), { id: String(input.accessId) }),
  }),
  assignStaff: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "staff_assignment:set" },
    args: { input: t.arg({ type: AssignInput, required: true }) },
    resolve: (_root, { input }, context) =>
      assignStaff(context.caller(input.idempotencyKey), {
        membershipId: String(input.membershipId),
        organizationId: String(input.organizationId),
      }),
  }),
  endStaffAssignment: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "staff_assignment:set" },
    args: { input: t.arg({ type: EndInput, required: true }) },
    resolve: (_root, { input }, context) =>
      endStaffAssignment(context.caller(input.idempotencyKey), { id: String(input.assignmentId) }),
  }),
}));
