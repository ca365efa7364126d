import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import type { NoticeHours } from "../../domain/service-levels/warning-addressee.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { markWarningRead, markWarningsRead } from "../../server/service-levels/mark-warning-read.ts";
import { noticeHours, setNoticeHours } from "../../server/service-levels/notice-hours.ts";
import { type WarningRow, warningCursor, warningRows } from "../../server/service-levels/warning.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Forecast = builder.objectRef<NonNullable<WarningRow["forecast"]>>("BreachForecast").implement({
  description: "Why a breach was foreseen: (items ahead + 1) × the median handling time on the calendar.",
  fields: (t) => ({
    ahead: t.exposeInt("ahead"),
    handlingSeconds: t.exposeInt("handlingSeconds"),
    sample: t.exposeInt("sample", { description: "How many gaps between items done the median is of." }),
    doneAt: t.field({ type: "DateTime", resolve: (one) => one.doneAt }),
  }),
});

const WarningType = builder.objectRef<WarningRow>("Warning").implement({
  description:
    "That a clock used a share of its target, ran out or will, a step of a breach, that a termination " +
    "trigger was reached or that notice was given, as the viewer is told it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    step: t.exposeString("step", {
      description:
        "Of a clock 50, 75, 90 (percent of the target), predicted or breach; of a breach what happened; " +
        "termination of a reached trigger; notice of one that ends the contract.",
    }),
    workItemId: t.exposeID("workItemId", { nullable: true, description: "Null unless it is of a clock." }),
    reference: t.exposeString("reference", { nullable: true }),
    breachId: t.exposeID("breachId", { nullable: true, description: "Null unless it is of a breach." }),
    month: t.exposeString("month", { nullable: true }),
    note: t.exposeString("note", { nullable: true, description: "What was said at a breach's step." }),
    title: t.exposeString("title"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    zone: t.exposeString("zone"),
    levelName: t.exposeString("levelName"),
    priority: t.exposeString("priority", { nullable: true }),
    targetSeconds: t.exposeInt("targetSeconds", { nullable: true }),
    reachedAt: t.field({ type: "DateTime", resolve: (one) => one.reachedAt }),
    breachAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the target ran, or was to run, out as of the warning.",
      resolve: (one) => one.breachAt,
    }),
    forecast: t.field({ type: Forecast, nullable: true, resolve: (one) => one.forecast }),
    shownAt: t.field({ type: "DateTime", resolve: (one) => one.shownAt }),
    readAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.readAt }),
    over: t.exposeBoolean("over", { description: "The work has ended since." }),
  }),
});

const NoticeHoursType = builder.objectRef<NoticeHours>("NoticeHours").implement({
  description: "When a person is told of warnings; those of the highest priority come at any hour.",
  fields: (t) => ({
    zone: t.exposeString("zone"),
    opens: t.exposeString("opens"),
    closes: t.exposeString("closes"),
    days: t.stringList({ resolve: (one) => [...one.days] }),
  }),
});

const WarningsRead = builder.objectRef<{ count: number }>("WarningsRead").implement({
  fields: (t) => ({ count: t.exposeInt("count") }),
});

const HoursInput = builder.inputType("SetNoticeHoursInput", {
  fields: (t) => ({
    zone: t.string({ required: true }),
    opens: t.string({ required: true }),
    closes: t.string({ required: true }),
    days: t.stringList({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const ReadInput = builder.inputType("MarkWarningReadInput", {
  fields: (t) => ({ warningId: t.id({ required: true }), idempotencyKey: t.string() }),
});
const AllReadInput = builder.inputType("MarkWarningsReadInput", {
  fields: (t) => ({ idempotencyKey: t.string() }),
});

builder.queryFields((t) => ({
  warnings: t.connection({
    type: WarningType,
    description: "The viewer's own warnings, newest first.",
    authScopes: { may: "warning:read" },
    args: { unread: t.arg.boolean() },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: warningCursor, defaultSize: 25, maxSize: 100 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          warningRows(context.read, {
            ...mine(context),
            unread: args.unread ?? false,
            before,
            after,
            limit,
            inverted,
          }),
      ),
  }),
  noticeHours: t.field({
    type: NoticeHoursType,
    authScopes: { may: "warning:read" },
    resolve: (_root, _args, context) => noticeHours(context.read, context.signedIn()),
  }),
}));

builder.mutationFields((t) => ({
  markWarningRead: t.field({
    type: WarningType,
    errors: {},
    authScopes: { may: "warning:read" },
    args: { input: t.arg({ type: ReadInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { id } = await markWarningRead(context.caller(input.idempotencyKey), {
        warningId: String(input.warningId),
      });
      const p = { ...mine(context), unread: false, limit: 1, inverted: false, id };
      const [row] = await warningRows(context.read, p);
      if (!row) throw new NotFound("warning");
      return row;
    },
  }),
  markWarningsRead: t.field({
    type: WarningsRead,
    description: "Marks all that the viewer has been shown as read.",
    errors: {},
    authScopes: { may: "warning:read" },
    args: { input: t.arg({ type: AllReadInput, required: true }) },
    resolve: (_root, { input }, context) => markWarningsRead(context.caller(input.idempotencyKey), {}),
  }),
  setNoticeHours: t.field({
    type: NoticeHoursType,
    errors: {},
    authScopes: { may: "warning:read" },
    args: { input: t.arg({ type: HoursInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, ...hours } = input;
      return setNoticeHours(context.caller(idempotencyKey), hours as NoticeHours);
    },
  }),
}));

function mine(context: GraphQLContext) {
  return { viewer: context.signedIn(), now: context.clock.now().toString() };
}
