import { metricById } from "../../domain/catalogue/catalogue.ts";
import type { ServiceModule } from "../../domain/catalogue/service-module.ts";
import type { ListingDetail } from "../../server/catalogue/listing-card.ts";
import { builder } from "../builder.ts";
import { MetricType } from "./service-module.ts";

export type ListingLevelRow = {
  level: ListingDetail["levels"][number];
  module: ServiceModule | undefined;
  currency: string;
  line: NonNullable<ListingDetail["expected"]>["lines"][number] | undefined;
};

const Month = builder.objectRef<{ period: string; percent: string; n: number }>("MeasuredMonth").implement({
  fields: (t) => ({
    period: t.exposeString("period"),
    percent: t.exposeString("percent"),
    n: t.exposeInt("n", { description: "Items behind the percentage." }),
  }),
});

const TargetMinutes = builder.objectRef<{ priority: string; minutes: number }>("TargetMinutes").implement({
  fields: (t) => ({ priority: t.exposeString("priority"), minutes: t.exposeInt("minutes") }),
});

export const ListingLevel = builder.objectRef<ListingLevelRow>("ListingLevel").implement({
  description: "A service level as it is offered, with what the provider measured against it.",
  fields: (t) => ({
    levelId: t.string({ resolve: ({ level }) => level.id }),
    name: t.string({ resolve: ({ level }) => level.name }),
    direction: t.string({ resolve: ({ level }) => level.direction }),
    target: t.string({ resolve: ({ level }) => level.target }),
    minimum: t.string({ resolve: ({ level }) => level.minimum }),
    unit: t.string({ resolve: ({ level }) => level.unit }),
    weightBps: t.int({ resolve: ({ level }) => level.weightBps }),
    missBps: t.int({ resolve: ({ level }) => level.missBps }),
    failBps: t.int({ resolve: ({ level }) => level.failBps }),
    minimumSample: t.int({ resolve: ({ level }) => level.minimumSample }),
    calendar: t.string({ nullable: true, resolve: ({ level }) => level.clock?.calendar ?? null }),
    targetMinutes: t.field({
      type: [TargetMinutes],
      resolve: ({ level }) =>
        Object.entries(level.clock?.targetMinutesByPriority ?? {}).map(([priority, minutes]) => ({
          priority,
          minutes,
        })),
    }),
    metric: t.field({
      type: MetricType,
      nullable: true,
      resolve: ({ level, module }) => (module ? (metricById(module, level.metric) ?? null) : null),
    }),
    met: t.int({ resolve: ({ level }) => level.history.met }),
    missed: t.int({ resolve: ({ level }) => level.history.missed }),
    failed: t.int({ resolve: ({ level }) => level.history.failed }),
    months: t.field({ type: [Month], resolve: ({ level }) => level.months }),
    expectedCredit: t.field({
      type: "Money",
      nullable: true,
      resolve: ({ line, currency }) => (line ? { amountMinor: BigInt(line.creditMinor), currency } : null),
    }),
  }),
});
