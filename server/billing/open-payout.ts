import { payoutBlockers } from "../../domain/billing/payout-blockers.ts";
import { type PayoutEvent, type PayoutState, payoutMachine } from "../../domain/billing/states.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { bookDay } from "../../domain/ledger/period-lock.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { can, next } from "../../domain/shared/state-machine.ts";
import type { AttestationLevel } from "../../domain/vetting/attestation.ts";
import { missingAttestations } from "../../domain/vetting/attestation-gate.ts";
import { fromPlainDate, toPlainDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Prisma, Tx } from "../db.ts";
import { shareLeft } from "./credits/share-left.ts";
import { missingRate, statePayoutFx } from "./exchange/state-fx-lines.ts";
import { lockPlan } from "./lock-plan.ts";
import { scheduleInForce } from "./payout-schedule.read.ts";
import { noteStep } from "./payout-step.ts";
import { planPayout } from "./plan-payout.ts";
import { signedTerms } from "./signed-terms.ts";
import { waitFor } from "./wait-for-payout.ts";

/**
 * Opens the payout of a paid invoice, once, and says whether it may go out now. Where something stands
 * in its way it is held with every reason; where the provider's schedule says later it waits for its day. One
 * that may go is planned: what of it stays behind. A held or failed one is looked at again. A month that
 * leaves the provider nothing has none. Acts for the provider, on the worker's connection; permission
 * payout:set_up; throws NotFound.
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
    // An objection comes before the plan or is too late: see contest-amount.ts.
    await lockPlan(tx, statement.id);
    const left = await shareLeft(tx, invoiceId);
    if (left <= 0n) return keepBack(deed, invoiceId);
    await tx.$executeRaw`
      insert into payout (organization_id, provider_id, invoice_id, state, currency, amount_minor)
      values (${organizationId}::uuid, ${providerId}::uuid, ${invoiceId}::uuid, 'pending', ${currency},
              ${left})
      on conflict (invoice_id) do nothing`;
    const [payout] = await tx.$queryRaw<Locked[]>`
      select id, state, amount_minor as "amountMinor", transfer_minor as "transferMinor"
      from payout where invoice_id = ${invoiceId}::uuid for update`;
    if (!payout) throw new NotFound("payout");
    if (payout.state === "sent") return { payoutId: payout.id, go: false };
    // One that was asked for already is only settled: what stands in its way now comes too late.
    if (payout.state === "unknown" || (payout.state === "pending" && payout.transferMinor !== null))
      return { payoutId: payout.id, go: true };
    const go = await settleStanding(deed, { payout, invoice });
    return { payoutId: payout.id, go };
  },
});

/** Credit notes or a dispute took all of it: one that has not gone out waits, and says why. */
async function keepBack({ tx }: Deed, invoiceId: string): Promise<{ payoutId: null; go: false }> {
  await tx.payout.updateMany({
    where: { invoiceId, state: { in: ["held", "scheduled", "pending", "failed"] }, transferMinor: null },
    data: { state: "held", heldBecause: "Credit notes or a dispute have taken all of it." },
  });
  return { payoutId: null, go: false };
}

type Locked = { id: string; state: PayoutState; amountMinor: bigint; transferMinor: bigint | null };
type PaidInvoice = Prisma.InvoiceGetPayload<{ include: { statement: { include: { engagement: true } } } }>;

/** Decides where the payout stands now, with the dated step that says why, and plans it where it may go. */
async function settleStanding(deed: Deed, p: { payout: Locked; invoice: PaidInvoice }): Promise<boolean> {
  const { tx, now } = deed;
  const { payout, invoice } = p;
  const { statement, organizationId, providerId, currency } = invoice;
  const of = { id: payout.id, organizationId, providerId };
  const terms = await signedTerms(tx, statement.engagement);
  await noteStep(tx, of, { step: "opened", says: openedWords(invoice), at: now });
  const blockers = await reasonsToHold(deed, { invoice, terms });
  const on = bookDay(now).toString();
  const missing = await missingRate(tx, { organizationId: providerId, currency, on });
  const reasons = missing ? [...blockers, missing] : blockers;
  const schedule = await scheduleInForce(tx, { viewer: deed.viewer, currency, now });
  const wait = await waitFor(deed, {
    ...p,
    schedule,
    contestDays: terms.contestDays ?? USUAL_CONTEST_DAYS,
  });
  const because = reasons.length > 0 ? reasons.join(" ") : wait.because;
  const state = after(payout.state, reasons.length > 0 ? "hold" : wait.because ? "schedule" : null);
  const isGo = state === "pending";
  const toPlan = { ...of, currency, amountMinor: payout.amountMinor, statement, invoiceId: invoice.id };
  const transferMinor = isGo ? await planPayout(deed, toPlan, schedule) : null;
  if (transferMinor !== null)
    await statePayoutFx(deed, {
      ...{ invoiceId: invoice.id, organizationId, providerId, currency },
      ...{ purpose: "payout", minor: transferMinor },
    });
  await tx.payout.update({
    where: { id: payout.id },
    data: { state, heldBecause: because, releaseOn: wait.on && fromPlainDate(wait.on), transferMinor },
  });
  const step = isGo ? "released" : reasons.length > 0 ? "held" : "scheduled";
  await noteStep(tx, of, { step, says: because ?? wait.says, at: now });
  // Smaller ones that waited for company go with it.
  if (isGo && schedule && schedule.minimumMinor > 0n)
    await deed.enqueue(
      "payouts.releasable",
      { organizationId: providerId },
      `payouts.releasable:${providerId}`,
    );
  deed.about("payout", payout.id, { state, reasons });
  return isGo;
}

/** Left out of a contract's terms, a month can be contested for five days. */
const USUAL_CONTEST_DAYS = 5;

/** Words for a dated row: who approved when, and when the money came. Silence would show here. */
function openedWords({ number, paidAt, statement }: PaidInvoice): string {
  const day = (at: Date | null) => (at ? toPlainDate(at).toString() : "never");
  const how = (byId: string | null) => (byId === null ? " (by silence after dated notices)" : "");
  const { buyerApprovedById, providerApprovedById } = statement;
  const buyer = `approved by the buyer on ${day(statement.buyerApprovedAt)}${how(buyerApprovedById)}`;
  const provider = `by the provider on ${day(statement.providerApprovedAt)}${how(providerApprovedById)}`;
  return `Invoice ${number}, ${buyer} and ${provider}, was paid on ${day(paidAt)}.`;
}

function after(state: PayoutState, event: PayoutEvent | null): PayoutState {
  const released = can(payoutMachine, state, "release") ? next(payoutMachine, state, "release") : state;
  return event === null ? released : next(payoutMachine, released, event);
}

/** What stands in the way of any money to the provider for an invoice, in sentences; empty: nothing. */
export async function reasonsToHold(
  { tx, now }: Deed,
  p: {
    invoice: { providerId: string; stripeChargeId: string | null; carriedOnMinor: bigint };
    terms: Terms;
  },
): Promise<string[]> {
  const { providerId, stripeChargeId, carriedOnMinor } = p.invoice;
  const { terms } = p;
  const account = await tx.stripeAccount.findUnique({ where: { organizationId: providerId } });
  return payoutBlockers({
    transfersStatus: account?.transfersStatus ?? null,
    isClosed: account?.closedAt != null,
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
