import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { MirrorDeps } from "../mirror-invoice.ts";
import { moveTransfers } from "./move-transfer.ts";

/** Sends what a provider gets back after disputes and could not receive until now. Oldest first. */
export async function sendWaitingMoves(
  deps: Omit<MirrorDeps, "publicUrl">,
  p: { organizationId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `payouts.releasable:${p.organizationId}`);
  const waiting = await deps.db.withOrg(viewer, (tx) =>
    tx.transferMove.findMany({
      where: { providerId: p.organizationId, state: { in: ["pending", "unknown"] } },
      select: { disputeId: true, providerId: true },
      orderBy: { createdAt: "asc" },
    }),
  );
  for (const { disputeId, providerId } of waiting) await moveTransfers(deps, { disputeId, providerId });
}
