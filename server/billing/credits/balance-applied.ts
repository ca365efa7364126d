import type { Temporal } from "temporal-polyfill";
import { balanceApplied } from "../../../domain/ledger/credit-recipes.ts";
import type { Tx } from "../../db.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { StripeInvoice } from "../../ports/stripe/invoices.ts";

type Opened = {
  id: string;
  number: string;
  organizationId: string;
  providerId: string;
  currency: string;
  engagementId: string;
};

/**
 * Books what Stripe took from the customer balance when it opened an invoice, or carried over to it, and
 * keeps it with the invoice: once, however often and by whichever way it is learned. Answers by how much what
 * is due fell. The caller holds the invoice.
 */
export async function bookBalanceApplied(
  tx: Tx,
  p: { invoice: Opened; mirror: StripeInvoice; at: Temporal.Instant },
): Promise<bigint> {
  const { invoice, mirror } = p;
  const startingMinor = mirror.startingBalance.amountMinor;
  const endingMinor = (mirror.endingBalance ?? mirror.startingBalance).amountMinor;
  const appliedMinor = endingMinor - startingMinor;
  if (appliedMinor === 0n) return 0n;
  const entry = balanceApplied({
    stripeInvoiceId: mirror.id,
    number: invoice.number,
    buyerId: invoice.organizationId,
    providerId: invoice.providerId,
    engagementId: invoice.engagementId,
    ...{ startingMinor, endingMinor, currency: invoice.currency, at: p.at },
  });
  if (entry) await postFact(tx, entry);
  const above0 = (minor: bigint) => (minor > 0n ? minor : 0n);
  const carriedOnMinor = above0(endingMinor) - above0(startingMinor);
  await tx.invoice.update({
    where: { id: invoice.id },
    data: { appliedMinor, carriedOnMinor },
    select: { id: true },
  });
  return appliedMinor;
}
