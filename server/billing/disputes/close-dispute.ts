import { type DisputeOutcome, disputeOutcome } from "../../../domain/billing/charge-dispute.ts";
import { disputeLossUndone, disputeLost, shareReleased } from "../../../domain/ledger/dispute-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { StripeDispute } from "../../ports/stripe/disputes.ts";
import { noteShareChange } from "../credits/share-left.ts";
import { type DisputeRow, lockedDispute } from "./dispute-row.read.ts";
import { ofPayment } from "./of-payment.ts";

/**
 * Draws the consequence of how a dispute ended, once: won, prevented or closed, the provider's part is its
 * own again; lost, everybody loses their part, or the marketplace all of it. A loss is undone where an appeal
 * is won. For the worker, after what was taken back has been settled; permission statement:approve.
 */
export const closeDispute = command({
  name: "charge_dispute.close",
  permission: "statement:approve",
  run: async (deed: Deed, p: { disputeId: string; dispute: StripeDispute }): Promise<null> => {
    const { tx } = deed;
    const row = await lockedDispute(tx, p.disputeId);
    const { heldMinor, outcome: before } = row;
    const outcome = disputeOutcome({ status: p.dispute.status, heldMinor, before });
    deed.about("charge_dispute", row.id, { before, outcome });
    if (outcome === before || outcome === null) return null;
    if (before !== null && before !== "lost") return null;
    await tx.chargeDispute.update({
      where: { id: row.id },
      data: { outcome, closedAt: toDate(deed.now) },
      select: { id: true },
    });
    if (row.takenFrom === null) return null;
    const moved = p.dispute.movements.map((one) => ofPayment(p.dispute, one).amountMinor);
    const takenMinor = moved.reduce((sum, minor) => (minor < 0n ? sum - minor : sum), 0n);
    if (before === "lost") await postFact(tx, disputeLossUndone(lossOf(deed, row, takenMinor)));
    if (outcome === "lost") await postFact(tx, disputeLost(lossOf(deed, row, takenMinor)));
    const wasGivenBack = before === "lost" && row.borneBy === "marketplace";
    if ((outcome !== "lost" || row.borneBy === "marketplace") && !wasGivenBack)
      await release(deed, row, outcome);
    return null;
  },
});

async function release(deed: Deed, row: DisputeRow, outcome: DisputeOutcome): Promise<void> {
  const { organizationId, providerId, engagementId, invoiceId, currency } = row;
  const { providerMinor: amountMinor, takenFrom } = row;
  if (amountMinor === 0n) return;
  const amount = money(amountMinor, currency);
  const to = takenFrom === "provider_receivable" ? "provider_receivable" : "provider_payable";
  const { id: disputeId, invoiceNumber } = row;
  await postFact(
    deed.tx,
    shareReleased({ disputeId, invoiceNumber, providerId, engagementId, to, amount, at: deed.now }),
  );
  if (to === "provider_receivable") return;
  await noteShareChange(deed, {
    ...{ organizationId, providerId, engagementId, invoiceId, currency },
    ...{ cause: "dispute_over", causeId: disputeId, amountMinor: -amountMinor },
  });
  if (takenFrom === "reversal")
    await deed.tx.transferMove.create({
      data: {
        ...{
          organizationId,
          providerId,
          disputeId,
          kind: "retransfer",
          state: "pending",
          currency,
          amountMinor,
        },
        createdAt: toDate(deed.now),
      },
      select: { id: true },
    });
  else
    await deed.enqueue(
      "payouts.releasable",
      { organizationId: providerId },
      `payouts:${disputeId}:${outcome}`,
    );
}

function lossOf({ now }: Deed, row: DisputeRow, takenMinor: bigint) {
  const { id: disputeId, invoiceNumber, providerId, engagementId, currency, borneBy } = row;
  return {
    ...{ disputeId, invoiceNumber, providerId, engagementId, borneBy, at: now },
    held: money(takenMinor, currency),
    provider: money(row.providerMinor, currency),
    commission: money(row.commissionMinor, currency),
  };
}
