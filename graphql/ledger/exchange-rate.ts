import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import { MAX_AGE_DAYS, rateOn } from "../../domain/ledger/exchange-rate.ts";
import { bookDay } from "../../domain/ledger/period-lock.ts";
import { endedMonth, type RevaluedPosition } from "../../domain/ledger/revaluation.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  type ExchangeRateRow,
  findRate,
  type PairRow,
  ratePairs,
  statedRates,
} from "../../server/billing/exchange/exchange-rate.read.ts";
import {
  foreignEarnings,
  openPositions,
  type RevaluationRow,
  revaluations,
} from "../../server/billing/exchange/fx-position.read.ts";
import { askForRevaluation } from "../../server/billing/exchange/revalue-month.ts";
import { stateExchangeRate } from "../../server/billing/exchange/state-exchange-rate.ts";
import { builder } from "../builder.ts";

const Rate = builder.objectRef<ExchangeRateRow>("ExchangeRate").implement({
  description: "1 unit of the base is `rate` units of the quote, from a day on.",
  fields: (t) => ({
    id: t.exposeID("id"),
    base: t.exposeString("base"),
    quote: t.exposeString("quote"),
    rate: t.exposeString("rate", { description: "An exact decimal, as it was typed." }),
    validFrom: t.exposeString("validFrom", { description: "YYYY-MM-DD" }),
    source: t.exposeString("source"),
    statedByName: t.exposeString("statedByName"),
    statedAt: t.field({ type: "DateTime", resolve: (one) => one.statedAt }),
  }),
});

const Pair = builder.objectRef<PairRow>("ExchangeRatePair").implement({
  description: "Two currencies with the rate of the latest day.",
  fields: (t) => ({
    latest: t.field({ type: Rate, resolve: (one) => one }),
    count: t.exposeInt("count", { description: "How often a rate of the pair was stated." }),
    holdsToday: t.boolean({
      description: "Whether the latest rate is young enough for an invoice of today.",
      resolve: (one, _args, context) =>
        rateOn([one], { from: one.base, to: one.quote, on: bookDay(context.moment()).toString() }) !== null,
    }),
  }),
});

const Position = builder.objectRef<RevaluedPosition & { base: string }>("RevaluedPosition").implement({
  fields: (t) => ({
    position: t.field({
      type: "Money",
      resolve: (one) => money(BigInt(one.positionMinor), one.currency),
    }),
    value: t.field({
      type: "Money",
      description: "In the currency of the books; of a result what it lost since, below 0 what it gained.",
      resolve: (one) => money(BigInt(one.valueMinor), one.base),
    }),
    carried: t.field({
      type: "Money",
      nullable: true,
      description: "Of the marketplace's own result: what the books had of it; null for a position.",
      resolve: (one) => (one.carriedMinor === undefined ? null : money(BigInt(one.carriedMinor), one.base)),
    }),
    rate: t.string({
      nullable: true,
      description: "In words; null for the currency of the books itself.",
      resolve: ({ rate }) =>
        rate && `1 ${rate.base} = ${rate.rate} ${rate.quote} of ${rate.of} (${rate.source})`,
    }),
  }),
});

const RevaluationType = builder.objectRef<RevaluationRow>("FxRevaluation").implement({
  description:
    "What was open in other currencies, and its worth at a month's end; taken back on the first day of the next.",
  fields: (t) => ({
    id: t.exposeID("id"),
    month: t.exposeString("month"),
    loss: t.field({
      type: "Money",
      description: "Below 0 it is a gain.",
      resolve: (one) => money(one.valueMinor, one.base),
    }),
    lines: t.field({
      type: [Position],
      resolve: (one) => one.lines.map((line) => ({ ...line, base: one.base })),
    }),
    doneByName: t.exposeString("doneByName"),
    doneAt: t.field({ type: "DateTime", resolve: (one) => one.doneAt }),
  }),
});

const Rates = builder.objectRef<{ readonly all: true }>("ExchangeRates").implement({
  fields: (t) => ({
    mayState: t.boolean({ resolve: (_all, _args, context) => may(context.viewer, "exchange_rate:state") }),
    today: t.string({ resolve: (_all, _args, context) => bookDay(context.moment()).toString() }),
    maxAgeDays: t.int({ description: "How long a rate speaks.", resolve: () => MAX_AGE_DAYS }),
    endedMonth: t.string({
      description: "The last month that has ended: what can be revalued.",
      resolve: (_all, _args, context) => endedMonth(context.moment()),
    }),
    openPositions: t.field({
      type: ["Money"],
      description: "Between currencies, as they stand now: where a payment settled in another one.",
      resolve: (_all, _args, context) => openPositions(context.read, context.moment()),
    }),
    ownResults: t.field({
      type: ["Money"],
      description: "What the marketplace has earned in currencies that its books are not in, as of now.",
      resolve: (_all, _args, context) => foreignEarnings(context.read, context.moment()),
    }),
    revaluations: t.field({
      type: [RevaluationType],
      description: "The latest month first, at most 120.",
      resolve: (_all, _args, context) => revaluations(context.read),
    }),
    pairs: t.field({ type: [Pair], resolve: (_all, _args, context) => ratePairs(context.read) }),
    stated: t.connection({
      type: Rate,
      description: "Of one pair or of all, the latest word first.",
      args: { base: t.arg.string(), quote: t.arg.string() },
      resolve: (_all, { base, quote, ...args }, context) =>
        resolveCursorConnection(
          { args, toCursor: (one: ExchangeRateRow) => one.id, defaultSize: 20, maxSize: 200 },
          ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
            statedRates(context.read, {
              ...{ after, before, take: limit, inverted },
              pair: base && quote ? { base, quote } : null,
            }),
        ),
    }),
  }),
});

builder.queryField("exchangeRates", (t) =>
  t.field({
    type: Rates,
    authScopes: { may: "ledger:read" },
    resolve: () => ({ all: true }) as const,
  }),
);

const StateInput = builder.inputType("StateExchangeRateInput", {
  fields: (t) => ({
    base: t.string({ required: true, description: "One unit of it is what the rate says." }),
    quote: t.string({ required: true }),
    rate: t.string({ required: true, description: "A decimal with a point, such as 1.0842." }),
    validFrom: t.string({ required: true, description: "YYYY-MM-DD, at most today." }),
    source: t.string({ required: true }),
    confirmed: t.boolean({ description: "For a rate that was refused with rate_to_confirm." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("stateExchangeRate", (t) =>
  t.field({
    type: Rate,
    description: "States a rate from a day on. What was invoiced keeps the rate it was issued with.",
    errors: {},
    authScopes: { may: "exchange_rate:state" },
    args: { input: t.arg({ type: StateInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, confirmed, ...stated } = input;
      const given = { ...stated, confirmed: confirmed ?? false };
      const { rateId } = await stateExchangeRate(context.caller(idempotencyKey), given);
      const made = await findRate(context.read, rateId);
      if (!made) throw new NotFound("exchange rate");
      return made;
    },
  }),
);

const RevalueInput = builder.inputType("RevalueMonthInput", {
  fields: (t) => ({
    month: t.string({ required: true, description: "Such as 2026-10; it must have ended." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("revalueMonth", (t) =>
  t.field({
    type: Rates,
    description:
      "Has what is open in other currencies revalued at a month's end; the worker books it, once a month.",
    errors: {},
    authScopes: { may: "exchange_rate:state" },
    args: { input: t.arg({ type: RevalueInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await askForRevaluation(context.caller(input.idempotencyKey), { month: input.month });
      return { all: true } as const;
    },
  }),
);
