import { accountName as nameOf } from "../../domain/ledger/accounts.ts";
import { money } from "../../domain/shared/money.ts";
import {
  type AccountBalance,
  accountBalances,
  type EntryLeg,
  type EntryRow,
  entriesOf,
  type TrialBalanceRow,
  trialBalance,
} from "../../server/ledger/ledger.read.ts";
import { isId } from "../../server/party-scope.ts";
import { builder } from "../builder.ts";
import { dayArgument } from "../day-argument.ts";

const Leg = builder.objectRef<EntryLeg>("JournalLeg").implement({
  fields: (t) => ({
    code: t.exposeString("code"),
    account: t.string({ resolve: (leg) => nameOf(leg.code) }),
    amount: t.field({
      type: "Money",
      description: "A debit is positive, a credit negative.",
      resolve: (leg) => money(leg.amountMinor, leg.currency),
    }),
  }),
});

const Entry = builder.objectRef<EntryRow>("JournalEntry").implement({
  description: "An event in the books. An organisation sees the legs on its own accounts.",
  fields: (t) => ({
    id: t.exposeID("id"),
    source: t.exposeString("source"),
    sourceId: t.exposeString("sourceId"),
    step: t.exposeString("step"),
    memo: t.exposeString("memo"),
    effectiveAt: t.field({ type: "DateTime", resolve: (entry) => entry.effectiveAt }),
    legs: t.field({ type: [Leg], resolve: (entry) => entry.legs }),
  }),
});

const Balance = builder.objectRef<AccountBalance>("AccountBalance").implement({
  fields: (t) => ({
    accountId: t.exposeID("accountId"),
    code: t.exposeString("code"),
    account: t.string({ resolve: (one) => nameOf(one.code) }),
    organizationName: t.exposeString("organizationName", { nullable: true }),
    engagementId: t.exposeID("engagementId", { nullable: true }),
    balance: t.field({ type: "Money", resolve: (one) => money(one.balanceMinor, one.currency) }),
  }),
});

const TrialRow = builder.objectRef<TrialBalanceRow>("TrialBalanceRow").implement({
  fields: (t) => ({
    code: t.exposeString("code"),
    account: t.string({ resolve: (one) => nameOf(one.code) }),
    debit: t.field({ type: "Money", resolve: (one) => money(one.debitMinor, one.currency) }),
    credit: t.field({ type: "Money", resolve: (one) => money(one.creditMinor, one.currency) }),
    balance: t.field({
      type: "Money",
      resolve: (one) => money(one.debitMinor - one.creditMinor, one.currency),
    }),
  }),
});

builder.queryField("accountBalances", (t) =>
  t.field({
    type: [Balance],
    description: "The balances of the viewer's own accounts in the books; staff see every account.",
    authScopes: { may: "invoice:read" },
    resolve: (_root, _args, context) => accountBalances(context.read, context.signedIn()),
  }),
);

builder.queryField("journalEntries", (t) =>
  t.field({
    type: [Entry],
    description: "Events in the books that touch the viewer's own accounts, newest first, at most 200.",
    authScopes: { may: "invoice:read" },
    args: { first: t.arg.int({ defaultValue: 50 }), before: t.arg.id() },
    resolve: (_root, { first, before }, context) => {
      const limit = Math.min(Math.max(first ?? 50, 1), 200);
      const from = before === null || before === undefined ? null : String(before);
      if (from !== null && !isId(from)) return [];
      return entriesOf(context.read, context.signedIn(), { limit, before: from });
    },
  }),
);

builder.queryField("trialBalance", (t) =>
  t.field({
    type: [TrialRow],
    description: "Every account code of the books with the sums of its legs, for the marketplace's staff.",
    authScopes: { may: "ledger:read" },
    args: { asOf: t.arg.string({ description: "YYYY-MM-DD, in UTC: at the end of that day." }) },
    resolve: (_root, { asOf }, context) => trialBalance(context.read, dayArgument("asOf", asOf)),
  }),
);
