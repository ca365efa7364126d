import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { CollectDeps } from "./collect-invoice.ts";
import { observeCollection } from "./observe-collection.ts";
import { refreshPaymentMethod } from "./refresh-payment-method.ts";
import { finishPaymentSetup } from "./set-up-payment-method.ts";

type Hint = { type: string; payload: unknown };

export const ABOUT_COLLECTING = [
  ...["payment_intent.processing", "payment_intent.payment_failed", "payment_intent.canceled"],
  ...["invoice.payment_failed", "checkout.session.completed", "checkout.session.expired"],
  ...["payment_method.detached", "payment_method.updated", "payment_method.automatically_updated"],
  "mandate.updated",
] as const;
type Followed = (typeof ABOUT_COLLECTING)[number];

/**
 * Acts on what an event may mean for collecting: a payment that is with the bank, failed or was called off, a
 * method that was saved, changed or removed. The event is a hint: the object is read as Stripe has it now.
 */
export async function followCollectingEvent(deps: CollectDeps, hint: Hint): Promise<void> {
  const object = objectOf(hint.payload);
  const id = text(object.id);
  if (id === null) return;
  switch (hint.type as Followed) {
    case "payment_intent.processing":
    case "payment_intent.payment_failed":
    case "payment_intent.canceled":
      return followIntent(deps, id);
    case "invoice.payment_failed":
      return followInvoice(deps, id);
    case "checkout.session.completed":
    case "checkout.session.expired": {
      const organizationId = text(
        (object.metadata as Record<string, unknown> | undefined)?.organization_id,
      );
      if (organizationId !== null) await finishPaymentSetup(deps, { organizationId, sessionId: id });
      return;
    }
    case "payment_method.detached":
    case "payment_method.updated":
    case "payment_method.automatically_updated":
      return followMethod(deps, id);
    case "mandate.updated": {
      const methodId = text(object.payment_method);
      return methodId === null ? undefined : followMethod(deps, methodId);
    }
    default:
      return;
  }
}

async function followIntent(deps: CollectDeps, intentId: string): Promise<void> {
  const stripeInvoiceId = await deps.stripe.invoiceOfIntent(intentId);
  if (stripeInvoiceId !== null) await followInvoice(deps, stripeInvoiceId);
}

async function followInvoice(deps: CollectDeps, stripeInvoiceId: string): Promise<void> {
  const now = await deps.stripe.retrieveCollection(stripeInvoiceId);
  const { invoice_id: invoiceId, organization_id: organizationId } = now.metadata;
  if (!invoiceId || !organizationId) return;
  const viewer = systemViewer(organizationId, `collection:${stripeInvoiceId}`);
  await observeCollection({ db: deps.db, clock: deps.clock, viewer }, { invoiceId, now });
}

async function followMethod(deps: CollectDeps, stripeId: string): Promise<void> {
  const [known] = await deps.db.open.$queryRaw<{ id: string; organizationId: string }[]>`
    select id, organization_id as "organizationId" from app.payment_method_of(${stripeId})`;
  if (!known) return;
  const { id: paymentMethodId, organizationId } = known;
  await refreshPaymentMethod(deps, { paymentMethodId, organizationId });
}

function objectOf(payload: unknown): Record<string, unknown> {
  const { data } = payload as { data?: { object?: Record<string, unknown> } };
  return data?.object ?? {};
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
