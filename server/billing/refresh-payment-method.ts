import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database } from "../db.ts";
import type { StripeSavedMethod } from "../ports/stripe/payment-methods.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { runOperation } from "./stripe-operation.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort };

/** Brings a saved method up to what Stripe has now: a new expiry, a mandate that was withdrawn, a removal. */
export async function refreshPaymentMethod(
  deps: Deps,
  p: { organizationId: string; paymentMethodId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `payment_method:${p.paymentMethodId}`);
  const row = await deps.db.withOrg(viewer, (tx) =>
    tx.paymentMethod.findFirst({ where: { id: p.paymentMethodId, organizationId: p.organizationId } }),
  );
  if (!row?.stripePaymentMethodId) return;
  const { stripePaymentMethodId: id, mandateId } = row;
  const now = await deps.stripe.retrievePaymentMethod({ id, mandateId });
  await keepPresent({ db: deps.db, clock: deps.clock, viewer }, { id: row.id, now });
}

const keepPresent = command({
  name: "payment_method.refresh",
  permission: "statement:approve",
  run: async (deed: Deed, p: { id: string; now: StripeSavedMethod }): Promise<null> => {
    const { tx } = deed;
    await tx.$queryRaw`select id from payment_method where id = ${p.id}::uuid for update`;
    const before = await tx.paymentMethod.findUniqueOrThrow({ where: { id: p.id } });
    const gone = p.now.customerId === null && before.removedAt === null;
    await tx.paymentMethod.update({
      where: { id: p.id },
      data: {
        ...(p.now.expires ? { expMonth: p.now.expires.month, expYear: p.now.expires.year } : {}),
        ...(p.now.mandate ? { mandateStatus: p.now.mandate.status } : {}),
        ...(gone ? { removedAt: toDate(deed.now), removedByName: "Stripe", isDefault: false } : {}),
      },
    });
    deed.about("payment_method", p.id, { mandate: p.now.mandate?.status ?? null, gone });
    return null;
  },
});

/** Takes a removed method from Stripe, so that nothing can charge it again. Safe to call again. */
export async function detachPaymentMethod(
  deps: Deps,
  p: { organizationId: string; paymentMethodId: string },
): Promise<void> {
  const { organizationId, paymentMethodId } = p;
  const viewer = systemViewer(organizationId, `payment_method:${paymentMethodId}`);
  const row = await deps.db.withOrg(viewer, (tx) =>
    tx.paymentMethod.findFirst({ where: { id: paymentMethodId, organizationId } }),
  );
  const id = row?.stripePaymentMethodId;
  if (!id || !row.removedAt) return;
  await runOperation<null>(deps, {
    kind: "payment_method.detach",
    subjectId: paymentMethodId,
    organizationId,
    providerId: organizationId,
    request: { id },
    send: (idempotencyKey) => deps.stripe.detachPaymentMethod({ id, idempotencyKey }),
    // Detaching looks first by itself.
    lookUp: async () => null,
  });
}
