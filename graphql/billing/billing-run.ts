import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import {
  billableMonth,
  lastEndedMonth,
  latestBillableMonth,
  UNFROZEN_WORDS,
} from "../../domain/billing/billing-run.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { askForBillingRun } from "../../server/billing/run/ask-for-run.ts";
import {
  type BillingFailureRow,
  type BillingRunRow,
  findBillingRun,
  listBillingFailures,
  listBillingRuns,
  listUnfrozen,
  runUnderWay,
  type ToBill,
  type UnfrozenRow,
  whatToBill,
} from "../../server/billing/run/billing-run.read.ts";
import { toDate } from "../../server/clock.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Run = builder.objectRef<BillingRunRow>("BillingRun").implement({
  description: "One go through the frozen months without a statement.",
  fields: (t) => ({
    id: t.exposeID("id"),
    month: t.exposeString("month", { description: "The last month that it bills, such as 2026-10." }),
    state: t.string({ description: "running or done", resolve: (run) => run.state }),
    askedByName: t.exposeString("askedByName"),
    askedAt: t.field({ type: "DateTime", resolve: (run) => run.askedAt }),
    finishedAt: t.field({ type: "DateTime", nullable: true, resolve: (run) => run.finishedAt }),
    movedAt: t.field({
      type: "DateTime",
      description: "The last time that something was done for it.",
      resolve: (run) => run.movedAt,
    }),
    months: t.exposeInt("months"),
    drafted: t.exposeInt("drafted"),
    failed: t.exposeInt("failed"),
    elsewhere: t.exposeInt("elsewhere", {
      description: "Months that got their statement meanwhile, as every month does when it is frozen.",
    }),
    left: t.exposeInt("left"),
    buyers: t.exposeInt("buyers"),
    buyersDone: t.exposeInt("buyersDone"),
  }),
});

const Failure = builder.objectRef<BillingFailureRow>("BillingRunFailure").implement({
  description: "A month that gave no statement, and why.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    title: t.exposeString("title"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    month: t.exposeString("month"),
    reason: t.exposeString("reason"),
    billedSince: t.exposeBoolean("billedSince"),
  }),
});

const Unfrozen = builder.objectRef<UnfrozenRow>("UnfrozenMonth").implement({
  description: "A contract whose month is not frozen yet, and what keeps it.",
  fields: (t) => ({
    engagementId: t.exposeID("id"),
    title: t.exposeString("title"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    reason: t.string({ resolve: (one) => UNFROZEN_WORDS[one.reason] }),
  }),
});

const UnfrozenCount = builder.objectRef<ToBill["unfrozen"][number]>("UnfrozenCount").implement({
  fields: (t) => ({
    reason: t.string({ resolve: (one) => UNFROZEN_WORDS[one.reason] }),
    contracts: t.exposeInt("contracts"),
  }),
});

const Outlook = builder.objectRef<ToBill & { month: string; latest: string }>("BillingOutlook").implement({
  description: "What a run of a month would bill, and what it would not.",
  fields: (t) => ({
    month: t.exposeString("month"),
    latest: t.exposeString("latest", { description: "The last month that can be billed." }),
    months: t.exposeInt("months", { description: "Frozen months without a statement, up to this one." }),
    contracts: t.exposeInt("contracts"),
    buyers: t.exposeInt("buyers"),
    unfrozen: t.field({ type: [UnfrozenCount], resolve: (one) => one.unfrozen }),
  }),
});

builder.queryFields((t) => ({
  billingRuns: t.connection({
    type: Run,
    description: "The latest first.",
    authScopes: { may: "billing:run" },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: BillingRunRow) => one.id, defaultSize: 20, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listBillingRuns(context.read, { after, before, take: limit, inverted }),
      ),
  }),
  billingRun: t.field({
    type: Run,
    nullable: true,
    authScopes: { may: "billing:run" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findBillingRun(context.read, String(id)),
  }),
  billingRunUnderWay: t.field({
    type: Run,
    nullable: true,
    authScopes: { may: "billing:run" },
    resolve: (_root, _args, context) => runUnderWay(context.read),
  }),
  billingRunFailures: t.connection({
    type: Failure,
    authScopes: { may: "billing:run" },
    args: { runId: t.arg.id({ required: true }) },
    resolve: (_root, { runId, ...args }, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: BillingFailureRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listBillingFailures(context.read, { runId: String(runId), after, before, take: limit, inverted }),
      ),
  }),
  billingOutlook: t.field({
    type: Outlook,
    description: "Of the last month that has ended, unless one is given; another must have ended.",
    authScopes: { may: "billing:run" },
    args: { month: t.arg.string() },
    resolve: async (_root, args, context) => {
      const month = monthOf(context, args.month);
      const toBill = await whatToBill(context.read, { month, now: toDate(context.moment()) });
      return { month, latest: latestBillableMonth(context.moment()), ...toBill };
    },
  }),
  unfrozenMonths: t.connection({
    type: Unfrozen,
    description: "Contracts that ran in the month and have not frozen it.",
    authScopes: { may: "billing:run" },
    args: { month: t.arg.string() },
    resolve: (_root, { month, ...args }, context) => {
      const of = { month: monthOf(context, month), now: toDate(context.moment()) };
      return resolveCursorConnection(
        { args, toCursor: (one: UnfrozenRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listUnfrozen(context.read, { ...of, after, before, take: limit, inverted }),
      );
    },
  }),
  mayRunBilling: t.boolean({
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => may(context.viewer, "billing:run"),
  }),
}));

/** Throws InvalidInput for what is no month that has ended. */
function monthOf(context: GraphQLContext, month: string | null | undefined): string {
  const now = context.moment();
  return month ? parseInput(billableMonth(now), { month }).month : lastEndedMonth(now);
}

const StartInput = builder.inputType("StartBillingRunInput", {
  fields: (t) => ({
    month: t.string({ required: true, description: "Such as 2026-10; it must have ended." }),
    idempotencyKey: t.string(),
  }),
});
const Started = builder
  .objectRef<{ run: BillingRunRow; underWay: boolean }>("StartedBillingRun")
  .implement({
    fields: (t) => ({
      run: t.field({ type: Run, resolve: (one) => one.run }),
      underWay: t.exposeBoolean("underWay", {
        description:
          "Whether it was under way before: one runs at a time, and it goes on where it stopped.",
      }),
    }),
  });

builder.mutationFields((t) => ({
  startBillingRun: t.field({
    type: Started,
    description: "Begins a run over the frozen months without a statement; the worker does it.",
    errors: {},
    authScopes: { may: "billing:run" },
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { month } = input;
      const { runId, underWay } = await askForBillingRun(context.caller(input.idempotencyKey), { month });
      const run = await findBillingRun(context.read, runId);
      if (!run) throw new NotFound("billing run");
      return { run, underWay };
    },
  }),
}));
