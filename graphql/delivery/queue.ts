import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { queueSpans } from "../../domain/delivery/queue-group.ts";
import {
  type QueueCount,
  type QueueFilter,
  type QueueRow,
  queueCounts,
  queueCursor,
  queueEngagements,
  queueRows,
} from "../../server/delivery/queue.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const QueueItem = builder.objectRef<QueueRow>("QueueItem").implement({
  description: "One open item of the queue, with the time it has left and who holds its clock.",
  fields: (t) => ({
    id: t.exposeID("id"),
    reference: t.exposeString("reference"),
    title: t.exposeString("title"),
    priority: t.exposeString("priority", { nullable: true }),
    state: t.exposeString("state"),
    holder: t.exposeString("holder", { description: "provider, buyer or third_party." }),
    dueAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.dueAt }),
    group: t.exposeString("group", {
      description: "breached, hour, four_hours, today, week, later or paused.",
    }),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    buyer: t.exposeString("buyer"),
    provider: t.exposeString("provider"),
  }),
});

const QueueCountType = builder.objectRef<QueueCount>("QueueCount").implement({
  description: "How much open work is in a group, counted up to a thousand.",
  fields: (t) => ({ group: t.exposeString("group"), n: t.exposeInt("n") }),
});

const QueueEngagement = builder
  .objectRef<{ id: string; title: string; buyer: string }>("QueueEngagement")
  .implement({
    fields: (t) => ({
      id: t.exposeID("id"),
      title: t.exposeString("title"),
      buyer: t.exposeString("buyer"),
    }),
  });

builder.queryFields((t) => ({
  queue: t.connection({
    type: QueueItem,
    description: "Open work across engagements, by the time that is left; what stands still comes last.",
    authScopes: { may: "queue:read" },
    args: {
      group: t.arg.string(),
      engagementId: t.arg.id(),
      priorities: t.arg.stringList(),
      holder: t.arg.string(),
    },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: queueCursor, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          queueRows(context.read, { ...asked(context, args), before, after, limit, inverted }),
      ),
  }),
  queueCounts: t.field({
    type: [QueueCountType],
    authScopes: { may: "queue:read" },
    args: { engagementId: t.arg.id(), priorities: t.arg.stringList(), holder: t.arg.string() },
    resolve: (_root, args, context) => queueCounts(context.read, asked(context, args)),
  }),
  queueEngagements: t.field({
    type: [QueueEngagement],
    description: "The engagements that the queue can be narrowed to.",
    authScopes: { may: "queue:read" },
    resolve: (_root, _args, context) => queueEngagements(context.read, context.signedIn()),
  }),
}));

type Args = Omit<QueueFilter, "engagementId"> & { engagementId?: string | number | null | undefined };

function asked(context: GraphQLContext, args: Args) {
  const viewer = context.signedIn();
  const engagementId = args.engagementId ? String(args.engagementId) : null;
  return {
    viewer,
    filter: { ...args, engagementId },
    spans: queueSpans({ now: context.moment(), zone: viewer.zone }),
  };
}
