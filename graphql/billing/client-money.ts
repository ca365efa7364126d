import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { sideOf } from "../../domain/billing/approval.ts";
import { may } from "../../domain/identity/permissions.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { money } from "../../domain/shared/money.ts";
import {
  type ClientMoneyRow,
  type FundingRow,
  findRun,
  listClientMoney,
  listFundings,
  listResends,
  listRuns,
  listWages,
  type ResendRow,
  type RunRow,
  type WageRow,
} from "../../server/billing/client-money/client-money.read.ts";
import { isId } from "../../server/party-scope.ts";
import { builder } from "../builder.ts";

const FundingType = builder.objectRef<FundingRow>("ClientFunding").implement({
  description: "Money that a client announced for wages. It counts once it is cleared.",
  fields: (t) => ({
    id: t.exposeID("id"),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    state: t.exposeString("state", { description: "requested, announced, cleared or returned" }),
    reference: t.exposeString("reference", { nullable: true, description: "For the bank transfer." }),
    requestedBy: t.exposeString("requestedBy"),
    requestedAt: t.field({ type: "DateTime", resolve: (one) => one.requestedAt }),
    clearedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.clearedAt }),
    returnedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.returnedAt }),
  }),
});

const sum = (minor: (row: ClientMoneyRow) => bigint, description: string) => ({
  type: "Money" as const,
  description,
  resolve: (one: ClientMoneyRow) => money(minor(one), one.currency),
});

export const ClientMoneyType = builder.objectRef<ClientMoneyRow>("ClientMoney").implement({
  description: "A client's money for wages in one engagement; never netted with fees.",
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    title: t.exposeString("title"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    currency: t.exposeString("currency"),
    cleared: t.field(sum((one) => one.clearedMinor, "Funds that were cleared.")),
    expected: t.field(sum((one) => one.expectedMinor, "Announced and not cleared yet.")),
    released: t.field(sum((one) => one.releasedMinor, "Taken by released runs.")),
    paid: t.field(sum((one) => one.paidMinor, "Wages that were paid.")),
    unpaid: t.field(sum((one) => one.unpaidMinor, "Wages that came back and are owed to people.")),
    unused: t.field(
      sum(
        (one) => one.clearedMinor - (one.takenBackMinor - one.lostMinor) - one.releasedMinor,
        "Free for runs.",
      ),
    ),
    owedByClient: t.field(
      sum((one) => one.lostMinor, "What the client's bank took back after it was spent."),
    ),
    mayFund: t.boolean({ resolve: (one, _args, context) => maySide(context.signedIn(), one, "buyer") }),
    mayPrepare: t.boolean({
      resolve: (one, _args, context) => maySide(context.signedIn(), one, "provider"),
    }),
    fundings: t.field({
      type: [FundingType],
      description: "The latest 50.",
      resolve: (one, _args, context) => listFundings(context.read, context.signedIn(), one.engagementId),
    }),
  }),
});

type Parties = { organizationId: string; providerId: string };

function maySide(viewer: Viewer, of: Parties, side: "buyer" | "provider"): boolean {
  const permission = side === "buyer" ? "payroll_run:approve" : "payroll_run:prepare";
  return sideOf(viewer, of) === side && may(viewer, permission);
}

const ResendType = builder.objectRef<ResendRow & Parties>("WageResend").implement({
  description:
    "A wage that came back, sent again to a corrected account once another person has approved it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    account: t.exposeString("account", { description: "Its last four signs." }),
    state: t.string({
      description: "proposed, rejected, approved, sent, paid or returned",
      resolve: (one) => one.state,
    }),
    proposedByName: t.exposeString("proposedByName"),
    proposedAt: t.field({ type: "DateTime", resolve: (one) => one.proposedAt }),
    answeredByName: t.exposeString("answeredByName", { nullable: true }),
    reason: t.exposeString("reason", { nullable: true }),
    mayAnswer: t.boolean({
      resolve: (one, _args, context) =>
        one.state === "proposed" &&
        maySide(context.signedIn(), one, "buyer") &&
        one.proposedById !== context.signedIn().userId,
    }),
  }),
});

const OVER: readonly string[] = ["rejected", "returned"];

const WageType = builder.objectRef<WageRow>("PayrollPayment").implement({
  description: "One person's wage of a run; for the two parties alone.",
  fields: (t) => ({
    id: t.exposeID("id"),
    payee: t.exposeString("payee"),
    account: t.exposeString("account", { description: "Its last four signs." }),
    amount: t.field({ type: "Money", resolve: (one) => money(one.amountMinor, one.currency) }),
    state: t.exposeString("state", { description: "waiting, sent, paid or returned" }),
    reason: t.exposeString("reason", { nullable: true }),
    resends: t.field({
      type: [ResendType],
      description: "How it was sent again after it came back, the latest try last.",
      resolve: async (one, _args, context) => {
        const tries = one.state === "returned" ? await listResends(context.read, one.id) : [];
        const { organizationId, providerId } = one;
        return tries.map((each) => ({ ...each, organizationId, providerId }));
      },
    }),
    mayPropose: t.boolean({
      description: "Another account, for a wage that came back and does not go out again yet.",
      resolve: async (one, _args, context) => {
        if (one.state !== "returned" || !maySide(context.signedIn(), one, "provider")) return false;
        const tries = await listResends(context.read, one.id);
        return tries.every((each) => OVER.includes(each.state));
      },
    }),
  }),
});

export const RunType = builder.objectRef<RunRow>("PayrollRun").implement({
  description:
    "Wages of one pay day: prepared by the provider, approved by the buyer, paid of cleared funds.",
  fields: (t) => ({
    id: t.exposeID("id"),
    engagementId: t.exposeID("engagementId"),
    engagementTitle: t.exposeString("engagementTitle"),
    title: t.exposeString("title"),
    state: t.string({
      description: "prepared, rejected, approved, released or settled",
      resolve: (one) => one.state,
    }),
    total: t.field({ type: "Money", resolve: (one) => money(one.totalMinor, one.currency) }),
    paid: t.field({ type: "Money", resolve: (one) => money(one.paidMinor, one.currency) }),
    returned: t.field({ type: "Money", resolve: (one) => money(one.returnedMinor, one.currency) }),
    payeeCount: t.exposeInt("payeeCount"),
    preparedBy: t.exposeString("preparedBy"),
    preparedAt: t.field({ type: "DateTime", resolve: (one) => one.preparedAt }),
    answeredBy: t.exposeString("answeredBy", { nullable: true }),
    answeredAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.answeredAt }),
    reason: t.exposeString("reason", { nullable: true }),
    releasedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.releasedAt }),
    mayAnswer: t.boolean({
      resolve: (one, _args, context) =>
        one.state === "prepared" && maySide(context.signedIn(), one, "buyer"),
    }),
    showsPayees: t.boolean({ resolve: (_one, _args, context) => !isStaff(context.signedIn()) }),
    payments: t.field({
      type: [WageType],
      description: "Empty for the marketplace's staff. At most 500.",
      resolve: (one, _args, context) =>
        isStaff(context.signedIn()) ? [] : listWages(context.read, one.id),
    }),
  }),
});

builder.queryField("clientMoney", (t) =>
  t.field({
    type: [ClientMoneyType],
    description: "The engagements whose service pays people, each with its client's money.",
    authScopes: { may: "client_money:read" },
    args: { engagementId: t.arg.id({ description: "This one alone." }) },
    resolve: (_root, { engagementId }, context) => {
      const id = engagementId ? String(engagementId) : null;
      if (id !== null && !isId(id)) return [];
      return listClientMoney(context.read, context.signedIn(), id);
    },
  }),
);

builder.queryField("payrollRun", (t) =>
  t.field({
    type: RunType,
    nullable: true,
    authScopes: { may: "client_money:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findRun(context.read, context.signedIn(), String(id)),
  }),
);

builder.queryField("payrollRuns", (t) =>
  t.connection({
    type: RunType,
    description: "The runs of an engagement, the latest first.",
    authScopes: { may: "client_money:read" },
    args: { engagementId: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: RunRow) => one.id, defaultSize: 50, maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          listRuns(context.read, context.signedIn(), {
            ...{ after, before, take: limit, inverted },
            engagementId: String(args.engagementId),
          }),
      ),
  }),
);
