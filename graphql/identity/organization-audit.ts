import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { auditFile } from "../../server/audit/audit-file.ts";
import {
  type AuditFilter,
  type AuditRow,
  auditRows,
  type ChainCheck,
  checkAuditChain,
} from "../../server/audit/audit-trail.read.ts";
import { builder } from "../builder.ts";
import { dayArgument } from "../day-argument.ts";
import { freshlyProved } from "../fresh-proof.ts";

const Event = builder.objectRef<AuditRow>("AuditEvent").implement({
  description: "What was done, in the transaction that did it; it can't be changed or taken away unseen.",
  fields: (t) => ({
    id: t.exposeID("id"),
    seq: t.exposeString("seq"),
    at: t.field({ type: "DateTime", resolve: (row) => row.at }),
    actorName: t.exposeString("actorName"),
    role: t.string({ nullable: true, resolve: ({ origin }) => origin.role ?? null }),
    via: t.string({
      nullable: true,
      description: "session, api_key, job, link, sso or directory.",
      resolve: ({ origin }) => origin.via ?? null,
    }),
    credential: t.string({
      nullable: true,
      description: "Which session or API key it was.",
      resolve: ({ origin }) => origin.credential ?? null,
    }),
    address: t.string({ nullable: true, resolve: ({ origin }) => origin.address ?? null }),
    action: t.exposeString("action"),
    subjectType: t.exposeString("subjectType"),
    subjectId: t.exposeString("subjectId"),
    requestId: t.exposeString("requestId"),
    data: t.field({
      type: "JSON",
      nullable: true,
      description:
        "What the command says of itself; `changes` are the rows it changed, each field before and after, what is " +
        "sensitive or long as a digest.",
      resolve: (row) => row.data,
    }),
    hash: t.exposeString("hash"),
  }),
});

const Trail = builder.objectRef<{ check: ChainCheck }>("AuditTrail").implement({
  description: "What a check of the organisation's whole audit chain found.",
  fields: (t) => ({
    rows: t.int({ resolve: ({ check }) => check.rows }),
    intact: t.boolean({ resolve: ({ check }) => check.firstBroken === null && check.headMatches }),
    firstBroken: t.string({ nullable: true, resolve: ({ check }) => check.firstBroken }),
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

const Filter = builder.inputType("AuditFilterInput", {
  fields: (t) => ({
    actor: t.string({ description: "A part of the name of who did it." }),
    action: t.string({ description: "The beginning of an action, such as `statement.`." }),
    subjectId: t.string({ description: "The id of what it was done to." }),
    via: t.string({ description: "session, api_key, job, link, sso or directory." }),
    credential: t.string({
      description: "The id of a session or an API key: what was done by it or to it.",
    }),
    requestId: t.string({ description: "The whole id of a request." }),
    address: t.string({ description: "The beginning of a network address." }),
    from: t.string({ description: "YYYY-MM-DD, in UTC, inclusive." }),
    to: t.string({ description: "YYYY-MM-DD, in UTC, inclusive." }),
  }),
});

type Given = typeof Filter.$inferInput | null | undefined;

/** Throws InvalidInput for a day that is none. */
function filterOf(given: Given): AuditFilter {
  const day = (field: string, value: unknown) => dayArgument(field, value)?.toString() ?? null;
  const text = (value: string | null | undefined) => value?.trim().slice(0, 100) || null;
  return {
    ...{ actor: text(given?.actor), action: text(given?.action), subjectId: text(given?.subjectId) },
    ...{ via: text(given?.via), credential: text(given?.credential), requestId: text(given?.requestId) },
    ...{ address: text(given?.address), from: day("from", given?.from), to: day("to", given?.to) },
  };
}

builder.queryField("auditEvents", (t) =>
  t.connection({
    type: Event,
    description: "The audit rows of the viewer's organisation, newest first.",
    authScopes: { may: "audit:read" },
    args: { filter: t.arg({ type: Filter }) },
    resolve: (_root, { filter, ...args }, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: AuditRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          auditRows(context.read, {
            viewer: context.signedIn(),
            filter: filterOf(filter),
            page: { after, before, take: limit, inverted },
          }),
      ),
  }),
);

builder.queryField("auditFile", (t) =>
  t.string({
    description:
      "The rows of the filter as a file, at most 50,000, newest first: `csv`, whose cells no spreadsheet " +
      "runs, or `json`. In a session for a person alone who has proved lately that it is them.",
    authScopes: { may: "audit:read" },
    args: { filter: t.arg({ type: Filter }), as: t.arg.string({ required: true }) },
    resolve: (_root, { filter, as }, context) => {
      const viewer = freshlyProved(context);
      return auditFile(context.read, {
        ...{ viewer, filter: filterOf(filter), as: as === "json" ? "json" : "csv" },
      });
    },
  }),
);
