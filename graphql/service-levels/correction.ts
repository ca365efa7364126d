import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import type { CorrectedFigure } from "../../domain/service-levels/corrected-figures.ts";
import type { CorrectedVerdict } from "../../domain/service-levels/correction.ts";
import { money } from "../../domain/shared/money.ts";
import {
  type CorrectionRow,
  correctedFiguresOf,
  findCorrection,
  listCorrections,
  withReferences,
} from "../../server/service-levels/correction.read.ts";
import { builder } from "../builder.ts";
import { RepricedMonthType } from "./repriced-month.ts";

const Verdict = builder.objectRef<CorrectedVerdict & { reference: string }>("CorrectedVerdict").implement({
  description: "A verdict as it was frozen and as it reads with what came late; both bundles are kept.",
  fields: (t) => ({
    workItemId: t.exposeID("workItemId"),
    reference: t.exposeString("reference", { description: "The work item's, as people know it." }),
    levelId: t.exposeString("levelId"),
    frozenVerdict: t.string({ nullable: true, resolve: (one) => one.frozen?.verdict ?? null }),
    frozenHash: t.string({ nullable: true, resolve: (one) => one.frozen?.bundleHash ?? null }),
    verdict: t.string({ nullable: true, resolve: (one) => one.corrected?.verdict ?? null }),
    bundle: t.field({ type: "JSON", nullable: true, resolve: (one) => one.corrected?.bundle ?? null }),
    bundleHash: t.string({ nullable: true, resolve: (one) => one.corrected?.bundleHash ?? null }),
  }),
});

const Figure = builder.objectRef<CorrectedFigure>("CorrectedFigure").implement({
  description: "A figure that no clock makes, as frozen and as corrected; its bundle rebuilds it.",
  fields: (t) => ({
    levelId: t.exposeString("levelId"),
    frozenStatus: t.string({ nullable: true, resolve: (one) => one.frozen?.status ?? null }),
    frozenHash: t.string({ nullable: true, resolve: (one) => one.frozen?.bundleHash ?? null }),
    kind: t.string({ nullable: true, resolve: (one) => one.corrected?.kind ?? null }),
    status: t.string({ nullable: true, resolve: (one) => one.corrected?.status ?? null }),
    bundle: t.field({ type: "JSON", nullable: true, resolve: (one) => one.corrected?.bundle ?? null }),
    bundleHash: t.string({ nullable: true, resolve: (one) => one.corrected?.bundleHash ?? null }),
  }),
});

export const CorrectionType = builder.objectRef<CorrectionRow>("Correction").implement({
  description: "A frozen month measured again with what came late, beside the frozen one and linked to it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    zone: t.exposeString("zone"),
    month: t.exposeString("period"),
    number: t.exposeInt("number"),
    reason: t.exposeString("reason"),
    state: t.string({ resolve: (one) => one.state }),
    price: t.field({ type: RepricedMonthType, resolve: (one) => one.price }),
    difference: t.field({
      type: "Money",
      description: "What the buyer owes more (above 0) or gets back.",
      resolve: (one) => money(one.netMinor, one.currency),
    }),
    verdicts: t.field({
      type: [Verdict],
      resolve: ({ verdicts }, _args, context) =>
        withReferences(context.read, { viewer: context.signedIn(), verdicts }),
    }),
    figures: t.field({
      type: [Figure],
      description: "The figures without clocks that are measured from something else than the month froze.",
      resolve: ({ id }, _args, context) =>
        correctedFiguresOf(context.read, { viewer: context.signedIn(), id }),
    }),
    ruleVersion: t.exposeString("ruleVersion"),
    calendarVersion: t.exposeInt("calendarVersion"),
    frozenHash: t.exposeString("frozenHash"),
    prevHash: t.exposeString("prevHash"),
    hash: t.exposeString("hash"),
    createdBy: t.exposeString("createdByName"),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
  }),
});

builder.queryFields((t) => ({
  correction: t.field({
    type: CorrectionType,
    nullable: true,
    authScopes: { may: "service_level:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      findCorrection(context.read, { viewer: context.signedIn(), id: String(id) }),
  }),
  corrections: t.connection({
    type: CorrectionType,
    description: "Corrections of frozen months, newest first; staff see all.",
    authScopes: { may: "service_level:read" },
    args: { engagementId: t.arg.id(), month: t.arg.string(), state: t.arg.string() },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: CorrectionRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listCorrections(context.read, {
            viewer: context.signedIn(),
            limit,
            inverted,
            after,
            before,
            engagementId: args.engagementId ? String(args.engagementId) : undefined,
            month: args.month ?? undefined,
            state: args.state ?? undefined,
          }),
      ),
  }),
}));
