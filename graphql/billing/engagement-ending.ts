import type { NoticeSpan } from "../../domain/contracts/termination-notice.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  type EngagementEnding,
  engagementEnding,
  type TerminationNotice,
} from "../../server/billing/engagement-ending.read.ts";
import { giveTerminationNotice } from "../../server/billing/give-termination-notice.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Span = builder.objectRef<NoticeSpan>("NoticeSpan").implement({
  description: "The first and the last day, both included, that a notice given today may name.",
  fields: (t) => ({
    earliest: t.field({ type: "Date", resolve: (one) => one.earliest }),
    latest: t.field({ type: "Date", resolve: (one) => one.latest }),
  }),
});

const Right = builder.objectRef<EngagementEnding["rights"][number]>("ReachedRight").implement({
  description: "A right of the buyer's to end the contract that its latest frozen month reached.",
  fields: (t) => ({
    condition: t.exposeString("condition"),
    because: t.exposeString("because", { description: "The months, or failures, that count." }),
    span: t.field({ type: Span, nullable: true, resolve: (one) => one.span }),
  }),
});

const Given = builder.objectRef<TerminationNotice>("TerminationNotice").implement({
  description: "One side's notice that ends the contract on a day before its last.",
  fields: (t) => ({
    id: t.exposeID("id"),
    party: t.exposeString("party", { description: "The side that gave it: buyer or provider." }),
    condition: t.exposeString("condition", {
      nullable: true,
      description: "The right that it rests on; null where it kept the agreed days.",
    }),
    because: t.exposeString("because", { nullable: true }),
    reason: t.exposeString("reason"),
    lastDay: t.field({ type: "Date", resolve: (one) => one.lastDay }),
    insteadOf: t.field({ type: "Date", nullable: true, resolve: (one) => one.insteadOf }),
    givenAt: t.field({ type: "DateTime", resolve: (one) => one.givenAt }),
    givenByName: t.exposeString("givenByName"),
  }),
});

const Ending = builder.objectRef<EngagementEnding>("EngagementEnding").implement({
  description: "How an engagement may be ended, and the notices that were given.",
  fields: (t) => ({
    endsOn: t.field({
      type: "Date",
      nullable: true,
      resolve: ({ engagement }) => engagement.endsOn?.toString() ?? null,
    }),
    noticeDays: t.int({ resolve: ({ engagement }) => engagement.terms.noticeDays }),
    ordinary: t.field({
      type: Span,
      nullable: true,
      description: "By the agreed days of notice; null where that would end nothing earlier.",
      resolve: (one) => one.ordinary,
    }),
    rights: t.field({ type: [Right], resolve: (one) => one.rights }),
    chargesWholeMonths: t.exposeBoolean("chargesWholeMonths"),
    notices: t.field({ type: [Given], description: "The latest first.", resolve: (one) => one.notices }),
    mayGive: t.boolean({
      description: "The viewer may give notice for a side now.",
      resolve: ({ party, ordinary, rights }, _args, context) =>
        party !== null &&
        may(context.signedIn(), "contract:sign") &&
        (ordinary !== null || (party === "buyer" && rights.some((one) => one.span !== null))),
    }),
  }),
});

builder.queryField("engagementEnding", (t) =>
  t.field({
    type: Ending,
    nullable: true,
    description: "Null where the viewer sees no such engagement.",
    authScopes: { may: "contract:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, { engagementId }, context) => endingOf(context, String(engagementId)),
  }),
);

const NoticeInput = builder.inputType("GiveTerminationNoticeInput", {
  fields: (t) => ({
    engagementId: t.id({ required: true }),
    right: t.string({ description: "The condition of a reached right; left out: the agreed days." }),
    lastDay: t.string({ required: true, description: "The contract's last day, such as 2026-12-31." }),
    reason: t.string(),
    authority: t.boolean({ required: true, description: "The viewer may end it for the organisation." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("giveTerminationNotice", (t) =>
  t.field({
    type: Ending,
    description: "Ends an engagement on a day before its last. It cannot be taken back.",
    errors: {},
    authScopes: { may: "contract:sign" },
    args: { input: t.arg({ type: NoticeInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, engagementId, reason, authority, ...rest } = input;
      const given = await giveTerminationNotice(context.caller(idempotencyKey), {
        ...rest,
        engagementId: String(engagementId),
        reason: reason ?? "",
        // The schema refuses what is not true, beside its field.
        authority: authority as true,
      });
      const ending = await endingOf(context, given.engagementId);
      if (!ending) throw new NotFound("engagement");
      return ending;
    },
  }),
);

function endingOf(context: GraphQLContext, engagementId: string) {
  return engagementEnding(context.read, {
    viewer: context.signedIn(),
    engagementId,
    now: context.clock.now(),
  });
}
