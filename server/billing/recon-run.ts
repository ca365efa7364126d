import type { Temporal } from "temporal-polyfill";
import { ReconciliationRunning } from "../../domain/ledger/errors.ts";
import type { compareBalances } from "../../domain/ledger/match-movements.ts";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { toDate, toInstant } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { keepFindings } from "./keep-findings.ts";
import type { ReconDeps } from "./reconcile.ts";

export type RunResult = {
  findings: Finding[];
  coversFrom: Temporal.Instant | null;
  coversUntil: Temporal.Instant;
  transactions: number;
  matched: number;
  booked: number;
  waiting: number;
  balances: ReturnType<typeof compareBalances>;
};

/** Movements that came late are looked at again for this long. */
const OVERLAP_DAYS = 3;

/** A run that has not finished after this long was killed; another may begin. */
const LOST_AFTER_MINUTES = 60;

/**
 * Asks for a run now; the worker takes it up. For the marketplace's administrator; throws
 * ReconciliationRunning while one is under way.
 */
export const askForRun = command({
  name: "reconciliation.ask",
  permission: "reconciliation:run",
  run: async (deed: Deed, _input: Record<string, never>): Promise<{ runId: string }> => {
    const { tx, viewer, now } = deed;
    const runId = await newRun(tx, { now, askedById: viewer.userId, askedByName: viewer.name });
    if (!runId) throw new ReconciliationRunning();
    await deed.enqueue("reconciliation.run", { runId }, `reconciliation.run:${runId}`);
    deed.about("reconciliation", runId);
    return { runId };
  },
});

/** Begins the daily run, or takes up the one that was asked for. Null where there is nothing to do. */
export async function beginRun(
  deps: ReconDeps,
  p: { runId: string | null },
): Promise<{ id: string; from: Temporal.Instant | null } | null> {
  const now = deps.clock.now();
  return deps.db.withOrg(deps.viewer, async (tx) => {
    const id = p.runId
      ? await takenUp(tx, p.runId)
      : await newRun(tx, { now, askedById: null, askedByName: deps.viewer.name });
    return id ? { id, from: await windowFrom(tx) } : null;
  });
}

async function newRun(
  tx: Tx,
  p: { now: Temporal.Instant; askedById: string | null; askedByName: string },
): Promise<string | null> {
  const at = toDate(p.now);
  const lost = toDate(p.now.subtract({ minutes: LOST_AFTER_MINUTES }));
  await tx.$executeRaw`
    update recon_run set state = 'failed', finished_at = ${at}::timestamptz, failure = 'It did not finish.'
    where state = 'running' and started_at < ${lost}::timestamptz`;
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    insert into recon_run (state, started_at, asked_by_id, asked_by_name)
    values ('running', ${at}::timestamptz, ${p.askedById}::uuid, ${p.askedByName})
    on conflict do nothing returning id`;
  return made?.id ?? null;
}

/** A run that failed is taken up again when its job is tried again; a finished one is left alone. */
async function takenUp(tx: Tx, runId: string): Promise<string | null> {
  const [run] = await tx.$queryRaw<{ id: string }[]>`
    update recon_run set state = 'running', finished_at = null, failure = null
    where id = ${runId}::uuid and state <> 'done'
      and not exists (select 1 from recon_run where state = 'running' and id <> ${runId}::uuid)
    returning id`;
  return run?.id ?? null;
}

/** From a little before the last run's end, or the oldest transaction that is still open; all at first. */
async function windowFrom(tx: Tx): Promise<Temporal.Instant | null> {
  const [row] = await tx.$queryRaw<{ until: Date | null; open: Date | null }[]>`
    select (select max(covers_until) from recon_run where state = 'done') as until,
           (select min(since) from recon_break where closed_at is null
              and (kind like 'transaction_%' or kind like 'type_%'
                   or kind in ('amount_differs', 'payout_unmatched'))) as open`;
  if (!row?.until) return null;
  const from = toInstant(row.until).subtract({ hours: OVERLAP_DAYS * 24 });
  const open = row.open && toInstant(row.open);
  return open && open.epochMilliseconds < from.epochMilliseconds ? open : from;
}

const finish = command({
  name: "reconciliation.finish",
  permission: "reconciliation:run",
  run: async (deed: Deed, { runId, result }: { runId: string; result: RunResult }): Promise<Finding[]> => {
    const { tx, now } = deed;
    const { raised, open } = await keepFindings(tx, { runId, findings: result.findings, now });
    const balances = result.balances.map(({ currency, stripeMinor, booksMinor, waitingMinor }) => ({
      currency,
      stripeMinor: String(stripeMinor),
      booksMinor: String(booksMinor),
      waitingMinor: String(waitingMinor),
    }));
    await tx.reconRun.update({
      where: { id: runId },
      data: {
        state: "done",
        finishedAt: toDate(now),
        coversFrom: result.coversFrom && toDate(result.coversFrom),
        coversUntil: toDate(result.coversUntil),
        transactionCount: result.transactions,
        matchedCount: result.matched,
        bookedCount: result.booked,
        waitingCount: result.waiting,
        openBreakCount: open,
        balances,
      },
    });
    const { transactions, matched, booked } = result;
    deed.about("reconciliation", runId, { transactions, matched, booked, raised: raised.length, open });
    return raised;
  },
});

/** Keeps what a run found; answers the breaks that are new. */
export function finishRun(deps: ReconDeps, p: { runId: string; result: RunResult }): Promise<Finding[]> {
  return finish({ db: deps.db, clock: deps.clock, viewer: deps.viewer }, p);
}

/** Says that a run did not get through, and why. */
export async function failRun(deps: ReconDeps, p: { runId: string; failure: string }): Promise<void> {
  await deps.db.withOrg(deps.viewer, (tx) =>
    tx.reconRun.update({
      where: { id: p.runId },
      data: { state: "failed", finishedAt: toDate(deps.clock.now()), failure: p.failure },
    }),
  );
}
