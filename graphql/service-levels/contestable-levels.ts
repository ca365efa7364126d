import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { type ContestableLevel, contestableLevel } from "../../domain/service-levels/contestable-level.ts";
import { contractedEngagements } from "../../server/delivery/contracted-engagement.ts";
import { builder } from "../builder.ts";

const ContestableLevelType = builder.objectRef<ContestableLevel>("ContestableLevel").implement({
  description: "A service level of a contract, and what of it a contest can speak about.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    name: t.exposeString("name"),
    reads: t.string({
      description:
        "clock (stretches and pauses), items (hit, miss or left out), downtime (stretches of an outage) or " +
        "sample (nothing but an exclusion before the draw begins).",
      resolve: (level) => level.reads,
    }),
    workItemTypes: t.stringList({ resolve: (level) => [...level.workItemTypes] }),
  }),
});

builder.queryField("contestableLevels", (t) =>
  t.field({
    type: [ContestableLevelType],
    nullable: true,
    description: "The levels that a contest can be about; null where the viewer sees no such engagement.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: async (_root, args, context) => {
      const p = { viewer: context.signedIn(), ids: [String(args.engagementId)] };
      const [engagement] = await contractedEngagements(context.read, p);
      const module = engagement && moduleByCode(engagement.moduleCode);
      if (!engagement || !module) return null;
      return engagement.terms.serviceLevels.map((level) => contestableLevel(level, module));
    },
  }),
);
