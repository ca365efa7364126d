import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import type { Tx } from "../../db.ts";
import type { StripeRefund } from "../../ports/stripe/credit-notes.ts";
import { StripeRefused } from "../../ports/stripe/errors.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { ensureStripeCustomer } from "../stripe-customer.ts";
import { runOperation } from "../stripe-operation.ts";
import { refundReplaced } from "./retry-credit-note.ts";
import { checkRefund } from "./settle-refund.ts";

type Replacement = { refundId: string; organizationId: string; by: "refund" | "balance" };

/**
 * Sends what takes the place of a refund that came back: a refund of the same charge, or credit on the
 * customer's balance with Stripe. A refusal of the new refund is final and shown on it.
 */
export async function sendReplacement(deps: MirrorDeps, p: Replacement): Promise<void> {
  const viewer = systemViewer(p.organizationId, `refund:${p.refundId}`);
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const { newId } = await refundReplaced(caller, { refundId: p.refundId, by: p.by });
  if (p.by === "balance") return creditOnBalance(deps, p);
  const pending = await deps.db.withOrg(viewer, (tx) => unsentRefund(tx, newId, p.refundId));
  if (pending) await refundAgain(deps, pending);
}

type Unsent = {
  id: string;
  organizationId: string;
  providerId: string;
  currency: string;
  amountMinor: bigint;
  chargeId: string;
};

async function refundAgain(deps: MirrorDeps, refund: Unsent): Promise<void> {
  const viewer = systemViewer(refund.organizationId, `refund:${refund.id}`);
  const { id, chargeId, organizationId, providerId } = refund;
  const keep = (data: { stripeRefundId?: string; state?: string; failure?: string }) =>
    deps.db.withOrg(viewer, (tx) => tx.refund.update({ where: { id }, data, select: { id: true } }));
  try {
    const made = await runOperation<StripeRefund>(deps, {
      ...{ kind: "refund.create", subjectId: id, organizationId, providerId },
      request: { chargeId, amount: String(refund.amountMinor), currency: refund.currency },
      send: (idempotencyKey) =>
        deps.stripe.createRefund({
          ...{ chargeId, refundId: id, idempotencyKey },
          amount: money(refund.amountMinor, refund.currency),
        }),
      lookUp: async () =>
        (await deps.stripe.refundsOfCharge(chargeId)).find((one) => one.metadata.refund_id === id) ?? null,
    });
    await keep({ stripeRefundId: made.id });
    await checkRefund(deps, { stripeRefundId: made.id, organizationId });
  } catch (error) {
    if (!(error instanceof StripeRefused)) throw error;
    await keep({ state: "failed", failure: error.message });
    deps.logger.error({ err: error, refundId: id, alarm: true }, "Stripe refused a refund");
  }
}

async function creditOnBalance(deps: MirrorDeps, p: Replacement): Promise<void> {
  const viewer = systemViewer(p.organizationId, `refund:${p.refundId}`);
  const refund = await deps.db.withOrg(viewer, (tx) =>
    tx.refund.findUniqueOrThrow({ where: { id: p.refundId }, include: { creditNote: true } }),
  );
  const customerId = await ensureStripeCustomer(deps, p);
  const { organizationId, providerId, currency, amountMinor } = refund;
  await runOperation<{ id: string }>(deps, {
    ...{ kind: "refund.to_balance", subjectId: refund.id, organizationId, providerId },
    request: { customerId, amount: String(amountMinor), currency },
    send: (idempotencyKey) =>
      deps.stripe.creditCustomer({
        customerId,
        amount: money(amountMinor, currency),
        description: `Credit note ${refund.creditNote.number}: refund that came back`,
        ...{ reference: refund.id, idempotencyKey },
      }),
    lookUp: () => deps.stripe.findCustomerCredit({ customerId, reference: refund.id }),
  });
  await deps.db.withOrg(viewer, (tx) =>
    tx.refund.update({
      where: { id: refund.id },
      data: { settledAt: toDate(deps.clock.now()) },
      select: { id: true },
    }),
  );
}

/**
 * The refund in the place of a failed one that has not reached Stripe yet: the new one, or one of an earlier
 * try.
 */
async function unsentRefund(tx: Tx, newId: string | null, failedId: string): Promise<Unsent | null> {
  const [row] = await tx.$queryRaw<Unsent[]>`
    select r.id, r.organization_id as "organizationId", r.provider_id as "providerId", r.currency,
           r.amount_minor as "amountMinor", i.stripe_charge_id as "chargeId"
    from refund f join refund r on r.credit_note_id = f.credit_note_id join invoice i on i.id = r.invoice_id
    where f.id = ${failedId}::uuid and r.state = 'pending' and r.stripe_refund_id is null
      and (${newId}::uuid is null or r.id = ${newId}::uuid) and i.stripe_charge_id is not null
    limit 1`;
  return row ?? null;
}
