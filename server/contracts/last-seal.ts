import { CHAIN_START } from "../../domain/contracts/signature-evidence.ts";
import type { Tx } from "../db.ts";

/** The hash that the next signature of the contract seals. The contract's row must be locked. */
export async function lastSealOf(tx: Tx, statementOfWorkId: string): Promise<string> {
  const rows = await tx.signature.findMany({
    where: { sowVersion: { statementOfWorkId } },
    select: { prevHash: true, hash: true },
  });
  const sealed = new Set(rows.map((row) => row.prevHash));
  return rows.find((row) => !sealed.has(row.hash))?.hash ?? CHAIN_START;
}
