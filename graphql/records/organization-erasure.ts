import { blockerWords, type ErasureBlocker } from "../../domain/records/organization-erasure.ts";
import {
  approveOrganizationErasure,
  askForOrganizationErasure,
  erasureBlockers,
  type OrganizationErasureRow,
  organizationErasures,
  withdrawOrganizationErasure,
} from "../../server/records/organization-erasure.ts";
import { builder } from "../builder.ts";

const Blocker = builder.objectRef<ErasureBlocker>("ErasureBlocker").implement({
  description: "What keeps an organisation from being erased.",
  fields: (t) => ({
    kind: t.exposeString("kind"),
    count: t.exposeInt("count"),
    until: t.exposeString("until", { nullable: true, description: "YYYY-MM-DD, where it is known" }),
    words: t.string({ resolve: blockerWords }),
  }),
});

const Erasure = builder.objectRef<OrganizationErasureRow>("OrganizationErasure").implement({
  description: "A request for an organisation to be erased: one person asks, another approves.",
  fields: (t) => ({
    erasureId: t.exposeID("id"),
    organization: t.exposeString("organization"),
    state: t.string({ description: "asked, approved, withdrawn or done", resolve: (one) => one.state }),
    askedByName: t.exposeString("askedByName"),
    askedAt: t.field({ type: "DateTime", resolve: (one) => one.askedAt }),
    approvedByName: t.exposeString("approvedByName", { nullable: true }),
    approvedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.approvedAt }),
    dueAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.dueAt }),
    withdrawnByName: t.exposeString("withdrawnByName", { nullable: true }),
    withdrawnAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.withdrawnAt }),
    doneAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.doneAt }),
    askedByReader: t.boolean({
      description: "Whoever asked does not approve.",
      resolve: (one, _args, context) => one.askedById === context.signedIn().userId,
    }),
    blockers: t.field({
      type: [Blocker],
      description: "What stands in the way today; none of what has ended.",
      resolve: (one, _args, context) =>
        one.state === "asked" || one.state === "approved"
          ? erasureBlockers(context.read, {
              ...{ viewer: context.signedIn(), organizationId: one.organizationId, now: context.moment() },
            })
          : [],
    }),
  }),
});

builder.queryFields((t) => ({
  organizationErasures: t.field({
    type: [Erasure],
    description: "Of the reader's organisation; for administrators everybody's.",
    authScopes: { may: "erasure:approve" },
    resolve: (_root, _args, context) => organizationErasures(context.read, context.signedIn()),
  }),
  erasureBlockers: t.field({
    type: [Blocker],
    description: "What would keep the reader's organisation from being erased today.",
    authScopes: { may: "organization:erase" },
    resolve: (_root, _args, context) => {
      const viewer = context.signedIn();
      const { organizationId } = viewer;
      return erasureBlockers(context.read, { viewer, organizationId, now: context.moment() });
    },
  }),
}));

const Changed = builder.objectRef<{ id: string }>("OrganizationErasureChanged").implement({
  fields: (t) => ({ id: t.exposeID("id") }),
});
const AskInput = builder.inputType("AskForOrganizationErasureInput", {
  fields: (t) => ({ idempotencyKey: t.string() }),
});
const AnswerInput = builder.inputType("OrganizationErasureInput", {
  fields: (t) => ({ erasureId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationFields((t) => ({
  askForOrganizationErasure: t.field({
    type: Changed,
    description: "Asks for the reader's organisation to be erased; refused with what stands in the way.",
    errors: {},
    authScopes: { may: "organization:erase" },
    args: { input: t.arg({ type: AskInput, required: true }) },
    resolve: (_root, { input }, context) =>
      askForOrganizationErasure(context.caller(input.idempotencyKey), null),
  }),
  approveOrganizationErasure: t.field({
    type: Changed,
    description: "Another person's yes; it is done fourteen days later.",
    errors: {},
    authScopes: { may: "erasure:approve" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: (_root, { input }, context) =>
      approveOrganizationErasure(context.caller(input.idempotencyKey), { id: String(input.erasureId) }),
  }),
  withdrawOrganizationErasure: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "erasure:approve" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: (_root, { input }, context) =>
      withdrawOrganizationErasure(context.caller(input.idempotencyKey), { id: String(input.erasureId) }),
  }),
}));
