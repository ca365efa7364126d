import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../logger.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { sendWaitingMoves } from "./disputes/waiting-moves.ts";
import { openPayout } from "./open-payout.ts";
import { releaseParts } from "./release-parts.ts";
import { sendPayout } from "./send-payout.ts";

type Deps = { db: Database; clock: Clock; stripe: StripePort; logger: Logger };

/** Opens the payout of a paid invoice and sends it where nothing stands in its way. Safe to call again. */
export async function payOut(deps: Deps, p: { invoiceId: string; providerId: string }): Promise<void> {
  const viewer = systemViewer(p.providerId, `invoice.paid:${p.invoiceId}`);
  const { payoutId, go } = await openPayout(
    { db: deps.db, clock: deps.clock, viewer },
    { invoiceId: p.invoiceId },
  );
  if (go && payoutId) await sendPayout(deps, { payoutId, providerId: p.providerId });
}

/**
 * Looks again at every payout of a provider that waits or was refused, and at every part that was held:
 * after its account became able to receive transfers, an attestation was renewed, an objection was answered
 * or a day has come. Oldest first; one that fails does not keep the others.
 */
export async function releaseHeldPayouts(deps: Deps, p: { organizationId: string }): Promise<void> {
  const viewer = systemViewer(p.organizationId, `payouts.releasable:${p.organizationId}`);
  const waiting = await deps.db.withOrg(viewer, (tx) =>
    tx.payout.findMany({
      where: { providerId: p.organizationId, state: { in: [...WAITING] } },
      orderBy: { createdAt: "asc" },
    }),
  );
  const failures: unknown[] = [];
  for (const { invoiceId } of waiting)
    await payOut(deps, { invoiceId, providerId: p.organizationId }).catch((error) => failures.push(error));
  await releaseParts(deps, p).catch((error) => failures.push(error));
  await sendWaitingMoves(deps, p).catch((error) => failures.push(error));
  if (failures[0]) throw failures[0];
}

const WAITING = ["held", "scheduled", "failed", "unknown", "pending"] as const;

/** Asks for a look at every provider that something of waits: days pass without an event. */
export async function askForDuePayouts({ db }: Pick<Deps, "db">): Promise<void> {
  await db.open.$executeRaw`select app.enqueue_due_payouts()::text`;
}
