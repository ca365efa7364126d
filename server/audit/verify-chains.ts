import { createHash } from "node:crypto";
import { type ChainFault, type ChainHead, followChain } from "../../domain/identity/audit-chain.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Database } from "../db.ts";
import { auditLinks, chainHeads } from "./audit-links.read.ts";

export type VerifiedChain = { organizationId: string; rows: bigint; fault: ChainFault | null };

/** Few enough rows to hold, many enough that asking is not what takes the time. */
const AT_ONCE = 5_000;

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * Rebuilds every row of every organisation's chain outside the database, and holds it against the head and
 * the anchors. An organisation that only the anchors know has lost its whole chain.
 */
export async function* verifyChains(
  db: Database,
  anchors: ReadonlyMap<string, readonly ChainHead[]>,
): AsyncGenerator<VerifiedChain> {
  const heads = await chainHeads(db.open);
  for (const organizationId of new Set([...heads.keys(), ...anchors.keys()])) {
    const walk = followChain({ digest, anchors: anchors.get(organizationId) ?? [] });
    for (let after = 0n, fault = null as ChainFault | null; !fault; ) {
      const links = await db.readOrg(systemViewer(organizationId, "audit:verify"), (tx) =>
        auditLinks(tx, { organizationId, after, take: AT_ONCE }),
      );
      for (const link of links) fault ??= walk.take(link);
      after = links.at(-1)?.seq ?? after;
      if (links.length < AT_ONCE) break;
    }
    const fault = walk.end(heads.get(organizationId) ?? null);
    yield { organizationId, rows: walk.rows, fault };
  }
}
