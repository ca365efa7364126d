import { Temporal } from "temporal-polyfill";
import { dueDate, invoiceNumber } from "../../domain/billing/invoice-document.ts";
import type { AccountCode, AccountRef } from "../../domain/ledger/accounts.ts";
import { earned, invoiceIssued } from "../../domain/ledger/invoice-recipes.ts";
import { type JournalEntry, journalEntry, legsHash } from "../../domain/ledger/journal-entry.ts";
import { money, negate } from "../../domain/shared/money.ts";
import { tellCreditNote } from "./chapter-credit-notes.ts";
import { tellDunning, tellDunningPolicy } from "./chapter-dunning.ts";
import type { ApprovedStatement } from "./chapter-money.ts";
import { storyTax } from "./chapter-tax.ts";
import { type Story, stamp } from "./story.ts";

const LEGAL_ENTITY = "engine-room";
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Money that never passed through Stripe; the product itself posts to no such account. */
const BANK: AccountRef = { code: "bank" as AccountCode, organizationId: null, engagementId: null };

/**
 * Invoices in the order in which they were issued, so that their numbers have no gap; what was paid came by
 * bank transfer and went on to the provider the same day, before Stripe was connected.
 */
export function tellInvoices(story: Story, statements: readonly ApprovedStatement[]): void {
  const policyId = tellDunningPolicy(story, story.now.epochMilliseconds / 1000 - 300 * DAY);
  const ordered = [...statements].sort((left, right) => left.issuedAt - right.issuedAt);
  const entries = ordered.flatMap((statement, index) =>
    tellInvoice(story, { statement, policyId, ordinal: index + 1 }),
  );
  story.add("invoice_counter", { legal_entity: LEGAL_ENTITY, last_number: String(ordered.length) });
  // Balances are built up in this order; the bank account would be overdrawn in another.
  entries.sort((left, right) => Temporal.Instant.compare(left.effectiveAt, right.effectiveAt));
  tellBooks(story, entries);
}

function tellInvoice(
  story: Story,
  { statement, policyId, ordinal }: { statement: ApprovedStatement; policyId: string; ordinal: number },
): JournalEntry[] {
  const { contract, issuedAt, paidAt, lived } = statement;
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const { currency, paymentTermsDays, zone } = contract.terms;
  const issued = instant(issuedAt);
  const number = invoiceNumber(BigInt(ordinal));
  const invoiceId = story.id(issuedAt);
  const tax = taxOf(statement);
  const dueOn = dueDate({ issuedAt: issued, zone, days: paymentTermsDays });
  const sentAt = paidAt === null ? null : paidAt + HOUR;
  const isSent = sentAt !== null && sentAt <= story.now.epochMilliseconds / 1000;
  story.add("invoice", {
    id: invoiceId,
    ...parties,
    statement_id: statement.statementId,
    number,
    state: paidAt === null ? "issued" : "paid",
    currency,
    total_minor: String(statement.netMinor + tax.taxMinor),
    ...{ tax_minor: String(tax.taxMinor), seller: tax.seller, buyer: tax.buyer },
    issued_at: stamp(issuedAt),
    due_on: dueOn.toString(),
    paid_at: paidAt === null ? null : stamp(paidAt),
  });
  for (const line of tax.lines)
    story.add("invoice_tax", {
      ...{ id: story.id(issuedAt), ...parties, invoice_id: invoiceId, category: line.category },
      ...{ rate_bps: line.rateBps, taxable_minor: String(line.taxableMinor) },
      ...{ tax_minor: String(line.taxMinor), reason_code: line.reasonCode, note: line.note },
      source: line.source,
    });
  invoiceFact(story, { statement, invoiceId, number, action: "invoice.issue", at: issuedAt });
  if (paidAt !== null)
    invoiceFact(story, { statement, invoiceId, number, action: "invoice.settle", at: paidAt });
  const { plan, statementId, engagementId } = statement;
  const { buyerId, providerId } = contract;
  if (lived)
    story.lived.push({
      ...{ plan: plan.key, ...lived, invoiceId, statementId, engagementId, buyerId, providerId, issuedAt },
    });
  const holdDays = plan.unpaid?.holdDays ?? null;
  const isOpen = paidAt === null && !lived;
  if (isOpen) tellDunning(story, { policyId, invoiceId, parties, dueOn, zone, holdDays });
  // Not paid yet: the job that follows an approval finds the invoice and opens it for payment through Stripe.
  if (isOpen)
    story.job({
      task: "statement.approved",
      payload: { statementId, organizationId: contract.buyerId },
      key: `statement.approved:${statementId}`,
    });
  if (paidAt !== null)
    story.add("payout", {
      id: story.id(paidAt),
      ...parties,
      invoice_id: invoiceId,
      state: isSent ? "sent" : "pending",
      currency,
      amount_minor: String(statement.providerMinor),
      created_at: stamp(paidAt),
      sent_at: isSent && sentAt !== null ? stamp(sentAt) : null,
    });
  const books = booksOf(statement, { invoiceId, number, sentAt: isSent ? sentAt : null });
  return [
    ...books,
    ...tellCreditNote(story, { statement, invoiceId, number, taxes: tax.lines, bank: BANK }),
  ];
}

function taxOf({ plan, contract, period, netMinor }: ApprovedStatement) {
  const { moduleCode: kind, currency } = contract.terms;
  return storyTax({ buyer: plan.buyer, kind, period, currency, netMinor });
}

/** Engine Room itself issues and settles, in the name of the buyer whose invoice it is. */
function invoiceFact(
  story: Story,
  p: { statement: ApprovedStatement; invoiceId: string; number: string; action: string; at: number },
): void {
  story.fact({
    organizationId: p.statement.contract.buyerId,
    at: p.at,
    userId: null,
    actor: "Engine Room",
    action: p.action,
    subjectType: "invoice",
    subjectId: p.invoiceId,
    data: { number: p.number, totalMinor: String(p.statement.netMinor + taxOf(p.statement).taxMinor) },
  });
}

function booksOf(
  statement: ApprovedStatement,
  p: { invoiceId: string; number: string; sentAt: number | null },
): JournalEntry[] {
  const { contract, engagementId, paidAt } = statement;
  const { currency } = contract.terms;
  const parties = { buyerId: contract.buyerId, providerId: contract.providerId, engagementId };
  const { taxMinor } = taxOf(statement);
  const total = money(statement.netMinor + taxMinor, currency);
  const shares = {
    providerShare: money(statement.providerMinor, currency),
    commission: money(statement.commissionMinor, currency),
  };
  const issue = invoiceIssued({
    ...parties,
    ...shares,
    ...p,
    total,
    tax: money(taxMinor, currency),
    at: instant(statement.issuedAt),
  });
  if (paidAt === null) return [issue];
  const bank = { source: "bank", sourceId: p.invoiceId } as const;
  const paid = journalEntry({
    ...bank,
    step: "paid",
    memo: `Invoice ${p.number} paid by bank transfer`,
    effectiveAt: instant(paidAt),
    legs: [
      { account: BANK, amount: total },
      { account: account("receivable", parties.buyerId, engagementId), amount: negate(total) },
    ],
  });
  const books = [issue, paid, earned({ ...parties, ...shares, ...p, at: instant(paidAt) })];
  if (p.sentAt === null) return books;
  const payout = journalEntry({
    ...bank,
    step: "paid_out",
    memo: `Payout for invoice ${p.number} by bank transfer`,
    effectiveAt: instant(p.sentAt),
    legs: [
      {
        account: account("provider_payable", parties.providerId, engagementId),
        amount: shares.providerShare,
      },
      { account: BANK, amount: negate(shares.providerShare) },
    ],
  });
  return [...books, payout];
}

function tellBooks(story: Story, entries: readonly JournalEntry[]): void {
  const accounts = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.effectiveAt.epochMilliseconds / 1000;
    const entryId = story.id(at);
    story.add("journal_entry", {
      id: entryId,
      source: entry.source,
      source_id: entry.sourceId,
      step: entry.step,
      memo: entry.memo,
      effective_at: stamp(at),
      created_at: stamp(at),
      legs_hash: legsHash(entry.legs),
    });
    for (const { account: ref, amount } of entry.legs)
      story.add("posting", {
        id: story.id(at),
        entry_id: entryId,
        account_id: accountId(story, { accounts, ref, currency: amount.currency, at }),
        currency: amount.currency,
        amount_minor: String(amount.amountMinor),
      });
  }
}

function accountId(
  story: Story,
  p: { accounts: Map<string, string>; ref: AccountRef; currency: string; at: number },
): string {
  const key = [p.ref.code, p.currency, p.ref.organizationId, p.ref.engagementId].join(" ");
  const known = p.accounts.get(key);
  if (known) return known;
  const id = story.id(p.at);
  p.accounts.set(key, id);
  story.add("ledger_account", {
    id,
    code: p.ref.code,
    currency: p.currency,
    organization_id: p.ref.organizationId,
    engagement_id: p.ref.engagementId,
    created_at: stamp(p.at),
  });
  return id;
}

function account(
  code: "receivable" | "provider_payable",
  organizationId: string,
  engagementId: string,
): AccountRef {
  return { code, organizationId, engagementId };
}

function instant(epochSeconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000);
}
