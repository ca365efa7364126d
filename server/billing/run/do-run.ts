import { Temporal } from "temporal-polyfill";
import { lastEndedMonth, NothingToBill } from "../../../domain/billing/billing-run.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { type Clock, toDate, toInstant } from "../../clock.ts";
import type { Caller } from "../../command.ts";
import type { Database } from "../../db.ts";
import type { Logger } from "../../logger.ts";
import { askForBillingRun } from "./ask-for-run.ts";
import { type ChunkDone, draftStatementsOf, noteRefused } from "./draft-many.ts";

type Deps = { db: Database; clock: Clock; logger: Logger };
type Part = { runId: string; organizationId: string; through: string };

/**
 * Statements of one transaction, about: enough that its own cost does not count, and few enough to be
 * short.
 */
const MONTHS_AT_ONCE = 500;

/** While PostgreSQL writes for some buyers, the next one's statements are computed. */
const BUYERS_AT_ONCE = 4;

/** A run whose worker has said nothing for so long was killed, or its worker was. */
const LOST_AFTER_MINUTES = 3;

/**
 * Does a run, buyer by buyer and in chunks, and goes on where it stopped: what is done is what has its
 * statement, so a second worker, or one that comes after a kill, finds the rest and nothing else.
 */
export async function doBillingRun(deps: Deps, p: { runId: string }): Promise<void> {
  const parts = await deps.db.open.$queryRaw<Part[]>`
    select p.run_id as "runId", p.organization_id as "organizationId", r.period as through
    from billing_run_part p join billing_run r on r.id = p.run_id
    where r.id = ${p.runId}::uuid and r.state = 'running' and p.finished_at is null
    order by p.organization_id`;
  const walk = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) await billBuyer(deps, part);
  };
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, walk));
  await deps.db.open.$executeRaw`
    update billing_run r set state = 'done', finished_at = ${toDate(deps.clock.now())}::timestamptz
    where r.id = ${p.runId}::uuid and r.state = 'running'
      and not exists (select 1 from billing_run_part p where p.run_id = r.id and p.finished_at is null)`;
}

/** The nightly run: whatever the freezing of a month has left behind. None begins where nothing waits. */
export async function nightlyBillingRun(deps: Deps): Promise<void> {
  const [marketplace] = await deps.db.open.$queryRaw<{ id: string }[]>`
    select id from organization where kind = 'marketplace' order by created_at, id limit 1`;
  if (!marketplace) return;
  const caller = callerFor(deps, { organizationId: marketplace.id, requestId: "billing_run:nightly" });
  await askForBillingRun(caller, { month: lastEndedMonth(deps.clock.now()) }).catch((error: unknown) => {
    if (!(error instanceof NothingToBill)) throw error;
  });
}

/** Takes up a run that nobody moves any more. */
export async function takeUpBillingRun(deps: Deps): Promise<void> {
  const [run] = await deps.db.open.$queryRaw<{ id: string; movedAt: Date }[]>`
    select r.id, max(p.moved_at) as "movedAt" from billing_run r join billing_run_part p on p.run_id = r.id
    where r.state = 'running' group by r.id`;
  const lost = deps.clock.now().subtract({ minutes: LOST_AFTER_MINUTES });
  if (run && Temporal.Instant.compare(toInstant(run.movedAt), lost) < 0)
    await doBillingRun(deps, { runId: run.id });
}

async function billBuyer(deps: Deps, part: Part): Promise<void> {
  const caller = callerFor(deps, { ...part, requestId: `billing_run:${part.runId}` });
  for (;;) {
    const { engagementIds, isLast } = await nextChunk(caller, part);
    if (engagementIds.length === 0) break;
    const done = await draftChunk({ ...deps, caller }, { ...part, engagementIds, isLast });
    // Another worker has this buyer in hand, or nothing of it is left.
    if (!done || done.finished) return;
  }
  await caller.db.withOrg(
    caller.viewer,
    (tx) => tx.$executeRaw`
    update billing_run_part set finished_at = ${toDate(deps.clock.now())}::timestamptz,
      moved_at = ${toDate(deps.clock.now())}::timestamptz
    where run_id = ${part.runId}::uuid and organization_id = ${part.organizationId}::uuid
      and finished_at is null`,
  );
}

/** The next engagements with months to bill that this run has not failed at. */
async function nextChunk(
  caller: Caller,
  part: Part,
): Promise<{ engagementIds: string[]; isLast: boolean }> {
  const rows = await caller.db.readOrg(
    caller.viewer,
    (tx) => tx.$queryRaw<{ id: string; isLast: boolean }[]>`
      select w.id, w.months <= ${MONTHS_AT_ONCE}::int as "isLast" from (
        select c.engagement_id as id, sum(count(*)) over (order by c.engagement_id) - count(*) as before,
          sum(count(*)) over () as months
        from period_close c
        where c.organization_id = ${part.organizationId}::uuid and c.period <= ${part.through}
          and not exists (select 1 from statement s where s.period_close_id = c.id)
          and not exists (select 1 from billing_run_failure f
            where f.run_id = ${part.runId}::uuid and f.engagement_id = c.engagement_id)
        group by c.engagement_id) w
      where w.before < ${MONTHS_AT_ONCE}::int order by w.id`,
  );
  return { engagementIds: rows.map((row) => row.id), isLast: rows.every((row) => row.isLast) };
}

/**
 * A statement that the database refuses undoes its whole chunk: halves of it are then tried by
 * themselves.
 */
async function draftChunk(
  p: Deps & { caller: Caller },
  chunk: Part & { engagementIds: readonly string[]; isLast: boolean },
): Promise<ChunkDone> {
  const { caller, logger } = p;
  try {
    const done = await draftStatementsOf(caller, chunk);
    for (const { month, error } of done?.failed ?? [])
      logger.error(
        { err: error, engagementId: month.engagementId, period: month.period },
        "a frozen month gave no statement",
      );
    return done;
  } catch (error) {
    if (!refusedByDatabase(error)) throw error;
    const { engagementIds } = chunk;
    if (engagementIds.length === 1) {
      logger.error({ err: error, engagementId: engagementIds[0] }, "the database refused a statement");
      return noteRefused(caller, { ...chunk, error });
    }
    const half = Math.ceil(engagementIds.length / 2);
    const isLast = false;
    const first = await draftChunk(p, { ...chunk, isLast, engagementIds: engagementIds.slice(0, half) });
    return first && draftChunk(p, { ...chunk, isLast, engagementIds: engagementIds.slice(half) });
  }
}

/** A value or a check that does not hold: it would not hold the next time either. */
function refusedByDatabase(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^2[23]...$/.test(code);
}

function callerFor(deps: Deps, p: { organizationId: string; requestId: string }): Caller {
  return { db: deps.db, clock: deps.clock, viewer: systemViewer(p.organizationId, p.requestId) };
}
