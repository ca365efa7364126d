import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import { BREAK_KINDS } from "../../domain/ledger/recon-break.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { askForRun } from "../../server/billing/recon-run.ts";
import {
  type BreakRow,
  findBreak,
  listBreaks,
  listRuns,
  type RunBalance,
  type RunRow,
} from "../../server/billing/reconciliation.read.ts";
import { assignBreak, closeBreak, colleagues } from "../../server/billing/settle-break.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Balance = builder.objectRef<RunBalance>("ReconciledBalance").implement({
  fields: (t) => ({
    stripe: t.field({ type: "Money", resolve: (one) => money(BigInt(one.stripeMinor), one.currency) }),
    books: t.field({ type: "Money", resolve: (one) => money(BigInt(one.booksMinor), one.currency) }),
    waiting: t.field({ type: "Money", resolve: (one) => money(BigInt(one.waitingMinor), one.currency) }),
  }),
});

const Run = builder.objectRef<RunRow>("ReconciliationRun").implement({
  description: "One comparison of the books with Stripe and with what is still to be paid.",
  fields: (t) => ({
    id: t.exposeID("id"),
    state: t.string({ description: "running, done or failed", resolve: (run) => run.state }),
    askedByName: t.exposeString("askedByName"),
    startedAt: t.field({ type: "DateTime", resolve: (run) => run.startedAt }),
    finishedAt: t.field({ type: "DateTime", nullable: true, resolve: (run) => run.finishedAt }),
    coversFrom: t.field({ type: "DateTime", nullable: true, resolve: (run) => run.coversFrom }),
    transactionCount: t.exposeInt("transactionCount"),
    matchedCount: t.exposeInt("matchedCount"),
    bookedCount: t.exposeInt("bookedCount"),
    waitingCount: t.exposeInt("waitingCount"),
    openBreakCount: t.exposeInt("openBreakCount"),
    failure: t.exposeString("failure", { nullable: true }),
    balances: t.field({ type: [Balance], resolve: (run) => run.balances }),
  }),
});

const amount = (key: "expectedMinor" | "actualMinor") => ({
  type: "Money" as const,
  nullable: true as const,
  resolve: (one: BreakRow) =>
    one[key] === null || one.currency === null ? null : money(one[key], one.currency),
});

const Break = builder.objectRef<BreakRow>("ReconciliationBreak").implement({
  description: "Something that does not agree; it stays open until a person closes it with a reason.",
  fields: (t) => ({
    id: t.exposeID("id"),
    kind: t.string({ resolve: (one) => one.kind }),
    kindName: t.string({ resolve: (one) => BREAK_KINDS[one.kind]?.name ?? one.kind }),
    alarm: t.boolean({ resolve: (one) => BREAK_KINDS[one.kind]?.alarm ?? true }),
    subject: t.exposeString("subject"),
    says: t.exposeString("says"),
    expected: t.field(amount("expectedMinor")),
    actual: t.field(amount("actualMinor")),
    entryId: t.exposeID("entryId", { nullable: true }),
    since: t.field({ type: "DateTime", resolve: (one) => one.since }),
    ageHours: t.int({
      description: "Whole hours from when it came about to now, or to its closing.",
      resolve: (one, _args, context) => {
        const until = one.closedAt?.getTime() ?? context.moment().epochMilliseconds;
        return Math.max(0, Math.floor((until - one.since.getTime()) / 3_600_000));
      },
    }),
    firstSeenAt: t.field({ type: "DateTime", resolve: (one) => one.firstSeenAt }),
    goneAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When a run no longer found it; it is open all the same.",
      resolve: (one) => one.goneAt,
    }),
    ownerId: t.exposeID("ownerId", { nullable: true }),
    ownerName: t.exposeString("ownerName", { nullable: true }),
    closedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.closedAt }),
    closedByName: t.exposeString("closedByName", { nullable: true }),
    closeReason: t.exposeString("closeReason", { nullable: true }),
  }),
});

const Colleague = builder.objectRef<{ id: string; name: string }>("BreakOwner").implement({
  fields: (t) => ({ id: t.exposeID("id"), name: t.exposeString("name") }),
});

builder.queryFields((t) => ({
  reconciliationRuns: t.connection({
    type: Run,
    description: "Newest first.",
    authScopes: { may: "ledger:read" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: RunRow) => one.id, defaultSize: 20, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listRuns(context.read, { after, before, take: limit, inverted }),
      ),
  }),
  reconciliationBreaks: t.connection({
    type: Break,
    description: "Open ones, oldest first; or closed ones, latest closed first.",
    authScopes: { may: "ledger:read" },
    args: { open: t.arg.boolean({ defaultValue: true }), kind: t.arg.string(), ownerId: t.arg.id() },
    resolve: (_root, { open, kind, ownerId, ...args }, context) => {
      const filter = { open: open ?? true, kind: kind || null, ownerId: ownerId ? String(ownerId) : null };
      return resolveCursorConnection(
        { args, toCursor: (one: BreakRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listBreaks(context.read, filter, { after, before, take: limit, inverted }),
      );
    },
  }),
  reconciliationBreak: t.field({
    type: Break,
    nullable: true,
    authScopes: { may: "ledger:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findBreak(context.read, String(id)),
  }),
  breakOwners: t.field({
    type: [Colleague],
    description: "Who may own a break: the marketplace's own people.",
    authScopes: { may: "ledger:read" },
    resolve: (_root, _args, context) => colleagues(context.read, context.signedIn().organizationId),
  }),
  mayRunReconciliation: t.boolean({
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => may(context.viewer, "reconciliation:run"),
  }),
}));

const RunInput = builder.inputType("RunReconciliationInput", {
  fields: (t) => ({ idempotencyKey: t.string() }),
});
const AssignInput = builder.inputType("AssignBreakInput", {
  fields: (t) => ({
    breakId: t.id({ required: true }),
    ownerId: t.id({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const CloseInput = builder.inputType("CloseBreakInput", {
  fields: (t) => ({
    breakId: t.id({ required: true }),
    reason: t.string({ required: true, description: "At least ten characters." }),
    idempotencyKey: t.string(),
  }),
});
const Asked = builder.objectRef<{ runId: string }>("AskedReconciliation").implement({
  fields: (t) => ({ runId: t.exposeID("runId") }),
});

builder.mutationFields((t) => ({
  runReconciliation: t.field({
    type: Asked,
    description: "Asks for a run now; the worker takes it up.",
    errors: {},
    authScopes: { may: "reconciliation:run" },
    args: { input: t.arg({ type: RunInput, required: true }) },
    resolve: (_root, { input }, context) => askForRun(context.caller(input.idempotencyKey), {}),
  }),
  assignBreak: t.field({
    type: Break,
    description: "Gives a break to a colleague.",
    errors: {},
    authScopes: { may: "break:settle" },
    args: { input: t.arg({ type: AssignInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const given = { breakId: String(input.breakId), ownerId: String(input.ownerId) };
      return breakNow(context, await assignBreak(context.caller(input.idempotencyKey), given));
    },
  }),
  closeBreak: t.field({
    type: Break,
    description: "Closes a break for good, with the reason.",
    errors: {},
    authScopes: { may: "break:settle" },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const given = { breakId: String(input.breakId), reason: input.reason };
      return breakNow(context, await closeBreak(context.caller(input.idempotencyKey), given));
    },
  }),
}));

async function breakNow(context: GraphQLContext, { breakId }: { breakId: string }): Promise<BreakRow> {
  const found = await findBreak(context.read, breakId);
  if (!found) throw new NotFound("break");
  return found;
}
