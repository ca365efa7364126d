import {
  type AuditRow,
  type ChainCheck,
  checkAuditChain,
  latestAuditRows,
} from "../../server/audit/audit-trail.read.ts";
import { builder } from "../builder.ts";

const Event = builder.objectRef<AuditRow>("AuditEvent").implement({
  fields: (t) => ({
    seq: t.exposeString("seq"),
    at: t.field({ type: "DateTime", resolve: (row) => row.at }),
    actorName: t.exposeString("actorName"),
    action: t.exposeString("action"),
    subjectType: t.exposeString("subjectType"),
    subjectId: t.exposeString("subjectId"),
    data: t.field({ type: "JSON", nullable: true, resolve: (row) => row.data }),
    hash: t.exposeString("hash"),
  }),
});

const Trail = builder.objectRef<{ check: ChainCheck }>("AuditTrail").implement({
  description:
    "The latest 50 rows of the organisation's audit chain, and what a check of the whole chain found.",
  fields: (t) => ({
    rows: t.int({ resolve: ({ check }) => check.rows }),
    intact: t.boolean({ resolve: ({ check }) => check.firstBroken === null && check.headMatches }),
    firstBroken: t.string({ nullable: true, resolve: ({ check }) => check.firstBroken }),
    events: t.field({
      type: [Event],
      resolve: (_trail, _args, context) =>
        latestAuditRows(context.read, { viewer: context.signedIn(), take: 50 }),
    }),
  }),
});

builder.queryField("auditTrail", (t) =>
  t.field({
    type: Trail,
    authScopes: { may: "audit:read" },
    resolve: async (_root, _args, context) => ({
      check: await checkAuditChain(context.read, context.signedIn()),
    }),
  }),
);
