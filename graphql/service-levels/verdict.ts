import type { FrozenFigureRow, FrozenVerdict } from "../../server/service-levels/period-close.read.ts";
import { builder } from "../builder.ts";

export const FrozenVerdictType = builder.objectRef<FrozenVerdict>("FrozenVerdict").implement({
  description: "A verdict as it was frozen with its month. The bundle rebuilds it without this product.",
  fields: (t) => ({
    id: t.exposeID("id"),
    workItemId: t.exposeID("workItemId"),
    levelId: t.exposeString("levelId"),
    month: t.exposeString("period"),
    verdict: t.exposeString("verdict"),
    netSeconds: t.exposeInt("netSeconds"),
    grossSeconds: t.exposeInt("grossSeconds"),
    targetSeconds: t.exposeInt("targetSeconds"),
    breachAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.breachAt }),
    bundle: t.field({ type: "JSON", resolve: (one) => one.bundle }),
    bundleHash: t.exposeString("bundleHash"),
    monthHash: t.exposeString("hash"),
  }),
});

export const FrozenFigureType = builder.objectRef<FrozenFigureRow>("FrozenFigure").implement({
  description:
    "The figure of a level without clocks as it was frozen. The bundle rebuilds it without this product.",
  fields: (t) => ({
    id: t.exposeID("id"),
    levelId: t.exposeString("levelId"),
    month: t.exposeString("period"),
    kind: t.exposeString("kind", { description: "ratio, count, continuous, money or sample." }),
    verdict: t.exposeString("status", { description: "met, missed, failed, no_data or excused." }),
    bundle: t.field({ type: "JSON", resolve: (one) => one.bundle }),
    bundleHash: t.exposeString("bundleHash"),
    monthHash: t.exposeString("hash"),
  }),
});
