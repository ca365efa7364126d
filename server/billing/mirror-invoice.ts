import { invoiceLines, taxInvoiceLines } from "../../domain/billing/invoice-document.ts";
import { type InvoiceEvent, type InvoiceState, invoiceMachine } from "../../domain/billing/states.ts";
import { taxNotes } from "../../domain/billing/tax/tax-words.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { money } from "../../domain/shared/money.ts";
import { can, next } from "../../domain/shared/state-machine.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import type { Logger } from "../logger.ts";
import { StripeRefused, StripeTotalMismatch } from "../ports/stripe/errors.ts";
import type { StripeInvoice } from "../ports/stripe/invoices.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { bookBalanceApplied } from "./credits/balance-applied.ts";
import { type InvoiceToMirror, invoiceToMirror } from "./invoice-to-mirror.ts";
import { ensureStripeCustomer } from "./stripe-customer.ts";
import { runOperation } from "./stripe-operation.ts";

export type MirrorDeps = {
  db: Database;
  clock: Clock;
  stripe: StripePort;
  logger: Logger;
  publicUrl: string;
};

/**
 * Brings an issued invoice to Stripe so that it can be paid: customer, draft with its lines, a
 * comparison of the totals to the minor unit, then finalized. May be called again at any point and goes
 * on where it broke off. A refusal or another total stops the invoice and is logged as an alarm; an
 * unknown outcome is thrown, to be retried with the same keys.
 */
export async function mirrorInvoice(deps: MirrorDeps, p: { invoiceId: string; organizationId: string }) {
  const viewer = systemViewer(p.organizationId, `invoice:${p.invoiceId}`);
  const invoice = await deps.db.withOrg(viewer, (tx) => invoiceToMirror(tx, p.invoiceId));
  if (invoice?.state !== "issued") return;
  try {
    const customerId = await ensureStripeCustomer(deps, invoice);
    const draft = await drafted(deps, { invoice, customerId });
    await deps.db.withOrg(viewer, (tx) =>
      tx.invoice.update({ where: { id: invoice.id }, data: { stripeInvoiceId: draft.id } }),
    );
    const open = await finalized(deps, { invoice, draft });
    await deps.db.withOrg(viewer, async (tx) => {
      await move(tx, { id: invoice.id, event: "open", hostedUrl: open.hostedUrl });
      await bookBalanceApplied(tx, { invoice, mirror: open, at: deps.clock.now() });
    });
  } catch (error) {
    if (!(error instanceof StripeRefused || error instanceof StripeTotalMismatch)) throw error;
    deps.logger.error(
      { err: error, invoiceId: invoice.id, alarm: true },
      "an invoice stopped on its way to Stripe",
    );
    await deps.db.withOrg(viewer, (tx) => move(tx, { id: invoice.id, event: "stop" }));
  }
}

function drafted(
  deps: MirrorDeps,
  { invoice, customerId }: { invoice: InvoiceToMirror; customerId: string },
) {
  // Tax is a line of its own: rates that Stripe applied itself could end a cent away from ours.
  const lines = [...invoiceLines(invoice), ...taxInvoiceLines(invoice)];
  const request = {
    customerId,
    currency: invoice.currency,
    invoiceId: invoice.id,
    daysUntilDue: invoice.daysUntilDue,
    lines: lines.map((line) => [line.description, String(line.amount.amountMinor)]),
  };
  return runOperation<StripeInvoice>(deps, {
    ...operationOf(invoice, "invoice.draft"),
    request,
    send: (idempotencyKey) =>
      deps.stripe.createDraftInvoice({
        customerId,
        currency: invoice.currency,
        lines,
        invoiceId: invoice.id,
        daysUntilDue: invoice.daysUntilDue,
        description: [`Invoice ${invoice.number}`, ...taxNotes(invoice.taxes)].join(". "),
        // A half-made draft of an earlier key holds the number for ever; the description carries it too.
        ...(idempotencyKey.endsWith(":1") ? { number: invoice.number } : {}),
        metadata: {
          organization_id: invoice.organizationId,
          provider_id: invoice.providerId,
          return_url: `${deps.publicUrl}/invoices/${invoice.id}`,
        },
        idempotencyKey,
      }),
    lookUp: async () => {
      const mirrors = await deps.stripe.findInvoicesByOurId({ customerId, invoiceId: invoice.id });
      return mirrors.find((one) => one.total.amountMinor === invoice.totalMinor) ?? null;
    },
  });
}

async function finalized(
  deps: MirrorDeps,
  { invoice, draft }: { invoice: InvoiceToMirror; draft: StripeInvoice },
) {
  const lookUp = async () => {
    const now = await deps.stripe.retrieveInvoice(draft.id);
    return now.status === "draft" ? null : now;
  };
  return runOperation<StripeInvoice>(deps, {
    ...operationOf(invoice, "invoice.finalize"),
    request: { stripeInvoiceId: draft.id, totalMinor: String(invoice.totalMinor) },
    send: (idempotencyKey) =>
      deps.stripe.finalizeInvoice({
        stripeInvoiceId: draft.id,
        expectedTotal: money(invoice.totalMinor, invoice.currency),
        idempotencyKey,
      }),
    lookUp,
  });
}

function operationOf(invoice: InvoiceToMirror, kind: string) {
  const { organizationId, providerId } = invoice;
  return { kind, subjectId: invoice.id, organizationId, providerId };
}

/** Moves the invoice where the event still applies: a payment that overtook us is not taken back. */
async function move(
  tx: Tx,
  p: { id: string; event: InvoiceEvent; hostedUrl?: string | null },
): Promise<void> {
  const [row] = await tx.$queryRaw<{ state: InvoiceState }[]>`
    select state from invoice where id = ${p.id}::uuid for update`;
  const hosted = p.hostedUrl === undefined ? {} : { hostedUrl: p.hostedUrl };
  if (!row) return;
  const state = can(invoiceMachine, row.state, p.event)
    ? next(invoiceMachine, row.state, p.event)
    : row.state;
  await tx.invoice.update({ where: { id: p.id }, data: { ...hosted, state } });
}
