import type { AdjustmentLine } from "../../domain/billing/adjustment-lines.ts";
import type { ReplayedMonth } from "../../domain/billing/replay-history.ts";
import type { Simulation, Spread } from "../../domain/service-levels/simulate-scheme.ts";
import { money } from "../../domain/shared/money.ts";
import { type InputIssue, InvalidInput, NotFound } from "../../domain/shared/refusals.ts";
import { type SchemeSimulation, simulatePrices } from "../../server/billing/simulate-prices.ts";
import { builder } from "../builder.ts";
import { InputIssueType } from "../scalars.ts";
import { PricesInput } from "../service-levels/prices.ts";
import { AdjustmentType } from "./statement-line.ts";

type Of<T> = T & { currency: string };

const ReplayedLevel = builder
  .objectRef<Of<{ id: string; name: string; unit: string; measured: string | null; creditMinor: bigint }>>(
    "ReplayedLevel",
  )
  .implement({
    fields: (t) => ({
      id: t.exposeString("id"),
      name: t.exposeString("name"),
      unit: t.exposeString("unit"),
      measured: t.exposeString("measured", { nullable: true }),
      credit: t.field({ type: "Money", resolve: (one) => money(one.creditMinor, one.currency) }),
    }),
  });

type MonthOf = Of<
  ReplayedMonth & { frozen: boolean; known: ReadonlyMap<string, { name: string; unit: string }> }
>;

const figure = (key: "feeMinor" | "creditMinor" | "collarMinor" | "carriedMinor" | "netMinor") => ({
  type: "Money" as const,
  resolve: (one: MonthOf) => money(one.figures[key], one.currency),
});

const Month = builder.objectRef<MonthOf>("ReplayedMonth").implement({
  description: "A month of the history as the scheme would have billed it, after the months before it.",
  fields: (t) => ({
    period: t.exposeString("period"),
    frozen: t.exposeBoolean("frozen", { description: "Else its figures may still change." }),
    fee: t.field(figure("feeMinor")),
    credit: t.field(figure("creditMinor")),
    collar: t.field(figure("collarMinor")),
    carried: t.field(figure("carriedMinor")),
    net: t.field(figure("netMinor")),
    levels: t.field({
      type: [ReplayedLevel],
      resolve: ({ figures, currency, known, levels }) =>
        figures.levels.map(({ id, creditMinor }) => ({
          ...{ id, currency, creditMinor },
          ...(known.get(id) ?? { name: id, unit: "" }),
          measured: levels.find((level) => level.id === id)?.measured ?? null,
        })),
    }),
    adjustments: t.field({
      type: [AdjustmentType],
      resolve: ({ adjustments, currency }): Of<AdjustmentLine>[] =>
        adjustments.map((one) => ({ ...one, currency })),
    }),
  }),
});

const amount = (key: keyof Spread) => ({
  type: "Money" as const,
  resolve: (one: Of<Spread>) => money(one[key], one.currency),
});

const SpreadType = builder.objectRef<Of<Spread>>("SimulatedSpread").implement({
  description: "Over every drawn year; a percentile is the smallest value that so many do not exceed.",
  fields: (t) => ({
    mean: t.field(amount("meanMinor")),
    lowest: t.field(amount("lowestMinor")),
    p05: t.field(amount("p05Minor")),
    median: t.field(amount("medianMinor")),
    p95: t.field(amount("p95Minor")),
    highest: t.field(amount("highestMinor")),
  }),
});

const Bar = builder.objectRef<Of<Simulation["histogram"][number]>>("SimulatedBar").implement({
  fields: (t) => ({
    from: t.field({ type: "Money", resolve: (bar) => money(bar.fromMinor, bar.currency) }),
    to: t.field({ type: "Money", resolve: (bar) => money(bar.toMinor, bar.currency) }),
    years: t.exposeInt("years"),
  }),
});

const Drawn = builder.objectRef<Of<Simulation>>("SimulatedYears").implement({
  description: "Years of twelve months drawn from the history with replacement; the same seed, the same.",
  fields: (t) => ({
    seed: t.exposeString("seed"),
    runs: t.exposeInt("runs"),
    credit: t.field({ type: SpreadType, resolve: (one) => ({ ...one.credit, currency: one.currency }) }),
    net: t.field({ type: SpreadType, resolve: (one) => ({ ...one.net, currency: one.currency }) }),
    histogram: t.field({
      type: [Bar],
      resolve: (one) => one.histogram.map((bar) => ({ ...bar, currency: one.currency })),
    }),
  }),
});

const SimulatedLevel = builder
  .objectRef<{ id: string; name: string; unit: string }>("SimulatedLevel")
  .implement({
    fields: (t) => ({
      id: t.exposeString("id"),
      name: t.exposeString("name"),
      unit: t.exposeString("unit"),
    }),
  });

const Result = builder.objectRef<SchemeSimulation>("SchemeSimulation").implement({
  fields: (t) => ({
    source: t.string({ description: "contract, provider, typed or none", resolve: (one) => one.source }),
    currency: t.string({ resolve: (one) => one.terms.currency }),
    levels: t.field({
      type: [SimulatedLevel],
      resolve: ({ terms }) => terms.serviceLevels.map(({ id, name, unit }) => ({ id, name, unit })),
    }),
    replay: t.field({ type: [Month], resolve: replayOf }),
    worstMonth: t.field({
      type: Month,
      nullable: true,
      description: "The one with the lowest net.",
      resolve: (one) =>
        replayOf(one).reduce<MonthOf | null>(
          (worst, month) => (worst && worst.figures.netMinor <= month.figures.netMinor ? worst : month),
          null,
        ),
    }),
    drawn: t.field({
      type: Drawn,
      nullable: true,
      description: "Null without a month of history.",
      resolve: (one) => (one.simulation ? { ...one.simulation, currency: one.terms.currency } : null),
    }),
  }),
});

function replayOf(one: SchemeSimulation): MonthOf[] {
  const known = new Map(one.terms.serviceLevels.map((level) => [level.id, level]));
  return one.replay.map((month, at) => ({
    ...month,
    ...{ known, currency: one.terms.currency },
    frozen: one.months[at]?.frozen ?? false,
  }));
}

// A query that is refused to a role is refused as a whole; what a person typed is answered with the rest.
const Refused = builder.objectRef<{ issues: readonly InputIssue[] }>("SchemeSimulationRefused").implement({
  description: "What of the values tried cannot be read, each on its field.",
  fields: (t) => ({ issues: t.field({ type: [InputIssueType], resolve: (one) => [...one.issues] }) }),
});

const Answer = builder.unionType("SchemeSimulationAnswer", {
  types: [Result, Refused],
  resolveType: (answer) => ("issues" in answer ? Refused : Result),
});

builder.queryField("simulateScheme", (t) =>
  t.field({
    type: Answer,
    nullable: true,
    description:
      "Runs the prices of a contract, or others, over its history. Changes nothing. Name the engagement, " +
      "or the contract where work has not begun; null where the viewer sees neither.",
    complexity: 200,
    authScopes: { may: "contract:read" },
    args: {
      engagementId: t.arg.id(),
      statementOfWorkId: t.arg.id(),
      prices: t.arg({ type: PricesInput }),
      history: t.arg.string({
        description: "Pasted in place of the own: a line a month, 2025-11, 97.2, 3.1",
      }),
      seed: t.arg.string(),
      runs: t.arg.int({ description: "From 100 to 10,000 drawn years; 1,000 where none is given." }),
    },
    resolve: async (_root, { engagementId, statementOfWorkId, ...args }, context) => {
      try {
        return await simulatePrices(context.read, {
          viewer: context.signedIn(),
          now: context.clock.now(),
          input: {
            ...args,
            engagementId: engagementId ? String(engagementId) : null,
            statementOfWorkId: statementOfWorkId ? String(statementOfWorkId) : null,
          },
        });
      } catch (error) {
        if (error instanceof InvalidInput) return { issues: error.issues };
        if (error instanceof NotFound) return null;
        throw error;
      }
    },
  }),
);
