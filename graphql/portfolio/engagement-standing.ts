import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import type { BareFigure } from "../../domain/service-levels/level-figure.ts";
import { type MonthScore, scoreChange } from "../../domain/service-levels/scorecard.ts";
import type { EngagementStanding } from "../../server/portfolio/engagement-standings.ts";
import { builder } from "../builder.ts";
import { Attestation } from "../vetting/attestation.ts";
import { CreditOutlookType, LevelForecastType } from "./level-forecast.ts";

const Headline = builder.objectRef<BareFigure>("HeadlineLevel").implement({
  description: "The level that stands worst in the month so far, on n items.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    measured: t.string({ nullable: true, resolve: (level) => level.measured }),
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum"),
    unit: t.exposeString("unit"),
    direction: t.exposeString("direction"),
    n: t.exposeInt("n"),
    excluded: t.exposeInt("excluded", { description: "Left out of the net figure." }),
    windowFrom: t.string({
      nullable: true,
      description: "The window's first month, where it is not the running month alone.",
      resolve: (level) => level.window?.from ?? null,
    }),
    sufficient: t.exposeBoolean("sufficient"),
    low: t.string({
      nullable: true,
      description: "Lower end of the 95 % Wilson interval of the month to date.",
      resolve: (level) => level.interval?.low ?? null,
    }),
    high: t.string({ nullable: true, resolve: (level) => level.interval?.high ?? null }),
  }),
});

const TrendMonth = builder.objectRef<EngagementStanding["trend"][number]>("TrendMonth").implement({
  fields: (t) => ({
    period: t.exposeString("period"),
    percent: t.string({ nullable: true, resolve: (month) => month.percent }),
  }),
});

const StandingScore = builder.objectRef<MonthScore[]>("StandingScore").implement({
  fields: (t) => ({
    value: t.string({ nullable: true, resolve: (months) => months.at(-1)?.value ?? null }),
    month: t.string({ resolve: (months) => months.at(-1)?.month ?? "" }),
    change: t.string({
      nullable: true,
      description: "Points from the first month with a score to the last.",
      resolve: (months) => scoreChange(months.map((one) => one.value)),
    }),
    trend: t.field({
      type: [TrendMonth],
      resolve: (months) => months.map(({ month, value }) => ({ period: month, percent: value })),
    }),
  }),
});

const LatestStatement = builder
  .objectRef<NonNullable<EngagementStanding["statement"]>>("LatestStatement")
  .implement({
    fields: (t) => ({
      statementId: t.exposeString("id"),
      period: t.exposeString("period"),
      state: t.exposeString("state"),
      invoiceState: t.string({ nullable: true, resolve: (one) => one.invoiceState }),
      waitsForBuyer: t.exposeBoolean("waitsForBuyer"),
      waitsForProvider: t.exposeBoolean("waitsForProvider"),
    }),
  });

export const EngagementStandingType = builder
  .objectRef<EngagementStanding>("EngagementStanding")
  .implement({
    description: "An engagement as it stands today, net of accepted exclusions.",
    fields: (t) => ({
      engagementId: t.exposeString("id"),
      title: t.exposeString("title"),
      buyer: t.exposeString("buyer"),
      provider: t.exposeString("provider"),
      providerCountry: t.exposeString("providerCountry"),
      moduleCode: t.exposeString("moduleCode"),
      moduleName: t.string({ resolve: (one) => moduleByCode(one.moduleCode)?.name ?? one.moduleCode }),
      zone: t.exposeString("zone"),
      month: t.exposeString("month"),
      monthRuns: t.exposeBoolean("monthRuns", {
        description: "False once the month is frozen or awaits its close.",
      }),
      outOfDate: t.boolean({
        description: "The figures are being measured anew; the present ones are of `figuresFrom`.",
        resolve: (one) => one.staleSince !== undefined,
      }),
      figuresFrom: t.field({
        type: "DateTime",
        nullable: true,
        description: "Null where they are up to date, or where nothing was measured yet.",
        resolve: (one) => one.staleSince?.toString() ?? null,
      }),
      status: t.string({ nullable: true, resolve: (one) => one.status }),
      headline: t.field({ type: Headline, nullable: true, resolve: (one) => one.headline }),
      trend: t.field({ type: [TrendMonth], resolve: (one) => one.trend }),
      creditAtRisk: t.field({
        type: "Money",
        description:
          "The credit if the month ended with the figures of today, by the functions of the statement.",
        resolve: ({ outlook, currency }) => ({ amountMinor: outlook?.credits.nowMinor ?? 0n, currency }),
      }),
      credits: t.field({
        type: CreditOutlookType,
        nullable: true,
        resolve: ({ outlook, currency }) => outlook && { ...outlook.credits, currency },
      }),
      forecast: t.field({
        type: LevelForecastType,
        nullable: true,
        description: "Of the level that stands worst.",
        resolve: ({ outlook, headline }) =>
          outlook?.forecasts.find((one) => one.levelId === headline?.levelId) ?? null,
      }),
      score: t.field({
        type: StandingScore,
        nullable: true,
        description: "The scorecard's latest month; null without a card.",
        resolve: ({ outlook }) => (outlook && outlook.scores.length > 0 ? outlook.scores : null),
      }),
      attestations: t.field({ type: [Attestation], resolve: (one) => one.attestations }),
      openItems: t.exposeInt("openItems"),
      overdue: t.exposeInt("overdue"),
      dueSoon: t.exposeInt("dueSoon"),
      waitingOnBuyer: t.exposeInt("waitingOnBuyer"),
      nextDue: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.nextDue }),
      statement: t.field({ type: LatestStatement, nullable: true, resolve: (one) => one.statement }),
      need: t.string({
        nullable: true,
        description: "Why a person is needed today.",
        resolve: (one) => one.need,
      }),
    }),
  });
