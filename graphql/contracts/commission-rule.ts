import type { CommissionRule } from "../../domain/contracts/commission-rule.ts";
import { PRECEDENCE } from "../../domain/contracts/commission-rule.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  type CommissionRuleRow,
  commissionRules,
  nameableProviders,
} from "../../server/contracts/commission-rules.read.ts";
import { endCommissionRule, setCommissionRule } from "../../server/contracts/set-commission-rule.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Rule = builder.objectRef<CommissionRuleRow>("CommissionRule").implement({
  description: "Which commission a new contract proposes. What it names narrows it; null names any.",
  fields: (t) => ({
    id: t.exposeID("id"),
    providerId: t.exposeID("providerId", { nullable: true }),
    providerName: t.exposeString("providerName", { nullable: true }),
    moduleCode: t.exposeString("moduleCode", { nullable: true }),
    currency: t.exposeString("currency", { nullable: true }),
    commissionBps: t.exposeInt("commissionBps"),
    startsOn: t.exposeString("startsOn", { description: "YYYY-MM-DD" }),
    endsOn: t.exposeString("endsOn", { nullable: true, description: "The last day; YYYY-MM-DD" }),
    note: t.exposeString("note"),
    setByName: t.exposeString("setByName"),
    setAt: t.field({ type: "DateTime", resolve: (one) => one.setAt }),
    endedByName: t.exposeString("endedByName", { nullable: true }),
    withdrawnAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.withdrawnAt }),
  }),
});

const Provider = builder.objectRef<{ id: string; name: string }>("NameableProvider").implement({
  fields: (t) => ({ id: t.exposeID("id"), name: t.exposeString("name") }),
});

const Rules = builder.objectRef<{ readonly all: true }>("CommissionRules").implement({
  fields: (t) => ({
    precedence: t.string({ resolve: () => PRECEDENCE }),
    mayChange: t.boolean({ resolve: (_all, _args, context) => may(context.viewer, "commission:set") }),
    rules: t.field({
      type: [Rule],
      description: "Those in force or to come first; at most 500.",
      resolve: (_all, _args, context) => commissionRules(context.read),
    }),
    providers: t.field({
      type: [Provider],
      resolve: (_all, _args, context) => nameableProviders(context.read),
    }),
  }),
});

builder.queryField("commissionRules", (t) =>
  t.field({
    type: Rules,
    authScopes: { may: "commission:read" },
    resolve: () => ({ all: true }) as const,
  }),
);

const SetInput = builder.inputType("SetCommissionRuleInput", {
  fields: (t) => ({
    providerId: t.string({ description: "Empty: any." }),
    moduleCode: t.string({ description: "Empty: any." }),
    currency: t.string({ description: "Empty: any." }),
    percent: t.string({ required: true, description: "As typed: 12.5 or 12.5 %." }),
    startsOn: t.string({ required: true, description: "YYYY-MM-DD" }),
    endsOn: t.string({ description: "YYYY-MM-DD; empty: until further notice." }),
    note: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const EndInput = builder.inputType("EndCommissionRuleInput", {
  fields: (t) => ({
    ruleId: t.id({ required: true }),
    lastDay: t.string({ description: "YYYY-MM-DD; empty: today, or withdrawn where it has not begun." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  setCommissionRule: t.field({
    type: Rule,
    description: "Sets the commission that contracts ordered from a day on propose.",
    errors: {},
    authScopes: { may: "commission:set" },
    args: { input: t.arg({ type: SetInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...rule } = input;
      return ruleNow(context, await setCommissionRule(context.caller(idempotencyKey), rule));
    },
  }),
  endCommissionRule: t.field({
    type: Rule,
    description: "Ends a rule, or withdraws one that has not begun.",
    errors: {},
    authScopes: { may: "commission:set" },
    args: { input: t.arg({ type: EndInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const given = { ruleId: String(input.ruleId), lastDay: input.lastDay || null };
      return ruleNow(context, await endCommissionRule(context.caller(input.idempotencyKey), given));
    },
  }),
}));

async function ruleNow(context: GraphQLContext, p: { ruleId: string }): Promise<CommissionRuleRow> {
  const found = (await commissionRules(context.read)).find((one: CommissionRule) => one.id === p.ruleId);
  if (!found) throw new NotFound("commission rule");
  return found;
}
