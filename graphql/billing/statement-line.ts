import type { AdjustmentLine } from "../../domain/billing/adjustment-lines.ts";
import type { StatementLine } from "../../domain/billing/statement-lines.ts";
import { money } from "../../domain/shared/money.ts";
import { builder } from "../builder.ts";

type LineOf = StatementLine & { currency: string };

export const StatementLineType = builder.objectRef<LineOf>("StatementLine").implement({
  description: "One service level on a statement: what was measured against what, and its credit.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    unit: t.exposeString("unit"),
    direction: t.exposeString("direction"),
    outcome: t.exposeString("outcome", { description: "met, missed, failed, no_data or excused" }),
    measured: t.exposeString("measured", { nullable: true }),
    target: t.exposeString("target"),
    minimum: t.exposeString("minimum", { nullable: true }),
    n: t.exposeInt("n"),
    counts: t.exposeString("counts", {
      description: "What n counts: items, or outages of an availability, whose share is of hours.",
    }),
    misses: t.exposeInt("misses"),
    excluded: t.exposeInt("excluded"),
    windowFrom: t.exposeString("windowFrom", {
      nullable: true,
      description: "The first month that the figure was read over; null: the statement's own.",
    }),
    intervalLow: t.string({ nullable: true, resolve: (line) => line.interval?.low ?? null }),
    intervalHigh: t.string({ nullable: true, resolve: (line) => line.interval?.high ?? null }),
    shareBps: t.exposeInt("shareBps"),
    credit: t.field({ type: "Money", resolve: (line) => money(line.creditMinor, line.currency) }),
    sentence: t.exposeString("sentence", { description: "The whole multiplication." }),
  }),
});

type AdjustmentOf = AdjustmentLine & { currency: string };

export const AdjustmentType = builder.objectRef<AdjustmentOf>("StatementPriceLine").implement({
  description:
    "Money beside fee and credits: an outcome price, a credit earned back, a correction, the collar, or " +
    "what is carried from one month to the next.",
  fields: (t) => ({
    id: t.exposeString("id"),
    kind: t.string({
      description:
        "bonus_malus, gain_share, earn_back, correction, carried_over, collar or carried (to the next month)",
      resolve: (one) => one.kind,
    }),
    label: t.exposeString("label"),
    levelId: t.exposeString("levelId", {
      nullable: true,
      description: "The level whose figure decides; null where no figure does.",
    }),
    months: t.exposeStringList("months", {
      description: "The months of that figure where they are not the statement's own.",
    }),
    amount: t.field({
      type: "Money",
      description: "Positive is owed by the buyer.",
      resolve: (one) => money(one.amountMinor, one.currency),
    }),
    sentence: t.exposeString("sentence", { description: "The whole arithmetic." }),
  }),
});
