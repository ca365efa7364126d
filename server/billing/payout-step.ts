import type { Temporal } from "temporal-polyfill";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

export type PayoutStepName = "opened" | "scheduled" | "held" | "released" | "sent" | "failed" | "part";

type Of = { id: string; organizationId: string; providerId: string };

/** Writes a dated step of a payout, unless its last step of the kind says the same already. */
export async function noteStep(
  tx: Tx,
  payout: Of,
  p: { step: PayoutStepName; says: string; at: Temporal.Instant },
): Promise<void> {
  await tx.$executeRaw`
    insert into payout_step (organization_id, provider_id, payout_id, step, says, at)
    select ${payout.organizationId}::uuid, ${payout.providerId}::uuid, ${payout.id}::uuid, ${p.step},
           ${p.says}, ${toDate(p.at)}
    where ${p.says} is distinct from (select says from payout_step
      where payout_id = ${payout.id}::uuid and step = ${p.step} order by id desc limit 1)`;
}
