import { mayApprove } from "../../domain/billing/approval.ts";
import { silenceParagraph } from "../../domain/contracts/silence-terms.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { objectToStatement } from "../../server/billing/object-to-statement.ts";
import { type SilenceRow, silenceTrail } from "../../server/billing/silence.read.ts";
import { findStatement, type StatementRow } from "../../server/billing/statement.read.ts";
import { toDate } from "../../server/clock.ts";
import { contractedEngagement } from "../../server/delivery/contracted-engagement.ts";
import { builder } from "../builder.ts";
import { StatementType } from "./statement.ts";

type SilenceOf = { says: string; isAgreed: boolean; entries: SilenceRow[]; mayObject: boolean };

const EntryType = builder.objectRef<SilenceRow>("StatementNotice").implement({
  description: "A dated step of what a contract makes of silence about a statement.",
  fields: (t) => ({
    id: t.exposeID("id"),
    side: t.string({ resolve: (one) => one.side }),
    kind: t.string({ description: "presented, notice, objection or deemed", resolve: (one) => one.kind }),
    step: t.exposeInt("step"),
    note: t.exposeString("note"),
    byName: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (one) => toDate(one.at) }),
  }),
});

const SilenceType = builder.objectRef<SilenceOf>("StatementSilence").implement({
  description: "What the contract says of silence about a statement, and what has happened.",
  fields: (t) => ({
    says: t.exposeString("says"),
    isAgreed: t.exposeBoolean("isAgreed", { description: "False: silence approves nothing." }),
    entries: t.field({ type: [EntryType], resolve: (one) => one.entries }),
    mayObject: t.exposeBoolean("mayObject"),
  }),
});

builder.objectField(StatementType, "silence", (t) =>
  t.field({
    type: SilenceType,
    resolve: async (one: StatementRow, _args, context) => {
      const viewer = context.signedIn();
      const { terms } = await contractedEngagement(context.read, { viewer, id: one.engagementId });
      const entries = await silenceTrail(context.read, one.id);
      const side = viewer.organizationId === one.organizationId ? "buyer" : "provider";
      const objected = entries.some((entry) => entry.kind === "objection" && entry.side === side);
      const standing = {
        ...one,
        buyerApproved: one.buyerApprovedAt !== null,
        providerApproved: one.providerApprovedAt !== null,
      };
      return {
        ...{ says: silenceParagraph(terms), isAgreed: terms.silence !== undefined, entries },
        mayObject: mayApprove(viewer, standing) && !objected,
      };
    },
  }),
);

const ObjectToStatementInput = builder.inputType("ObjectToStatementInput", {
  fields: (t) => ({
    statementId: t.id({ required: true }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("objectToStatement", (t) =>
  t.field({
    type: StatementType,
    description: "One side's no to a statement: from then on its silence approves nothing.",
    errors: {},
    authScopes: { may: "statement:approve" },
    args: { input: t.arg({ type: ObjectToStatementInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, reason } = input;
      const id = String(input.statementId);
      await objectToStatement(context.caller(idempotencyKey), { statementId: id, reason });
      const statement = await findStatement(context.read, context.signedIn(), id);
      if (!statement) throw new NotFound("statement");
      return statement;
    },
  }),
);
