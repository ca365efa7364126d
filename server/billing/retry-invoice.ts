import { invoiceInput } from "../../domain/billing/billing.input.ts";
import { type InvoiceState, invoiceMachine } from "../../domain/billing/states.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { can, next } from "../../domain/shared/state-machine.ts";
import { command, type Deed } from "../command.ts";
import { findInvoice } from "./invoice.read.ts";

/**
 * Staff send a stopped invoice to Stripe again; the worker does it. Permission portfolio:read, the
 * marketplace's staff only; throws NotAllowed, NotFound, TransitionRefused where the invoice is not
 * stopped.
 */
export const retryInvoice = command({
  name: "invoice.retry",
  permission: "portfolio:read",
  run: async (deed: Deed, input: { invoiceId: string }): Promise<{ invoiceId: string }> => {
    const { invoiceId } = parseInput(invoiceInput, input);
    if (!isStaff(deed.viewer)) throw new NotAllowed();
    const invoice = await findInvoice(deed.tx, deed.viewer, invoiceId);
    if (!invoice) throw new NotFound("invoice");
    next(invoiceMachine, invoice.state, "try_again");
    const { organizationId } = invoice;
    await deed.enqueue("invoice.retry", { invoiceId, organizationId }, `invoice.retry:${invoiceId}`);
    deed.about("invoice", invoiceId, { number: invoice.number });
    return { invoiceId };
  },
});

/**
 * Puts a stopped invoice back on its way; any other stays as it is. For the worker; permission
 * statement:approve.
 */
export const takeUpAgain = command({
  name: "invoice.take_up_again",
  permission: "statement:approve",
  run: async (deed: Deed, { invoiceId }: { invoiceId: string }): Promise<null> => {
    const [locked] = await deed.tx.$queryRaw<{ state: InvoiceState }[]>`
      select state from invoice where id = ${invoiceId}::uuid for update`;
    if (!locked) throw new NotFound("invoice");
    deed.about("invoice", invoiceId);
    if (can(invoiceMachine, locked.state, "try_again"))
      await deed.tx.invoice.update({
        where: { id: invoiceId },
        data: { state: next(invoiceMachine, locked.state, "try_again") },
      });
    return null;
  },
});
