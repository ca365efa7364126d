import type { Tx } from "../db.ts";

/**
 * Of an objection and the plan of the payout it is about, one waits for the other, to the end of the
 * transaction.
 */
export async function lockPlan(tx: Tx, statementId: string): Promise<void> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${`payout-plan:${statementId}`}, 0))::text`;
}
