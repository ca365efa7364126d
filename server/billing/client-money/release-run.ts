import { runReleased } from "../../../domain/ledger/client-money-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { postEntry } from "../../ledger/post-entry.ts";

type Run = {
  id: string;
  organizationId: string;
  engagementId: string;
  currency: string;
  totalMinor: bigint;
  state: string;
};

/**
 * Releases an approved run if cleared funds of that client and engagement cover it, and answers whether it is
 * released. Releases of one client wait for each other; the guard of the account is the second lock. For the
 * worker.
 */
export const releaseRun = command({
  name: "payroll_run.release",
  permission: "payroll_run:approve",
  run: async (deed: Deed, { runId }: { runId: string }): Promise<{ released: boolean }> => {
    const { tx } = deed;
    const [run] = await tx.$queryRaw<Run[]>`
      select id, organization_id as "organizationId", engagement_id as "engagementId", currency,
        total_minor as "totalMinor", state from payroll_run where id = ${runId}::uuid for update`;
    if (!run || run.state !== "approved") return { released: run?.state === "released" };
    await lockClientMoney(tx, run.engagementId);
    deed.about("payroll_run", runId, { totalMinor: String(run.totalMinor) });
    if ((await unusedFunds(tx, run)) < run.totalMinor) return { released: false };
    const client = { buyerId: run.organizationId, engagementId: run.engagementId };
    await postEntry(
      tx,
      runReleased({ ...client, runId, amount: money(run.totalMinor, run.currency), at: deed.now }),
    );
    await tx.payrollRun.update({
      where: { id: runId },
      data: { state: "released", releasedAt: toDate(deed.now) },
    });
    return { released: true };
  },
});

/** One change of a client's money at a time. */
export async function lockClientMoney(tx: Tx, engagementId: string): Promise<void> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${`client_money:${engagementId}`}, 0))::text`;
}

/** What of a client's cleared funds no run has taken, in minor units. */
export async function unusedFunds(
  tx: Tx,
  p: { organizationId: string; engagementId: string; currency: string },
): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ unused: bigint }[]>`
    select coalesce(-sum(p.amount_minor), 0)::bigint as unused
    from posting p join ledger_account a on a.id = p.account_id
    where a.code = 'client_money' and a.currency = ${p.currency}
      and a.organization_id = ${p.organizationId}::uuid and a.engagement_id = ${p.engagementId}::uuid`;
  return row?.unused ?? 0n;
}
