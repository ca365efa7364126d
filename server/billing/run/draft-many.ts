import { failureReason, waitsFor } from "../../../domain/billing/billing-run.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { draftMonths, type FailedMonth } from "../drafting/draft-months.ts";

type Chunk = {
  runId: string;
  through: string;
  engagementIds: readonly string[];
  /** Whether nothing of the buyer is left after it. */
  isLast: boolean;
};

/** What one transaction of a run did; null where another worker has this buyer in hand. */
export type ChunkDone = { drafted: number; failed: readonly FailedMonth[]; finished: boolean } | null;

/**
 * Drafts the statements of some of a buyer's engagements for a run, together with the run's counts: whoever
 * is killed has either done both or neither. What cannot be drafted is noted with its reason and stops
 * nothing
 * else. One audit row names all statements. For the worker; permission period:close.
 */
export const draftStatementsOf = command({
  name: "statement.draft_many",
  permission: "period:close",
  run: async (deed: Deed, chunk: Chunk): Promise<ChunkDone> => {
    if (!(await takePart(deed, chunk))) return null;
    const { drafted, failed } = await draftMonths(deed, chunk);
    const noted = await noteFailures(deed, { ...chunk, failed });
    await count(deed, { ...chunk, drafted: drafted.length, failed: noted });
    deed.about("billing_run", chunk.runId, {
      through: chunk.through,
      statements: drafted.map(({ month }) => month.statementId),
      failed: noted,
    });
    return { drafted: drafted.length, failed, finished: chunk.isLast };
  },
});

/** Notes that one engagement cannot be drafted at all: the database itself refused its statement. */
export const noteRefused = command({
  name: "billing_run.note_refused",
  permission: "period:close",
  run: async (deed: Deed, p: Chunk & { error: unknown }): Promise<ChunkDone> => {
    if (!(await takePart(deed, p))) return null;
    const [month] = await deed.tx.$queryRaw<FailedMonth["month"][]>`
      select c.id as "periodCloseId", c.organization_id as "organizationId", c.provider_id as "providerId",
        c.engagement_id as "engagementId", c.period
      from period_close c
      where c.engagement_id = any(${p.engagementIds}::uuid[]) and c.period <= ${p.through}
        and not exists (select 1 from statement s where s.period_close_id = c.id)
      order by c.period limit 1`;
    const failed = month ? [{ month, error: p.error }] : [];
    const noted = await noteFailures(deed, { ...p, failed });
    await count(deed, { ...p, drafted: 0, failed: noted });
    deed.about("billing_run", p.runId, { through: p.through, failed: noted });
    return { drafted: 0, failed, finished: p.isLast };
  },
});

async function takePart({ tx, viewer }: Deed, { runId }: Chunk): Promise<boolean> {
  const taken = await tx.$queryRaw<unknown[]>`
    select 1 from billing_run_part where run_id = ${runId}::uuid
      and organization_id = ${viewer.organizationId}::uuid for update skip locked`;
  return taken.length === 1;
}

/** Answers how many months stay without a statement: those that failed, and those that wait for them. */
async function noteFailures(deed: Deed, p: Chunk & { failed: readonly FailedMonth[] }): Promise<number> {
  if (p.failed.length === 0) return 0;
  const rows = p.failed.map(({ month, error }) => ({
    ...{ engagement_id: month.engagementId, period: month.period },
    ...failureReason(error),
    ...{ later_code: waitsFor(month.period).code, later_reason: waitsFor(month.period).reason },
  }));
  return deed.tx.$executeRaw`
    insert into billing_run_failure (run_id, organization_id, provider_id, engagement_id, period, code,
      reason, at)
    select ${p.runId}::uuid, c.organization_id, c.provider_id, c.engagement_id, c.period,
      case when c.period = f.period then f.code else f.later_code end,
      case when c.period = f.period then f.reason else f.later_reason end, ${toDate(deed.now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (engagement_id uuid, period text, code text,
      reason text, later_code text, later_reason text)
    join period_close c on c.engagement_id = f.engagement_id and c.period between f.period and ${p.through}
    on conflict do nothing`;
}

async function count(deed: Deed, p: Chunk & { drafted: number; failed: number }): Promise<void> {
  // What froze after the run began is billed as well.
  await deed.tx.$executeRaw`
    update billing_run_part set drafted = drafted + ${p.drafted}::int, failed = failed + ${p.failed}::int,
      months = greatest(months, drafted + failed + ${p.drafted + p.failed}::int),
      moved_at = ${toDate(deed.now)}::timestamptz,
      finished_at = case when ${p.isLast} then ${toDate(deed.now)}::timestamptz else finished_at end
    where run_id = ${p.runId}::uuid and organization_id = ${deed.viewer.organizationId}::uuid`;
}
