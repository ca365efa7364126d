import { money } from "../../domain/shared/money.ts";
import { type EarningsMonth, earningsCsv, earningsOf } from "../../server/billing/earnings.read.ts";
import { builder } from "../builder.ts";
import { freshlyProved } from "../fresh-proof.ts";

type Amounts = Exclude<keyof EarningsMonth, "providerId" | "providerName" | "month" | "currency">;
const amount = (key: Amounts) => ({
  type: "Money" as const,
  resolve: (one: EarningsMonth) => money(one[key], one.currency),
});

const Month = builder.objectRef<EarningsMonth>("EarningsMonth").implement({
  description: "A provider's month in a currency, every figure a sum of legs of the books.",
  fields: (t) => ({
    providerId: t.exposeID("providerId"),
    providerName: t.exposeString("providerName"),
    month: t.exposeString("month"),
    currency: t.exposeString("currency"),
    gross: t.field(amount("grossMinor")),
    commission: t.field(amount("commissionMinor")),
    earned: t.field(amount("earnedMinor")),
    takenBack: t.field(amount("takenBackMinor")),
    paidOut: t.field(amount("paidOutMinor")),
    closing: t.field(amount("closingMinor")),
  }),
});

type Year = { rows: EarningsMonth[] };
const Earnings = builder.objectRef<Year>("Earnings").implement({
  fields: (t) => ({
    months: t.field({ type: [Month], resolve: (year) => year.rows }),
    csv: t.string({
      description: "All of it as a file, in a session for a person who has proved lately that it is them.",
      resolve: (year, _args, context) => {
        freshlyProved(context);
        return earningsCsv(year.rows);
      },
    }),
  }),
});

builder.queryField("earnings", (t) =>
  t.field({
    type: Earnings,
    description: "A year of earnings: the provider's own; staff name a provider, or none for all.",
    authScopes: { may: "payout:read" },
    args: { year: t.arg.int({ required: true }), providerId: t.arg.id() },
    resolve: async (_root, { year, providerId }, context) => ({
      rows: await earningsOf(context.read, {
        ...{ viewer: context.signedIn(), year },
        providerId: providerId ? String(providerId) : null,
      }),
    }),
  }),
);
