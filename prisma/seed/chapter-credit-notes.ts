import { Temporal } from "temporal-polyfill";
import { creditNoteAmounts } from "../../domain/billing/credit-note.ts";
import { monthName } from "../../domain/billing/month-name.ts";
import { groupOf, type TaxLine } from "../../domain/billing/tax/invoice-tax.ts";
import type { AccountCode, AccountRef } from "../../domain/ledger/accounts.ts";
import { creditNoteIssued } from "../../domain/ledger/credit-recipes.ts";
import { type JournalEntry, journalEntry } from "../../domain/ledger/journal-entry.ts";
import { money, negate } from "../../domain/shared/money.ts";
import type { ApprovedStatement } from "./chapter-money.ts";
import { idsFrom } from "./random.ts";
import { type Story, stamp } from "./story.ts";

const DAY = 86_400;
const MARKET = "northern-accounts";

/** The invoice that was credited in part, so many months before the running one. */
const CREDITED = { plan: "norrvik-payables", monthsAgo: 4, shareOfFee: 12n };

/**
 * A credit note on a month that was paid and paid out by bank transfer: what it came to went back to the
 * buyer by bank, and the provider returned its part. Answers the entries; none for any other invoice.
 */
export function tellCreditNote(
  story: Story,
  p: {
    statement: ApprovedStatement;
    invoiceId: string;
    number: string;
    taxes: readonly TaxLine[];
    bank: AccountRef;
  },
): JournalEntry[] {
  const { statement } = p;
  const { contract, engagementId, paidAt, period } = statement;
  const running = story.now.toZonedDateTimeISO(contract.terms.zone).toPlainDate().toPlainYearMonth();
  if (statement.plan.key !== CREDITED.plan || paidAt === null) return [];
  if (running.subtract({ months: CREDITED.monthsAgo }).toString() !== period) return [];
  const at = paidAt + 9 * DAY;
  const idAt = idsFrom(story.random("credit-note"));
  const id = idAt(at);
  const amounts = amountsOf(statement, p.taxes);
  const { lines, ...sums } = amounts;
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const member = story.cast.member({ slug: MARKET, role: "account_manager" });
  const { currency } = contract.terms;
  story.add("credit_note_counter", { legal_entity: "engine-room", last_number: "1" });
  story.add("credit_note", {
    ...{ id, ...parties, engagement_id: engagementId, invoice_id: p.invoiceId, number: "CN-000001" },
    ...{ state: "settled", currency, net_minor: String(sums.netMinor), tax_minor: String(sums.taxMinor) },
    ...{ total_minor: String(sums.totalMinor), commission_minor: String(sums.commissionMinor) },
    ...{ provider_minor: String(sums.providerMinor), reason: "service_not_met" },
    memo: "Two supplier runs were posted to the wrong period and had to be done again.",
    ...{ wished_refund_minor: String(sums.totalMinor), pre_payment_minor: "0" },
    ...{ refund_minor: String(sums.totalMinor), balance_minor: "0", taken_from: "provider_receivable" },
    ...{ asked_by_id: member.userId, asked_by_name: member.account.name, asked_at: stamp(at) },
    ...{ issued_at: stamp(at + 60), settled_at: stamp(at + 120) },
  });
  for (const line of lines)
    story.add("credit_note_line", {
      ...{ id: idAt(at), ...parties, credit_note_id: id, position: line.position, label: line.label },
      ...{ net_minor: String(line.netMinor), tax_minor: String(line.taxMinor) },
    });
  const refundId = idAt(at + DAY);
  story.add("refund", {
    ...{ id: refundId, ...parties, invoice_id: p.invoiceId, credit_note_id: id, state: "succeeded" },
    ...{ currency, amount_minor: String(sums.totalMinor), created_at: stamp(at + 120) },
    settled_at: stamp(at + DAY),
  });
  return booksOf(statement, { ...p, id, refundId, at, amounts });
}

/** An eighth or so of the month's fee; the rest of the invoice stands on one line beside it. */
function amountsOf(statement: ApprovedStatement, taxes: readonly TaxLine[]) {
  const { contract, netMinor, commissionMinor, period } = statement;
  const feeMinor = BigInt(contract.terms.monthlyFeeMinor);
  const [tax] = taxes;
  const group = tax ? groupOf(tax) : null;
  const line = (position: number, label: string, minor: bigint) => ({
    ...{ position, label, netMinor: minor, creditedNetMinor: 0n, group },
  });
  return creditNoteAmounts(
    {
      lines: [
        line(1, `${contract.terms.title}, ${monthName(period)}`, feeMinor),
        line(2, "The rest of the month", netMinor - feeMinor),
      ],
      taxes: tax && group ? [{ ...tax, group, creditedTaxMinor: 0n }] : [],
      ...{ commissionMinor, creditedCommissionMinor: 0n },
    },
    [{ position: 1, netMinor: feeMinor / CREDITED.shareOfFee }],
  );
}

function booksOf(
  { contract, engagementId }: ApprovedStatement,
  p: {
    id: string;
    refundId: string;
    number: string;
    at: number;
    bank: AccountRef;
    amounts: ReturnType<typeof creditNoteAmounts>;
  },
): JournalEntry[] {
  const { currency } = contract.terms;
  const of = (minor: bigint) => money(minor, currency);
  const nothing = of(0n);
  const total = of(p.amounts.totalMinor);
  const share = of(p.amounts.providerMinor);
  const moved = (sourceId: string, step: string, memo: string, days: number) => ({
    ...({ source: "bank", sourceId, step, memo, effectiveAt: instant(p.at + days * DAY) } as const),
  });
  const own = (code: AccountCode, organizationId: string): AccountRef => ({
    ...{ code, organizationId, engagementId },
  });
  return [
    creditNoteIssued({
      ...{ buyerId: contract.buyerId, providerId: contract.providerId, engagementId, creditNoteId: p.id },
      ...{ number: "CN-000001", invoiceNumber: p.number, takenFrom: "provider_receivable" },
      ...{ provider: share, commission: of(p.amounts.commissionMinor), tax: of(p.amounts.taxMinor) },
      ...{ due: nothing, refund: total, balance: nothing, at: instant(p.at + 60) },
    }),
    journalEntry({
      ...moved(p.refundId, "refunded", "Refund of credit note CN-000001 by bank transfer", 1),
      legs: [
        { account: own("refund_payable", contract.buyerId), amount: total },
        { account: p.bank, amount: negate(total) },
      ],
    }),
    journalEntry({
      ...moved(p.id, "returned", "The provider's part of credit note CN-000001 by bank transfer", 6),
      legs: [
        { account: p.bank, amount: share },
        { account: own("provider_receivable", contract.providerId), amount: negate(share) },
      ],
    }),
  ];
}

function instant(epochSeconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000);
}
