import { InvalidInput } from "../../domain/shared/refusals.ts";
import { levelSample } from "../../server/service-levels/level-sample.read.ts";
import { findSample } from "../../server/service-levels/sample.read.ts";
import { builder } from "../builder.ts";
import { LevelSampleType, SampleType } from "./sample.ts";

builder.queryFields((t) => ({
  sample: t.field({
    type: SampleType,
    nullable: true,
    authScopes: { may: "service_level:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      findSample(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
  levelSample: t.field({
    type: LevelSampleType,
    nullable: true,
    description: "The sample of one level in one month; null where the level has no sample plan.",
    authScopes: { may: "service_level:read" },
    args: {
      engagementId: t.arg.id({ required: true }),
      levelId: t.arg.string({ required: true }),
      month: t.arg.string({ required: true, description: "YYYY-MM in the contract's zone." }),
    },
    resolve: (_root, args, context) => {
      if (!/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(args.month))
        throw new InvalidInput([{ field: "month", message: "Write a month such as 2026-10." }]);
      return levelSample(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        engagementId: String(args.engagementId),
        levelId: args.levelId,
        month: args.month,
      });
    },
  }),
}));
