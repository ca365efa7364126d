import type { Temporal } from "temporal-polyfill";
import { billableMonth, NothingToBill } from "../../../domain/billing/billing-run.ts";
import { parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";

/** A run, and whether it was under way before it was asked for. */
export type AskedRun = { runId: string; underWay: boolean };

/**
 * Begins a run over all frozen months without a statement, up to and with a month; the worker does it. While
 * one is under way it is that one, whatever its month, and it goes on where it stopped. Permission
 * billing:run; throws InvalidInput and NothingToBill.
 */
export const askForBillingRun = command({
  name: "billing_run.ask",
  permission: "billing:run",
  run: async (deed: Deed, input: { month: string }): Promise<AskedRun> => {
    const { tx, viewer, now } = deed;
    const { month } = parseInput(billableMonth(now), input);
    const askedById = viewer.via === "job" ? null : viewer.userId;
    const asked = await newRun(tx, { month, now, askedById, askedByName: viewer.name });
    await deed.enqueue("billing.run", { runId: asked.runId }, `billing.run:${asked.runId}`);
    deed.about("billing_run", asked.runId, { month, underWay: asked.underWay });
    return asked;
  },
});

async function newRun(
  tx: Tx,
  p: { month: string; now: Temporal.Instant; askedById: string | null; askedByName: string },
): Promise<AskedRun> {
  const at = toDate(p.now);
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into billing_run (period, state, asked_by_id, asked_by_name, asked_at)
    values (${p.month}, 'running', ${p.askedById}::uuid, ${p.askedByName}, ${at}::timestamptz)
    on conflict do nothing returning id`;
  if (!made) return underWay(tx);
  const buyers = await tx.$executeRaw`
    insert into billing_run_part (run_id, organization_id, months, moved_at)
    select ${made.id}::uuid, m.organization_id, m.months, ${at}::timestamptz
    from app.months_to_bill(${p.month}) m`;
  if (buyers === 0) throw new NothingToBill(p.month);
  return { runId: made.id, underWay: false };
}

async function underWay(tx: Tx): Promise<AskedRun> {
  const [run] = await tx.$queryRaw<{ id: string }[]>`select id from billing_run where state = 'running'`;
  // Between the two statements it may have finished: whoever asked then asks again, by pressing once more.
  const latest =
    run ?? (await tx.billingRun.findFirstOrThrow({ orderBy: { id: "desc" }, select: { id: true } }));
  return { runId: latest.id, underWay: true };
}
