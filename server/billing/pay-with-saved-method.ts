import { z } from "zod";
import { MethodNotChargeable, PaymentUnderWay } from "../../domain/billing/collecting-errors.ts";
import { InvoiceNotPayable } from "../../domain/billing/errors.ts";
import { whyNotCharged } from "../../domain/billing/payment-method.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { command, type Deed } from "../command.ts";
import { outstandingMinor } from "./credited-before.ts";
import { findInvoice } from "./invoice.read.ts";
import { beginAttempt, openAttempt } from "./payment-attempt.ts";
import { findSavedMethod } from "./payment-methods.read.ts";

const input = z.object({
  invoiceId: z.uuid({ error: "There is no such invoice." }),
  paymentMethodId: z.uuid({ error: "There is no such way to pay." }),
});

/**
 * Pays an invoice now with a saved method, also one that was written off; the worker asks Stripe.
 * Permission payment_method:manage, the buyer's side only. Throws NotFound, NotAllowed, InvoiceNotPayable,
 * PaymentUnderWay while one is on its way, and MethodNotChargeable with the reason.
 */
export const payWithSavedMethod = command({
  name: "invoice.pay",
  permission: "payment_method:manage",
  run: async (deed: Deed, p: z.input<typeof input>): Promise<{ invoiceId: string }> => {
    const { invoiceId, paymentMethodId } = parseInput(input, p);
    const { tx, viewer, now } = deed;
    await tx.$queryRaw`select id from invoice where id = ${invoiceId}::uuid for update`;
    const invoice = await findInvoice(tx, viewer, invoiceId);
    if (!invoice) throw new NotFound("invoice");
    if (invoice.organizationId !== viewer.organizationId)
      throw new NotAllowed("Only the buyer pays an invoice.");
    const isOwed = invoice.state === "open" || invoice.state === "written_off";
    if (!isOwed || !invoice.stripeInvoiceId) throw new InvoiceNotPayable(invoice.state);
    const { organizationId, currency } = invoice;
    const today = localDate(now, viewer.zone);
    const method = await findSavedMethod(tx, { organizationId, id: paymentMethodId, today });
    if (!method) throw new NotFound("way to pay");
    const why = whyNotCharged(method.facts, { currency, today });
    if (why) throw new MethodNotChargeable(why);
    const begun = await beginAttempt(deed, {
      invoice,
      amountMinor: await outstandingMinor(tx, invoice),
      kind: "by_hand",
      state: "open",
      paymentMethodId,
    });
    if (!begun) throw new PaymentUnderWay((await openAttempt(tx, invoiceId))?.state ?? "open");
    const payload = { attemptId: begun, organizationId };
    await deed.enqueue("invoice.collect", payload, `invoice.collect:${begun}`);
    deed.about("invoice", invoiceId, { number: invoice.number, method: method.title });
    return { invoiceId };
  },
});
