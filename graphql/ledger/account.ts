import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { accountName } from "../../domain/ledger/accounts.ts";
import { money } from "../../domain/shared/money.ts";
import {
  type AccountFilter,
  type AccountLine,
  type AccountSummary,
  accountLines,
  accountParties,
  accountSummary,
} from "../../server/ledger/account-lines.read.ts";
import { accountCsv, trialBalanceCsv } from "../../server/ledger/books-csv.ts";
import { builder } from "../builder.ts";
import { dayArgument } from "../day-argument.ts";

const LedgerLine = builder.objectRef<AccountLine>("LedgerLine").implement({
  description: "A leg of a journal entry on an account, with the account's running balance after it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    entryId: t.exposeID("entryId"),
    memo: t.exposeString("memo"),
    source: t.exposeString("source"),
    sourceId: t.exposeString("sourceId"),
    effectiveAt: t.field({ type: "DateTime", resolve: (line) => line.effectiveAt }),
    organizationName: t.exposeString("organizationName", { nullable: true }),
    amount: t.field({
      type: "Money",
      description: "A debit is positive, a credit negative.",
      resolve: (line) => money(line.amountMinor, line.currency),
    }),
    balance: t.field({ type: "Money", resolve: (line) => money(line.balanceMinor, line.currency) }),
  }),
});

const AccountParty = builder.objectRef<{ id: string; name: string }>("AccountParty").implement({
  fields: (t) => ({ id: t.exposeID("id"), name: t.exposeString("name") }),
});

type Shown = { filter: AccountFilter; summary: AccountSummary };

const LedgerAccountType = builder.objectRef<Shown>("LedgerAccount").implement({
  description: "An account of the books in one currency, or the part of it that is one organisation's.",
  fields: (t) => ({
    code: t.string({ resolve: ({ filter }) => filter.code }),
    name: t.string({ resolve: ({ filter }) => accountName(filter.code) }),
    currency: t.string({ resolve: ({ filter }) => filter.currency }),
    opening: t.field({
      type: "Money",
      resolve: ({ filter, summary }) => money(summary.openingMinor, filter.currency),
    }),
    closing: t.field({
      type: "Money",
      resolve: ({ filter, summary }) => money(summary.closingMinor, filter.currency),
    }),
    lineCount: t.int({ resolve: ({ summary }) => summary.lines }),
    parties: t.field({
      type: [AccountParty],
      resolve: ({ filter }, _args, context) => accountParties(context.read, filter),
    }),
    csv: t.string({
      description:
        "The lines of the filter as CSV, at most 50,000, cells that a spreadsheet would run defused.",
      resolve: ({ filter }, _args, context) => accountCsv(context.read, filter),
    }),
    lines: t.connection({
      type: LedgerLine,
      description: "Newest first.",
      resolve: ({ filter }, args, context) =>
        resolveCursorConnection(
          { args, toCursor: (one: AccountLine) => one.id, defaultSize: 50, maxSize: 200 },
          ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
            accountLines(context.read, filter, { after, before, take: limit, inverted }),
        ),
    }),
  }),
});

builder.queryField("ledgerAccount", (t) =>
  t.field({
    type: LedgerAccountType,
    nullable: true,
    description: "An account of the trial balance; null where nothing was ever posted to it.",
    authScopes: { may: "ledger:read" },
    args: {
      code: t.arg.string({ required: true }),
      currency: t.arg.string({ required: true }),
      organizationId: t.arg.id(),
      from: t.arg.string({ description: "YYYY-MM-DD, in UTC, inclusive." }),
      to: t.arg.string({ description: "YYYY-MM-DD, in UTC, inclusive." }),
    },
    resolve: async (_root, args, context) => {
      const { code, currency, organizationId } = args;
      const filter: AccountFilter = {
        ...{ code, currency, organizationId: organizationId ? String(organizationId) : null },
        ...{ from: dayArgument("from", args.from), to: dayArgument("to", args.to) },
      };
      const all = { ...filter, organizationId: null, from: null, to: null };
      const { lines } = await accountSummary(context.read, all);
      return lines === 0 ? null : { filter, summary: await accountSummary(context.read, filter) };
    },
  }),
);

builder.queryField("trialBalanceCsv", (t) =>
  t.string({
    description: "The trial balance at the end of a day as CSV.",
    authScopes: { may: "ledger:read" },
    args: { asOf: t.arg.string() },
    resolve: (_root, { asOf }, context) => trialBalanceCsv(context.read, dayArgument("asOf", asOf)),
  }),
);
