import { accountName } from "../../domain/ledger/accounts.ts";
import { money } from "../../domain/shared/money.ts";
import {
  causeOf,
  type EntryCause,
  type EntryDetail,
  type EntryDetailLeg,
  findEntry,
} from "../../server/billing/entry-cause.read.ts";
import { builder } from "../builder.ts";

const Leg = builder.objectRef<EntryDetailLeg>("JournalEntryLeg").implement({
  fields: (t) => ({
    code: t.exposeString("code"),
    account: t.string({ resolve: (leg) => accountName(leg.code) }),
    organizationId: t.exposeID("organizationId", { nullable: true }),
    organizationName: t.exposeString("organizationName", { nullable: true }),
    amount: t.field({ type: "Money", resolve: (leg) => money(leg.amountMinor, leg.currency) }),
  }),
});

const Cause = builder.objectRef<EntryCause>("JournalEntryCause").implement({
  description: "What an entry is about: an invoice and its statement, or the payout for it.",
  fields: (t) => ({
    invoiceId: t.exposeID("invoiceId", { nullable: true }),
    invoiceNumber: t.exposeString("invoiceNumber", { nullable: true }),
    statementId: t.exposeID("statementId", { nullable: true }),
    period: t.exposeString("period", { nullable: true }),
    payoutId: t.exposeID("payoutId", { nullable: true }),
  }),
});

const Detail = builder.objectRef<EntryDetail>("JournalEntryDetail").implement({
  description: "A journal entry with every leg, its cause and its place in the chain, for staff.",
  fields: (t) => ({
    id: t.exposeID("id"),
    source: t.exposeString("source"),
    sourceId: t.exposeString("sourceId"),
    step: t.exposeString("step"),
    memo: t.exposeString("memo"),
    effectiveAt: t.field({ type: "DateTime", resolve: (entry) => entry.effectiveAt }),
    writtenAt: t.field({ type: "DateTime", resolve: (entry) => entry.createdAt }),
    seq: t.field({ type: "BigInt", nullable: true, resolve: (entry) => entry.seq }),
    hash: t.exposeString("hash", { nullable: true }),
    prevHash: t.exposeString("prevHash", { nullable: true }),
    legs: t.field({ type: [Leg], resolve: (entry) => entry.legs }),
    cause: t.field({
      type: Cause,
      nullable: true,
      resolve: (entry, _args, context) => causeOf(context.read, entry.id),
    }),
  }),
});

builder.queryField("journalEntry", (t) =>
  t.field({
    type: Detail,
    nullable: true,
    authScopes: { may: "ledger:read" },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findEntry(context.read, String(id)),
  }),
);
