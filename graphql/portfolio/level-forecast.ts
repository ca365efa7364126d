import type { CreditOutlook } from "../../domain/portfolio/credit-outlook.ts";
import type { LevelForecast } from "../../domain/service-levels/level-forecast.ts";
import {
  type EngagementForecast,
  engagementForecast,
} from "../../server/portfolio/engagement-forecast.read.ts";
import { builder } from "../builder.ts";

const Test = builder.objectRef<NonNullable<LevelForecast["test"]>>("ForecastBackTest").implement({
  description: "Earlier months forecast on the same day from those before them, against how they ended.",
  fields: (t) => ({
    months: t.exposeInt("months"),
    from: t.exposeString("from"),
    to: t.exposeString("to"),
    error: t.exposeString("error", { description: "Mean absolute error of the forecast, in points." }),
    naiveError: t.exposeString("naiveError", {
      description: "The same of the figure as it stood that day.",
    }),
    inside: t.exposeInt("inside", { description: "Months that ended within the interval." }),
  }),
});

const Earlier = builder.objectRef<NonNullable<LevelForecast["earlier"]>>("ForecastMonths").implement({
  fields: (t) => ({
    months: t.exposeInt("months"),
    from: t.exposeString("from"),
    to: t.exposeString("to"),
  }),
});

export const LevelForecastType = builder.objectRef<LevelForecast>("LevelForecast").implement({
  description: "Where a level is likely to stand when the running month ends.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    unit: t.exposeString("unit"),
    direction: t.exposeString("direction"),
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum"),
    method: t.exposeString("method", { description: "earlier_months or as_now" }),
    reason: t.exposeString("reason", { nullable: true, description: "Why it is shown as it stands now." }),
    value: t.exposeString("value", { nullable: true }),
    low: t.exposeString("low", { nullable: true, description: "Of the 95 % interval." }),
    high: t.exposeString("high", { nullable: true }),
    status: t.exposeString("status", { description: "met, missed, failed, no_data or excused." }),
    n: t.exposeInt("n", { description: "Items that counted so far." }),
    open: t.exposeInt("open", { description: "Open items that must count before the month ends." }),
    remaining: t.exposeInt("remaining", { nullable: true, description: "Items expected to count still." }),
    earlier: t.field({ type: Earlier, nullable: true, resolve: (one) => one.earlier }),
    test: t.field({ type: Test, nullable: true, resolve: (one) => one.test }),
  }),
});

type Priced = CreditOutlook & { currency: string };

const LevelCredit = builder
  .objectRef<CreditOutlook["levels"][number] & { currency: string }>("LevelCreditOutlook")
  .implement({
    fields: (t) => ({
      levelId: t.exposeString("levelId"),
      name: t.exposeString("name"),
      credit: t.field({ type: "Money", resolve: moneyOf(({ creditMinor }) => creditMinor) }),
    }),
  });

export const CreditOutlookType = builder.objectRef<Priced>("CreditOutlook").implement({
  description: "What the running month would cost in credits, by the functions of the statement.",
  fields: (t) => ({
    now: t.field({
      type: "Money",
      description: "If it ended with the figures of today.",
      resolve: moneyOf(({ nowMinor }) => nowMinor),
    }),
    forecast: t.field({
      type: "Money",
      description: "If every level ended at its forecast.",
      resolve: moneyOf(({ forecastMinor }) => forecastMinor),
    }),
    worst: t.field({
      type: "Money",
      description: "If every level ended at the worse end of its interval.",
      resolve: moneyOf(({ worstMinor }) => worstMinor),
    }),
    levels: t.field({
      type: [LevelCredit],
      description: "The levels that bring the forecast's credits.",
      resolve: ({ levels, currency }) => levels.map((one) => ({ ...one, currency })),
    }),
  }),
});

function moneyOf<Row extends { currency: string }>(amount: (row: Row) => bigint) {
  return (row: Row) => ({ amountMinor: amount(row), currency: row.currency });
}

const Forecast = builder.objectRef<EngagementForecast>("MonthForecast").implement({
  description: "Where the running month of an engagement is heading.",
  fields: (t) => ({
    month: t.exposeString("month"),
    day: t.exposeInt("day", { description: "Whole days of the month that are over." }),
    asOf: t.field({ type: "DateTime", resolve: (one) => one.asOf.toString() }),
    levels: t.field({ type: [LevelForecastType], resolve: (one) => one.levels }),
    credits: t.field({
      type: CreditOutlookType,
      resolve: ({ credits, engagement }) => ({ ...credits, currency: engagement.terms.currency }),
    }),
  }),
});

builder.queryField("monthForecast", (t) =>
  t.field({
    type: Forecast,
    nullable: true,
    description: "The forecast of the month that runs; null where none does or the viewer sees none.",
    complexity: 20,
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, { engagementId }, context) =>
      engagementForecast(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        engagementId: String(engagementId),
      }),
  }),
);
