import { invoiceInput } from "../../domain/billing/billing.input.ts";
import { PaymentUnderWay } from "../../domain/billing/collecting-errors.ts";
import { InvoiceNotPayable, StripeOutOfReach, StripeSaidNo } from "../../domain/billing/errors.ts";
import { may } from "../../domain/identity/permissions.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import type { Caller } from "../command.ts";
import { StripeRefused, StripeUnknownOutcome } from "../ports/stripe/errors.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { findInvoice } from "./invoice.read.ts";
import { openAttempt } from "./payment-attempt.ts";

/**
 * The address of the page on which the buyer pays, asked for at the moment it is needed: Stripe's
 * addresses end after weeks. Permission invoice:read, the buyer's side only; throws NotFound,
 * NotAllowed, InvoiceNotPayable, StripeOutOfReach, StripeSaidNo. Changes nothing of ours: the signed
 * webhook says when it is paid.
 */
export async function openHostedPage(
  { db, viewer }: Caller,
  { stripe, ...input }: { stripe: Pick<StripePort, "retrieveInvoice">; invoiceId: string },
): Promise<{ url: string }> {
  const { invoiceId } = parseInput(invoiceInput, input);
  if (!may(viewer, "invoice:read")) throw new NotAllowed();
  const invoice = await db.withOrg(viewer, (tx) => findInvoice(tx, viewer, invoiceId));
  if (!invoice) throw new NotFound("invoice");
  if (invoice.organizationId !== viewer.organizationId)
    throw new NotAllowed("Only the buyer pays an invoice.");
  if (invoice.state !== "open" || !invoice.stripeInvoiceId) throw new InvoiceNotPayable(invoice.state);
  // A payment that is on its way and one on the page must never both collect.
  const attempt = await db.withOrg(viewer, (tx) => openAttempt(tx, invoiceId));
  if (attempt) throw new PaymentUnderWay(attempt.state);
  try {
    const { hostedUrl, status } = await stripe.retrieveInvoice(invoice.stripeInvoiceId);
    if (!hostedUrl) throw new InvoiceNotPayable(status);
    return { url: hostedUrl };
  } catch (error) {
    if (error instanceof StripeUnknownOutcome) throw new StripeOutOfReach();
    if (error instanceof StripeRefused) throw new StripeSaidNo(error.message);
    throw error;
  }
}
