import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import { MAX_AGE_DAYS, rateOn } from "../../domain/ledger/exchange-rate.ts";
import { bookDay } from "../../domain/ledger/period-lock.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  type ExchangeRateRow,
  findRate,
  type PairRow,
  ratePairs,
  statedRates,
} from "../../server/billing/exchange/exchange-rate.read.ts";
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

const Rates = builder.objectRef<{ readonly all: true }>("ExchangeRates").implement({
  fields: (t) => ({
    mayState: t.boolean({ resolve: (_all, _args, context) => may(context.viewer, "exchange_rate:state") }),
    today: t.string({ resolve: (_all, _args, context) => bookDay(context.moment()).toString() }),
    maxAgeDays: t.int({ description: "How long a rate speaks.", resolve: () => MAX_AGE_DAYS }),
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
