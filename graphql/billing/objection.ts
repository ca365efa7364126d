import { may, type Permission } from "../../domain/identity/permissions.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import {
  concedeObjection,
  ruleObjection,
  withdrawObjection,
} from "../../server/billing/answer-objection.ts";
import { contestAmount } from "../../server/billing/contest-amount.ts";
import { type ContestableLine, contestableLines } from "../../server/billing/contestable-lines.read.ts";
import { type ObjectionRow, objectionsTo } from "../../server/billing/objection.read.ts";
import { findStatement, type StatementRow } from "../../server/billing/statement.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Objection = builder.objectRef<ObjectionRow>("StatementObjection").implement({
  description: "The buyer says that a line or the month asks too much; the provider's share of it is held.",
  fields: (t) => ({
    id: t.exposeID("id"),
    line: t.exposeString("line", { nullable: true, description: "Null: the month as a whole." }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    granted: t.field({
      type: "Money",
      nullable: true,
      resolve: (one) => (one.grantedMinor === null ? null : money(one.grantedMinor, one.currency)),
    }),
    reason: t.exposeString("reason"),
    state: t.string({
      description: "open, withdrawn, conceded, upheld or dismissed",
      resolve: (one) => one.state,
    }),
    openedByName: t.exposeString("openedByName"),
    openedAt: t.field({ type: "DateTime", resolve: (one) => one.openedAt }),
    answeredByName: t.exposeString("answeredByName", { nullable: true }),
    answeredAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.answeredAt }),
    answer: t.exposeString("answer", { nullable: true }),
    creditNoteId: t.exposeID("creditNoteId", { nullable: true }),
  }),
});

type LineOf = ContestableLine & { currency: string };
const Line = builder.objectRef<LineOf>("ContestableStatementLine").implement({
  fields: (t) => ({
    line: t.exposeString("line"),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
  }),
});

/** The side whose answer it is, by permission and organisation. */
function mayAs({ viewer }: GraphQLContext, p: { permission: Permission; party: string | null }): boolean {
  if (!viewer || !may(viewer, p.permission)) return false;
  return p.party === null ? isStaff(viewer) : viewer.organizationId === p.party;
}

const Page = builder.objectRef<StatementRow>("StatementObjections").implement({
  fields: (t) => ({
    statementId: t.exposeID("id"),
    title: t.exposeString("title"),
    period: t.exposeString("period"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    net: t.field({ type: "Money", resolve: (one) => money(one.netMinor, one.currency) }),
    invoiceId: t.exposeID("invoiceId", { nullable: true }),
    lines: t.field({
      type: [Line],
      complexity: 5,
      resolve: async (one, _args, context) =>
        (await contestableLines(context.read, one.id)).map((line) => ({ ...line, currency: one.currency })),
    }),
    objections: t.field({
      type: [Objection],
      complexity: 5,
      resolve: (one, _args, context) => objectionsTo(context.read, one.id),
    }),
    mayObject: t.boolean({
      resolve: (one, _args, context) =>
        one.state !== "draft" &&
        mayAs(context, { permission: "objection:make", party: one.organizationId }),
    }),
    mayConcede: t.boolean({
      resolve: (one, _args, context) =>
        mayAs(context, { permission: "objection:concede", party: one.providerId }),
    }),
    mayRule: t.boolean({
      resolve: (_one, _args, context) => mayAs(context, { permission: "objection:rule", party: null }),
    }),
  }),
});

builder.queryField("statementObjections", (t) =>
  t.field({
    type: Page,
    nullable: true,
    authScopes: { may: "statement:read" },
    args: { statementId: t.arg.id({ required: true }) },
    resolve: (_root, { statementId }, context) =>
      findStatement(context.read, context.signedIn(), String(statementId)),
  }),
);

const MakeInput = builder.inputType("ContestAmountInput", {
  fields: (t) => ({
    statementId: t.id({ required: true }),
    line: t.string({ description: "Empty: the month as a whole." }),
    amount: t.string({ required: true, description: "As typed, in the statement's currency." }),
    reason: t.string({ required: true, description: "At least ten characters." }),
    idempotencyKey: t.string(),
  }),
});
const AnswerInput = builder.inputType("AnswerObjectionInput", {
  fields: (t) => ({
    objectionId: t.id({ required: true }),
    answer: t.string({ required: true, description: "At least ten characters." }),
    idempotencyKey: t.string(),
  }),
});
const RuleInput = builder.inputType("RuleObjectionInput", {
  fields: (t) => ({
    objectionId: t.id({ required: true }),
    answer: t.string({ required: true, description: "At least ten characters." }),
    granted: t.string({ required: true, description: "As typed; empty dismisses the objection." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  contestAmount: t.field({
    type: Objection,
    description:
      "Contests an amount of a line or of the month; the provider's share of exactly that is held.",
    errors: {},
    authScopes: { may: "objection:make" },
    args: { input: t.arg({ type: MakeInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, ...given } = input;
      const made = { ...given, statementId: String(given.statementId) };
      return objectionNow(context, await contestAmount(context.caller(idempotencyKey), made));
    },
  }),
  withdrawObjection: t.field({
    type: Objection,
    description: "The buyer takes it back; what is held goes out.",
    errors: {},
    authScopes: { may: "objection:make" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: async (_root, { input }, context) =>
      objectionNow(context, await withdrawObjection(context.caller(input.idempotencyKey), answerOf(input))),
  }),
  concedeObjection: t.field({
    type: Objection,
    description: "The provider agrees: all of the amount is the buyer's.",
    errors: {},
    authScopes: { may: "objection:concede" },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: async (_root, { input }, context) =>
      objectionNow(context, await concedeObjection(context.caller(input.idempotencyKey), answerOf(input))),
  }),
  ruleObjection: t.field({
    type: Objection,
    description: "The marketplace rules: an amount is the buyer's, or nothing.",
    errors: {},
    authScopes: { may: "objection:rule" },
    args: { input: t.arg({ type: RuleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const ruling = { ...answerOf(input), granted: input.granted };
      return objectionNow(context, await ruleObjection(context.caller(input.idempotencyKey), ruling));
    },
  }),
}));

function answerOf({ objectionId, answer }: { objectionId: string | number; answer: string }) {
  return { objectionId: String(objectionId), answer };
}

async function objectionNow(context: GraphQLContext, p: { objectionId: string }): Promise<ObjectionRow> {
  const [row] = await context.read.$queryRaw<{ statementId: string }[]>`
    select statement_id as "statementId" from statement_objection where id = ${p.objectionId}::uuid`;
  const all = row ? await objectionsTo(context.read, row.statementId) : [];
  const found = all.find((one) => one.id === p.objectionId);
  if (!found) throw new NotFound("objection");
  return found;
}
