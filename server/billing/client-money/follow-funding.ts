import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { fundsCleared, fundsReturned } from "../../../domain/ledger/client-money-recipes.ts";
import { money } from "../../../domain/shared/money.ts";
import { type Clock, toDate, toInstant } from "../../clock.ts";
import type { Database, Tx } from "../../db.ts";
import { enqueueAt } from "../../enqueue-at.ts";
import { postFact } from "../../ledger/post-entry.ts";
import type { FundingRail, FundsStanding } from "../../ports/funding-rail/port.ts";
import { lockClientMoney, unusedFunds } from "./release-run.ts";

export type RailDeps = { db: Database; clock: Clock; rail: FundingRail };

/** How long cleared funds are still looked at: a bank takes some back later. */
const WATCHED = Temporal.Duration.from({ hours: 24 * 60 });

/**
 * Announces funds to the rail, and follows them until they are cleared and as long as a bank may take
 * them back. Every request bears the funding's own id as its key, and none is made inside a transaction;
 * run again, it changes nothing.
 */
export async function followFunding(
  deps: RailDeps,
  p: { fundingId: string; organizationId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `client_funding:${p.fundingId}`);
  const inOrg = <T>(work: (tx: Tx) => Promise<T>) => deps.db.withOrg(viewer, work);
  const funding = await inOrg((tx) => tx.clientFunding.findUnique({ where: { id: p.fundingId } }));
  if (!funding || funding.state === "returned") return;
  const amount = money(funding.amountMinor, funding.currency);
  const { railId, reference } = await deps.rail.announce({ key: funding.id, amount });
  const standing = await deps.rail.funds(railId);
  await inOrg(async (tx) => {
    await tx.$queryRaw`select id::text from client_funding where id = ${funding.id}::uuid for update`;
    await tx.clientFunding.updateMany({
      where: { id: funding.id, state: "requested" },
      data: { state: "announced", railId, reference },
    });
    await move(tx, { ...deps, fundingId: funding.id, standing });
    const now = deps.clock.now();
    const since = funding.clearedAt ? toInstant(funding.clearedAt) : now;
    const over = Temporal.Instant.compare(now, since.add(WATCHED)) > 0;
    if (standing === "returned" || over) return;
    await enqueueAt(tx, {
      task: "client_funding.follow",
      payload: p,
      key: `client_funding:${funding.id}`,
      ...{ now, at: now.add({ minutes: standing === "cleared" ? 360 : 2 }) },
    });
  });
}

/** Books what the rail says, forward only. */
async function move(tx: Tx, p: RailDeps & { fundingId: string; standing: FundsStanding }): Promise<void> {
  const funding = await tx.clientFunding.findUniqueOrThrow({ where: { id: p.fundingId } });
  const { organizationId, engagementId, currency } = funding;
  const at = p.clock.now();
  const fact = {
    ...{ fundingId: funding.id, buyerId: organizationId, engagementId, at },
    amount: money(funding.amountMinor, currency),
  };
  await lockClientMoney(tx, engagementId);
  if (p.standing !== "waiting" && funding.state === "announced") {
    await postFact(tx, fundsCleared(fact));
    await tx.clientFunding.update({
      where: { id: funding.id },
      data: { state: "cleared", clearedAt: toDate(at) },
    });
    const waiting = await tx.payrollRun.findMany({
      where: { engagementId, state: "approved" },
      select: { id: true },
    });
    for (const run of waiting)
      await enqueueAt(tx, {
        task: "payroll_run.release",
        payload: { runId: run.id, organizationId },
        key: `payroll_run:${run.id}`,
        ...{ now: at, at },
      });
  }
  if (p.standing === "returned" && funding.state !== "returned") {
    const unusedMinor = await unusedFunds(tx, { organizationId, engagementId, currency });
    await postFact(tx, fundsReturned({ ...fact, unusedMinor }));
    const lostMinor = unusedMinor < funding.amountMinor ? funding.amountMinor - unusedMinor : 0n;
    await tx.clientFunding.update({
      where: { id: funding.id },
      data: { state: "returned", returnedAt: toDate(at), lostMinor },
    });
  }
}
