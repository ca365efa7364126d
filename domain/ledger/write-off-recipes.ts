import type { Temporal } from "temporal-polyfill";
import { add, type Money, negate } from "../shared/money.ts";
import { house } from "./accounts.ts";
import type { InvoiceParties } from "./invoice-recipes.ts";
import { type JournalEntry, journalEntry, type Leg } from "./journal-entry.ts";

type WrittenOff = InvoiceParties & {
  invoiceId: string;
  number: string;
  total: Money;
  providerShare: Money;
  commission: Money;
  tax: Money;
  at: Temporal.Instant;
};

/**
 * Nobody expects the buyer's money any more. The provider's share was pending and falls away with it; the
 * commission counts as earned and lost, and the tax stays owed until the authority relieves it: both are bad
 * debt. Throws EntryUnbalanced where share, commission and tax are not the total.
 */
export function invoiceWrittenOff(p: WrittenOff): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.invoiceId,
    step: "written_off",
    memo: `Invoice ${p.number} written off`,
    effectiveAt: p.at,
    legs: legs(p),
  });
}

type Recovered = {
  invoiceId: string;
  number: string;
  at: Temporal.Instant;
  /** The legs that the writing off has in the books. */
  written: readonly Leg[];
};

/** The buyer paid after all: the mirror of the writing off, before the payment is booked as any other. */
export function writeOffRecovered(p: Recovered): JournalEntry {
  return journalEntry({
    source: "app",
    sourceId: p.invoiceId,
    step: "write_off_recovered",
    memo: `Invoice ${p.number} paid after it was written off`,
    effectiveAt: p.at,
    legs: p.written.map((leg) => ({ ...leg, amount: negate(leg.amount) })),
  });
}

function legs(p: WrittenOff): Leg[] {
  const { buyerId, providerId, engagementId } = p;
  return [
    { account: { code: "receivable", organizationId: buyerId, engagementId }, amount: negate(p.total) },
    {
      account: { code: "provider_pending", organizationId: providerId, engagementId },
      amount: p.providerShare,
    },
    { account: house("fee_pending"), amount: p.commission },
    { account: house("fee_income"), amount: negate(p.commission) },
    { account: house("bad_debt"), amount: add(p.commission, p.tax) },
  ];
}
