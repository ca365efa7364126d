import { isOver } from "../../domain/service-levels/contest.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import { monthStep } from "../../domain/service-levels/month-step.ts";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import { type MonthFigures, monthFigures } from "../../server/service-levels/month-figures.ts";
import type { MonthReviewRow } from "../../server/service-levels/month-review.read.ts";
import { type MonthRow, type MonthRows, monthRows } from "../../server/service-levels/month-rows.ts";
import {
  type EngagementMonths,
  engagementMonths,
  monthStrip,
} from "../../server/service-levels/month-strip.ts";
import {
  frozenFiguresOf,
  frozenVerdicts,
  type PeriodCloseRow,
} from "../../server/service-levels/period-close.read.ts";
import { builder } from "../builder.ts";
import { FrozenFigureType, FrozenVerdictType } from "./verdict.ts";

const Interval = builder.objectRef<{ low: string; high: string }>("SampleInterval").implement({
  fields: (t) => ({ low: t.exposeString("low"), high: t.exposeString("high") }),
});

const DeskFigure = builder.objectRef<NonNullable<LevelFigure["desk"]>>("DeskFigure").implement({
  fields: (t) => ({
    n: t.exposeInt("n"),
    met: t.exposeInt("met"),
    percent: t.exposeString("percent", { nullable: true }),
  }),
});

const CountTargetType = builder.objectRef<NonNullable<LevelFigure["against"]>>("CountTarget").implement({
  fields: (t) => ({
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum"),
    measured: t.exposeString("measured"),
  }),
});

const WindowType = builder.objectRef<NonNullable<LevelFigure["window"]>>("LevelWindow").implement({
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "quarter or rolling_3_months." }),
    from: t.exposeString("from"),
    to: t.exposeString("to"),
  }),
});

const Level = builder.objectRef<LevelFigure>("LevelFigure").implement({
  description: "One service level in one month.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    metric: t.exposeString("metric"),
    kind: t.exposeString("kind"),
    direction: t.exposeString("direction"),
    unit: t.exposeString("unit"),
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum"),
    minimumSample: t.exposeInt("minimumSample"),
    n: t.exposeInt("n"),
    hits: t.exposeInt("hits"),
    misses: t.exposeInt("misses"),
    measured: t.exposeString("measured", { nullable: true }),
    gross: t.exposeString("gross", { nullable: true, description: "Without exclusions." }),
    excluded: t.exposeInt("excluded"),
    voided: t.exposeInt("voided"),
    sufficient: t.exposeBoolean("sufficient"),
    excused: t.exposeBoolean("excused"),
    status: t.exposeString("status", { description: "met, missed, failed, no_data or excused." }),
    interval: t.field({ type: Interval, nullable: true, resolve: (level) => level.interval }),
    desk: t.field({ type: DeskFigure, nullable: true, resolve: (level) => level.desk }),
    reason: t.string({
      nullable: true,
      description: "Why the figure itself does not decide.",
      resolve: (level) => level.reason ?? null,
    }),
    against: t.field({
      type: CountTargetType,
      nullable: true,
      description: "The count target that decides in a small month.",
      resolve: (level) => level.against ?? null,
    }),
    window: t.field({ type: WindowType, nullable: true, resolve: (level) => level.window ?? null }),
    detail: t.field({
      type: "JSON",
      nullable: true,
      description: "What stands beside a figure of its kind: mean and p90 by priority, downtime, amounts.",
      resolve: (level) => level.detail ?? null,
    }),
  }),
});

const Close = builder.objectRef<PeriodCloseRow>("PeriodClose").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    month: t.exposeString("period"),
    ruleVersion: t.exposeString("ruleVersion"),
    calendarVersion: t.exposeInt("calendarVersion"),
    itemCount: t.exposeInt("itemCount"),
    eventCount: t.exposeInt("eventCount"),
    prevHash: t.exposeString("prevHash"),
    hash: t.exposeString("hash"),
    frozenAt: t.field({ type: "DateTime", resolve: (close) => close.frozenAt }),
    frozenBy: t.exposeString("frozenBy", { nullable: true }),
  }),
});

const Review = builder.objectRef<MonthReviewRow>("MonthReview").implement({
  description: "Since when both sides may contest a month, and until when.",
  fields: (t) => ({
    reviewedAt: t.field({ type: "DateTime", resolve: (one) => one.reviewedAt }),
    reviewedBy: t.exposeString("reviewedBy"),
    windowEndsAt: t.field({ type: "DateTime", resolve: (one) => one.windowEndsAt }),
    windowOver: t.boolean({
      resolve: (one, _args, context) => isOver(one.windowEndsAt, context.clock.now()),
    }),
    buyerConfirmedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.buyerConfirmedAt }),
    buyerConfirmedBy: t.exposeString("buyerConfirmedBy", { nullable: true }),
    providerConfirmedAt: t.field({
      type: "DateTime",
      nullable: true,
      resolve: (one) => one.providerConfirmedAt,
    }),
    providerConfirmedBy: t.exposeString("providerConfirmedBy", { nullable: true }),
  }),
});

export const MonthType = builder.objectRef<MonthFigures>("MonthFigures").implement({
  description: "The service levels of one engagement in one month: measured now, or as they were frozen.",
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    month: t.exposeString("month"),
    zone: t.exposeString("zone"),
    state: t.exposeString("state", { description: "running, ready or frozen." }),
    step: t.string({
      description: "running, computed, reviewed or frozen.",
      resolve: (month) => monthStep(month),
    }),
    review: t.field({ type: Review, nullable: true, resolve: (month) => month.review }),
    levels: t.field({ type: [Level], resolve: (month) => month.levels }),
    calendarVersion: t.exposeInt("calendarVersion", { nullable: true }),
    frozen: t.field({ type: Close, nullable: true, resolve: (month) => month.frozen }),
    verdicts: t.field({
      type: [FrozenVerdictType],
      description: "Every frozen verdict with its bundle; empty while the month is open.",
      complexity: 100,
      resolve: (month, _args, context) =>
        month.frozen
          ? frozenVerdicts(context.read, {
              viewer: context.signedIn(),
              engagementId: month.engagementId,
              month: month.month,
            })
          : [],
    }),
    frozenFigures: t.field({
      type: [FrozenFigureType],
      description: "The frozen figures of levels without clocks, each with its bundle.",
      complexity: 10,
      resolve: (month, _args, context) =>
        month.frozen
          ? frozenFiguresOf(context.read, { viewer: context.signedIn(), periodCloseId: month.frozen.id })
          : [],
    }),
  }),
});

const Row = builder.objectRef<MonthRow>("MonthRow").implement({
  description: "One row behind a percentage.",
  fields: (t) => ({
    workItemId: t.id({ resolve: (row) => row.item.id }),
    reference: t.string({ resolve: (row) => row.item.reference }),
    title: t.string({ resolve: (row) => row.item.title }),
    priority: t.string({ nullable: true, resolve: (row) => row.item.priority }),
    openedAt: t.field({ type: "DateTime", resolve: (row) => row.item.openedAt }),
    resolvedAt: t.field({ type: "DateTime", nullable: true, resolve: (row) => row.item.resolvedAt }),
    deskMadeSla: t.boolean({ nullable: true, resolve: (row) => row.item.deskMadeSla }),
    cause: t.string({
      nullable: true,
      resolve: (row) => {
        const found = Object.entries(row.item.fields).find(([name]) => /cause$/i.test(name))?.[1];
        return typeof found === "string" ? found : null;
      },
    }),
    verdict: t.exposeString("verdict"),
    netSeconds: t.exposeInt("netSeconds", { nullable: true }),
    targetSeconds: t.exposeInt("targetSeconds", { nullable: true }),
    breachAt: t.field({ type: "DateTime", nullable: true, resolve: (row) => row.breachAt }),
    bundleHash: t.exposeString("bundleHash", { nullable: true }),
    value: t.exposeString("value", {
      nullable: true,
      description: "The item's own part of the figure, in the level's unit.",
    }),
  }),
});

const Rows = builder.objectRef<MonthRows>("MonthRows").implement({
  fields: (t) => ({
    rows: t.field({ type: [Row], resolve: (page) => page.rows }),
    next: t.exposeString("next", { nullable: true, description: "Where the next page begins." }),
  }),
});

const Month = builder.objectRef<EngagementMonths["months"][number]>("EngagementMonth").implement({
  fields: (t) => ({
    month: t.exposeString("month"),
    state: t.exposeString("state"),
    hasWork: t.exposeBoolean("hasWork"),
  }),
});

const Months = builder.objectRef<EngagementMonths>("EngagementMonths").implement({
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    zone: t.exposeString("zone"),
    suggested: t.exposeString("suggested"),
    closable: t.exposeString("closable", {
      nullable: true,
      description: "The month that can be frozen now.",
    }),
    months: t.field({ type: [Month], resolve: (one) => one.months }),
  }),
});

builder.queryFields((t) => ({
  monthFigures: t.field({
    type: MonthType,
    nullable: true,
    description: "One engagement in one month; null where there is none that the viewer may see.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }), month: t.arg.string({ required: true }) },
    resolve: async (_root, args, context) => {
      const p = { viewer: context.signedIn(), now: context.clock.now(), month: monthText(args.month) };
      const [month] = await monthFigures(context.read, {
        ...p,
        engagementIds: [String(args.engagementId)],
      });
      return month ?? null;
    },
  }),
  monthStrip: t.field({
    type: [MonthType],
    description: "The thirteen months that end with the given one, oldest first.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }), month: t.arg.string({ required: true }) },
    resolve: (_root, args, context) =>
      monthStrip(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        month: monthText(args.month),
        engagementId: String(args.engagementId),
      }),
  }),
  engagementMonths: t.field({
    type: Months,
    nullable: true,
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      engagementMonths(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        engagementId: String(args.engagementId),
      }),
  }),
  monthRows: t.field({
    type: Rows,
    nullable: true,
    description: "The rows behind one level's figure, misses first, 500 a page at most.",
    authScopes: { may: "service_level:read" },
    args: {
      engagementId: t.arg.id({ required: true }),
      levelId: t.arg.string({ required: true }),
      month: t.arg.string({ required: true }),
      first: t.arg.int(),
      after: t.arg.string(),
    },
    resolve: (_root, args, context) =>
      monthRows(context.read, {
        first: args.first ?? undefined,
        after: args.after,
        viewer: context.signedIn(),
        now: context.clock.now(),
        month: monthText(args.month),
        levelId: args.levelId,
        engagementId: String(args.engagementId),
      }),
  }),
}));

function monthText(text: string): string {
  if (/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidInput([{ field: "month", message: "Write a month such as 2026-10." }]);
}
