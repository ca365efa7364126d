import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import {
  type DefinitionFact,
  type LevelDefinition,
  levelDefinition,
} from "../../domain/catalogue/level-definition.ts";
import { contractedEngagements } from "../../server/delivery/contracted-engagement.ts";
import { builder } from "../builder.ts";

const Fact = builder.objectRef<DefinitionFact>("DefinitionFact").implement({
  fields: (t) => ({ term: t.exposeString("term"), text: t.exposeString("text") }),
});

const Definition = builder.objectRef<LevelDefinition>("LevelDefinition").implement({
  description: "What a level measures and by which rules, in words.",
  fields: (t) => ({
    metric: t.exposeString("metric"),
    numerator: t.exposeString("numerator"),
    denominator: t.exposeString("denominator"),
    formula: t.exposeStringList("formula", { description: "The formula that is computed." }),
    facts: t.field({ type: [Fact], resolve: (one) => one.facts }),
    missing: t.exposeStringList("missing", { description: "What keeps money from hanging on it." }),
    drawn: t.exposeBoolean("drawn", { description: "The figure comes from a sample drawn under a plan." }),
    guard: t.exposeString("guard", { description: "How the figure could be bent." }),
    definedBy: t.string({
      nullable: true,
      description: "Who defines the formula.",
      resolve: (one) => one.definedBy?.label ?? null,
    }),
    definedBySite: t.string({ nullable: true, resolve: (one) => one.definedBy?.site ?? null }),
    source: t.string({ nullable: true, resolve: (one) => one.source?.label ?? null }),
    sourceSite: t.string({ nullable: true, resolve: (one) => one.source?.site ?? null }),
    vendorClaim: t.boolean({ resolve: (one) => one.source?.vendorClaim ?? false }),
  }),
});

builder.queryField("levelDefinition", (t) =>
  t.field({
    type: Definition,
    nullable: true,
    description: "The rules of one level; null where the viewer sees no such contract or level.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }), levelId: t.arg.string({ required: true }) },
    resolve: async (_root, args, context) => {
      const p = { viewer: context.signedIn(), ids: [String(args.engagementId)] };
      const [engagement] = await contractedEngagements(context.read, p);
      const level = engagement?.terms.serviceLevels.find((one) => one.id === args.levelId);
      const module = engagement && moduleByCode(engagement.moduleCode);
      return level && module ? levelDefinition(level, module) : null;
    },
  }),
);
