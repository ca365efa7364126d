import type { RepricedLevel, RepricedMonth } from "../../domain/service-levels/repriced-month.ts";
import { money } from "../../domain/shared/money.ts";
import { builder } from "../builder.ts";

type LevelOf = RepricedLevel & { currency: string };

const Level = builder.objectRef<LevelOf>("RepricedLevel").implement({
  description: "One service level in both readings of a month, with its credit and the multiplication.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    unit: t.exposeString("unit"),
    direction: t.exposeString("direction"),
    target: t.exposeString("target"),
    measuredNow: t.exposeString("measuredNow", { nullable: true }),
    measuredThen: t.exposeString("measuredThen", { nullable: true }),
    nNow: t.exposeInt("nNow"),
    nThen: t.exposeInt("nThen"),
    missesNow: t.exposeInt("missesNow"),
    missesThen: t.exposeInt("missesThen"),
    statusNow: t.exposeString("statusNow"),
    statusThen: t.exposeString("statusThen"),
    creditNow: t.field({
      type: "Money",
      resolve: (one) => money(BigInt(one.creditNowMinor), one.currency),
    }),
    creditThen: t.field({
      type: "Money",
      resolve: (one) => money(BigInt(one.creditThenMinor), one.currency),
    }),
    sentenceNow: t.exposeString("sentenceNow"),
    sentenceThen: t.exposeString("sentenceThen"),
  }),
});

const amount = (key: Exclude<keyof RepricedMonth, "currency" | "levels">) => ({
  type: "Money" as const,
  resolve: (one: RepricedMonth) => money(BigInt(one[key]), one.currency),
});

export const RepricedMonthType = builder.objectRef<RepricedMonth>("RepricedMonth").implement({
  description:
    "A month as it stands and as it would stand, priced by the functions that draft its statement.",
  fields: (t) => ({
    fee: t.field(amount("feeMinor")),
    creditNow: t.field(amount("creditNowMinor")),
    creditThen: t.field(amount("creditThenMinor")),
    netNow: t.field(amount("netNowMinor")),
    netThen: t.field(amount("netThenMinor")),
    difference: t.field({
      type: "Money",
      description: "What the buyer would pay more (above 0) or less.",
      resolve: (one) => money(BigInt(one.netThenMinor) - BigInt(one.netNowMinor), one.currency),
    }),
    levels: t.field({
      type: [Level],
      resolve: (one) => one.levels.map((level) => ({ ...level, currency: one.currency })),
    }),
  }),
});
