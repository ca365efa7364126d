import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import type { WorkItemType as CatalogueType } from "../../domain/catalogue/service-module.ts";
import { contractedEngagements } from "../../server/delivery/contracted-engagement.ts";
import {
  type WorkCount,
  type WorkItemRow,
  workCounts,
  workCursor,
  workItems,
  workItemsById,
  workItemsByReference,
} from "../../server/delivery/work-item.read.ts";
import { clocksOf } from "../../server/service-levels/work-clocks.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";
import { type WorkItemShown, WorkItemType } from "./work.ts";

const WorkCountType = builder.objectRef<WorkCount>("WorkCount").implement({
  fields: (t) => ({
    state: t.exposeString("state"),
    priority: t.exposeString("priority", { nullable: true }),
    overdue: t.exposeBoolean("overdue"),
    n: t.exposeInt("n"),
  }),
});

builder.queryField("workItems", (t) =>
  t.connection({
    type: WorkItemType,
    description: "The work of an engagement, newest first.",
    authScopes: { may: "work:read" },
    args: {
      engagementId: t.arg.id({ required: true }),
      states: t.arg.stringList(),
      priorities: t.arg.stringList(),
      overdue: t.arg.boolean(),
      search: t.arg.string(),
    },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (item: WorkItemShown) => workCursor(item), defaultSize: 25, maxSize: 100 },
        async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          withClocks(
            context,
            await workItems(context.read, {
              viewer: context.signedIn(),
              filter: { ...args, engagementId: String(args.engagementId) },
              now: context.clock.now().toString(),
              before,
              after,
              limit,
              inverted,
            }),
          ),
      ),
  }),
);

builder.queryField("workItem", (t) =>
  t.field({
    type: WorkItemType,
    nullable: true,
    description: "One work item; null where there is none that the viewer may see.",
    authScopes: { may: "work:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => workItemShown(context, String(id)),
  }),
);

builder.queryField("workItemsByReference", (t) =>
  t.field({
    type: [WorkItemType],
    description: "The items of a reference in all engagements in sight, newest first, ten at most.",
    authScopes: { may: "work:read" },
    args: { reference: t.arg.string({ required: true }) },
    resolve: async (_root, { reference }, context) =>
      withClocks(
        context,
        await workItemsByReference(context.read, { viewer: context.signedIn(), reference }),
      ),
  }),
);

const WorkItemTypeShape = builder.objectRef<CatalogueType>("WorkItemType").implement({
  description: "A kind of work of the contract's service, with the fields it carries.",
  fields: (t) => ({
    id: t.exposeString("id"),
    name: t.exposeString("name"),
    plural: t.exposeString("plural"),
    fields: t.field({ type: "JSON", resolve: (type) => type.fields }),
  }),
});

builder.queryField("workItemTypes", (t) =>
  t.field({
    type: [WorkItemTypeShape],
    description:
      "The kinds of work that an engagement's service knows; none where the viewer sees no such engagement.",
    authScopes: { may: "work:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: async (_root, args, context) => {
      const p = { viewer: context.signedIn(), ids: [String(args.engagementId)] };
      const [engagement] = await contractedEngagements(context.read, p);
      return [...((engagement && moduleByCode(engagement.moduleCode)?.workItemTypes) ?? [])];
    },
  }),
);

builder.queryField("workCounts", (t) =>
  t.field({
    type: [WorkCountType],
    description: "How much work an engagement holds, by state, priority and lateness.",
    authScopes: { may: "work:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      workCounts(context.read, {
        viewer: context.signedIn(),
        engagementId: String(args.engagementId),
        now: context.clock.now().toString(),
      }),
  }),
);

/** One work item with its clocks, or null. */
export async function workItemShown(context: GraphQLContext, id: string): Promise<WorkItemShown | null> {
  const rows = await workItemsById(context.read, { viewer: context.signedIn(), ids: [id] });
  const [shown] = await withClocks(context, rows);
  return shown ?? null;
}

/** Adds clocks and events to rows that the viewer may see. */
export async function withClocks(
  context: GraphQLContext,
  rows: readonly WorkItemRow[],
): Promise<WorkItemShown[]> {
  const found = await clocksOf(context.read, {
    viewer: context.signedIn(),
    items: rows,
    now: context.clock.now(),
  });
  return rows.flatMap((row) => {
    const more = found.get(row.id);
    return more ? [{ ...row, ...more }] : [];
  });
}
