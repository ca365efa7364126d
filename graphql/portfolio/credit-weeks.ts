import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import {
  type CreditWeek,
  type CreditWeeks,
  listCreditWeeks,
} from "../../server/portfolio/credit-weeks.read.ts";
import { builder } from "../builder.ts";

type Priced = CreditWeek & { currency: string };

const money = (pick: (week: Priced) => string) => (week: Priced) => ({
  amountMinor: BigInt(pick(week)),
  currency: week.currency,
});

const Week = builder.objectRef<Priced>("CreditWeek").implement({
  description: "What a month was going to cost in credits, as it was seen at the beginning of a week.",
  fields: (t) => ({
    weekOf: t.field({ type: "Date", description: "The Monday.", resolve: (week) => week.weekOf }),
    month: t.exposeString("period"),
    now: t.field({ type: "Money", resolve: money((week) => week.nowMinor) }),
    forecast: t.field({ type: "Money", resolve: money((week) => week.forecastMinor) }),
    worst: t.field({ type: "Money", resolve: money((week) => week.worstMinor) }),
    levels: t.stringList({
      description: "The levels that brought the forecast's credits.",
      resolve: (week) => week.levels.map((level) => level.name),
    }),
  }),
});

const Weeks = builder.objectRef<CreditWeeks>("CreditWeeks").implement({
  description: "The last eight weeks of one engagement, oldest first.",
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    title: t.exposeString("title"),
    buyer: t.exposeString("buyer"),
    provider: t.exposeString("provider"),
    currency: t.exposeString("currency"),
    weeks: t.field({
      type: [Week],
      resolve: ({ weeks, currency }) => weeks.map((week) => ({ ...week, currency })),
    }),
  }),
});

builder.queryField("creditWeeks", (t) =>
  t.connection({
    type: Weeks,
    description: "Credits at risk week by week, by currency and in it the largest forecast first.",
    authScopes: { may: "portfolio:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: CreditWeeks) => one.engagementId, defaultSize: 50, maxSize: 200 },
        ({ after, limit }: ResolveCursorConnectionArgs) =>
          listCreditWeeks(context.read, {
            viewer: context.signedIn(),
            now: context.clock.now(),
            limit,
            ...(after === undefined ? {} : { after }),
          }),
      ),
  }),
);
