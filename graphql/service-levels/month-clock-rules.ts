import { type MonthClockRules, monthClockRules } from "../../server/service-levels/clock-rules.read.ts";
import { builder } from "../builder.ts";
import { MonthType } from "./month.ts";

const ClockRulesType = builder.objectRef<MonthClockRules>("MonthClockRules").implement({
  description: "The conditions by which the clock of one level was measured in a month.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    termsVersion: t.exposeInt("termsVersion", {
      nullable: true,
      description: "The version of the contract that says so.",
    }),
    hash: t.exposeString("hash"),
    words: t.exposeStringList("words", {
      description: "In sentences; empty where only the hash is known.",
    }),
  }),
});

builder.objectField(MonthType, "clockRules", (t) =>
  t.field({
    type: [ClockRulesType],
    description: "Of clocks with conditions of their own: those of a frozen month as they were then.",
    resolve: ({ engagementId, levels }, _args, context) =>
      monthClockRules(context.read, { viewer: context.signedIn(), engagementId, levels }),
  }),
);
