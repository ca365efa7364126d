import type { Terms } from "../../domain/contracts/terms.ts";
import type { Tx } from "../db.ts";

/**
 * The terms that an engagement runs under. They were checked before they were signed and are not
 * checked again: a catalogue that changed since must not unmake a contract.
 */
export async function signedTerms(tx: Tx, engagement: { sowVersionId: string }): Promise<Terms> {
  const version = await tx.sowVersion.findUniqueOrThrow({ where: { id: engagement.sowVersionId } });
  return version.terms as Terms;
}
