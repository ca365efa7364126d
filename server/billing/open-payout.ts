import { payoutBlockers } from "../../domain/billing/payout-blockers.ts";
import { type PayoutEvent, type PayoutState, payoutMachine } from "../../domain/billing/states.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { can, next } from "../../domain/shared/state-machine.ts";
import type { AttestationLevel } from "../../domain/vetting/attestation.ts";
import { missingAttestations } from "../../domain/vetting/attestation-gate.ts";
import { toPlainDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { shareLeft } from "./credits/share-left.ts";
import { signedTerms } from "./signed-terms.ts";

/**
 * Opens the payout of a paid invoice, once, and says whether it may go out now. Where something stands
 * in its way it is held with every reason, and a held or failed one is looked at again. A month that leaves
 * the provider nothing has none. Acts for the
 * provider, on the worker's connection; permission payout:set_up; throws NotFound.
 */
export const openPayout = command({
  name: "payout.open",
  permission: "payout:set_up",
  run: async (
    deed: Deed,
    { invoiceId }: { invoiceId: string },
  ): Promise<{ payoutId: string | null; go: boolean }> => {
    const { tx } = deed;
    const invoice = await tx.invoice.findUnique({
      where: { id: invoiceId },
      include: { statement: { include: { engagement: true } } },
    });
    if (!invoice) throw new NotFound("invoice");
    const { organizationId, providerId, currency, statement } = invoice;
    const left = await shareLeft(tx, invoiceId);
    if (left <= 0n) return keepBack(deed, invoiceId);
    await tx.$executeRaw`
      insert into payout (organization_id, provider_id, invoice_id, state, currency, amount_minor)
      values (${organizationId}::uuid, ${providerId}::uuid, ${invoiceId}::uuid, 'pending', ${currency},
              ${left})
      on conflict (invoice_id) do nothing`;
    const [payout] = await tx.$queryRaw<{ id: string; state: PayoutState }[]>`
      select id, state from payout where invoice_id = ${invoiceId}::uuid for update`;
    if (!payout) throw new NotFound("payout");
    if (payout.state === "sent") return { payoutId: payout.id, go: false };
    // One that was asked for already is only settled: what stands in its way now comes too late.
    if (payout.state === "unknown") return { payoutId: payout.id, go: true };
    const reasons = await reasonsToHold(deed, { invoice, sowVersionId: statement.engagement.sowVersionId });
    const state = after(payout.state, reasons);
    await tx.payout.update({
      where: { id: payout.id },
      data: { state, heldBecause: reasons.length > 0 ? reasons.join(" ") : null },
    });
    deed.about("payout", payout.id, { state, reasons });
    return { payoutId: payout.id, go: state === "pending" };
  },
});

/** Credit notes or a dispute took all of it: one that has not gone out waits, and says why. */
async function keepBack({ tx }: Deed, invoiceId: string): Promise<{ payoutId: null; go: false }> {
  await tx.payout.updateMany({
    where: { invoiceId, state: { in: ["held", "pending", "failed"] } },
    data: { state: "held", heldBecause: "Credit notes or a dispute have taken all of it." },
  });
  return { payoutId: null, go: false };
}

function after(state: PayoutState, reasons: readonly string[]): PayoutState {
  const released = can(payoutMachine, state, "release") ? next(payoutMachine, state, "release") : state;
  return reasons.length === 0 ? released : next(payoutMachine, released, "hold" satisfies PayoutEvent);
}

async function reasonsToHold(
  { tx, now }: Deed,
  p: {
    invoice: { providerId: string; stripeChargeId: string | null; carriedOnMinor: bigint };
    sowVersionId: string;
  },
): Promise<string[]> {
  const { providerId, stripeChargeId, carriedOnMinor } = p.invoice;
  const account = await tx.stripeAccount.findUnique({ where: { organizationId: providerId } });
  const terms = await signedTerms(tx, p);
  return payoutBlockers({
    transfersStatus: account?.transfersStatus ?? null,
    requirements: Array.isArray(account?.blockers) ? account.blockers.map(String) : [],
    missing: missingAttestations({
      required: terms.requiredAttestations,
      held: await heldBy(tx, providerId),
      on: now.toZonedDateTimeISO(terms.zone).toPlainDate(),
    }),
    hasCharge: stripeChargeId !== null || carriedOnMinor <= 0n,
  });
}

async function heldBy(tx: Tx, organizationId: string) {
  const rows = await tx.attestation.findMany({ where: { organizationId } });
  return rows.map((row) => ({
    kind: row.kind,
    level: row.level as AttestationLevel,
    validFrom: toPlainDate(row.validFrom),
    validTo: toPlainDate(row.validTo),
  }));
}
