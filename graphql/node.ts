import { may, type Permission } from "../domain/identity/permissions.ts";
import { findInvoice } from "../server/billing/invoice.read.ts";
import { findPayout } from "../server/billing/payout.read.ts";
import { findStatement } from "../server/billing/statement.read.ts";
import { findStatementOfWork } from "../server/contracts/statement-of-work.read.ts";
import { findEngagement } from "../server/delivery/engagement.read.ts";
import { kindOf, type NodeKind } from "../server/portfolio/kind-of.read.ts";
import { builder } from "./builder.ts";
import { listingRows } from "./catalogue/listing.ts";
import type { GraphQLContext } from "./context.ts";
import { workItemShown } from "./delivery/work.queries.ts";
import { asNode, Node } from "./node-interface.ts";

type Door = {
  permission: Permission;
  find: (context: GraphQLContext, id: string) => Promise<object | null>;
};

/** Behind each kind the same permission and the same scoped read as behind its own query. */
const DOORS: Record<NodeKind, Door> = {
  Listing: {
    permission: "catalogue:read",
    find: async (context, id) => (await listingRows(context, [id]))[0] ?? null,
  },
  StatementOfWork: {
    permission: "contract:read",
    find: (context, id) => findStatementOfWork(context.read, context.signedIn(), id),
  },
  Engagement: {
    permission: "engagement:read",
    find: (context, id) =>
      findEngagement(context.read, { viewer: context.signedIn(), id, now: context.clock.now() }),
  },
  WorkItem: { permission: "work:read", find: workItemShown },
  Statement: {
    permission: "statement:read",
    find: (context, id) => findStatement(context.read, context.signedIn(), id),
  },
  Invoice: {
    permission: "invoice:read",
    find: (context, id) => findInvoice(context.read, context.signedIn(), id),
  },
  Payout: {
    permission: "payout:read",
    find: (context, id) => findPayout(context.read, context.signedIn(), id),
  },
};

async function nodeOf(context: GraphQLContext, id: string): Promise<object | null> {
  const kind = await kindOf(context.read, id);
  if (!kind || !may(context.viewer, DOORS[kind].permission)) return null;
  return asNode(kind, await DOORS[kind].find(context, id));
}

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: "What an id is of; null where there is nothing that the viewer may see.",
    authScopes: { public: true },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => nodeOf(context, String(id)),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: "Up to a hundred at once, in the order asked for.",
    authScopes: { public: true },
    complexity: ({ ids }) => ({ field: 20 * ids.length, multiplier: Math.max(1, ids.length) }),
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_root, { ids }, context) =>
      Promise.all(ids.slice(0, 100).map((id) => nodeOf(context, String(id)))),
  }),
}));
