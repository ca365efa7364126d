import { usualPolicy } from "../../server/service-levels/breach-details.read.ts";
import { builder } from "../builder.ts";

type BreachRules = Awaited<ReturnType<typeof usualPolicy>>;

const BreachRulesType = builder.objectRef<BreachRules>("BreachRules").implement({
  description: "The marketplace's rules for missed months, in force where a contract leaves them out.",
  fields: (t) => ({
    causeDays: t.exposeInt("causeDays", { description: "To state the root cause and an action." }),
    answerDays: t.exposeInt("answerDays", { description: "For the buyer to answer the plan." }),
    repeatTimes: t.exposeInt("repeatTimes", { description: "Missed so often within …" }),
    repeatMonths: t.exposeInt("repeatMonths", { description: "… so many months is repeated." }),
    monthsBefore: t.exposeInt("monthsBefore", { description: "Months that an effect is compared with." }),
  }),
});

builder.queryField("breachRules", (t) =>
  t.field({
    type: BreachRulesType,
    authScopes: { may: "service_level:read" },
    resolve: (_root, _args, context) => usualPolicy(context.read),
  }),
);
