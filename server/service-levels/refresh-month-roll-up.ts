import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { monthOf, monthPeriod, monthsBetween, previousMonth } from "../../domain/shared/period.ts";
import type { Clock } from "../clock.ts";
import { type Database, Prisma, type Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { figuresOfMonths, type MonthFigures } from "./month-figures.ts";
import { bareFigure, lineOf, MONTHS_SHOWN, RECENT_MINUTES } from "./month-roll-up.read.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });

/**
 * The job behind `months.changed`: writes the figures of a contract's last thirteen months for dashboards,
 * as figuresOfMonths gives them, and takes away the marks of the changes it has seen. Runs after work, hours,
 * contests or months changed, and again when a clock will have changed the running month. Where nobody can
 * say for how long that month holds, it is kept as one that has run out already: whoever asks for exact
 * figures measures it anew, and dashboards take it while it is recent. Repeating it changes nothing.
 */
export async function refreshMonthRollUp(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { engagementId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `months:${engagementId}`);
  const now = deps.clock.now();
  await deps.db.withOrg(viewer, async (tx) => {
    // One after another, or an older one could write last. Marks first: what comes later keeps its own.
    await tx.$queryRaw`
      select pg_advisory_xact_lock(hashtextextended(${`months:${engagementId}`}, 0))::text`;
    const marks = await tx.$queryRaw<{ tx: bigint }[]>`
      select tx from month_roll_up_mark where engagement_id = ${engagementId}::uuid`;
    const [engagement] = await contractedEngagements(tx, { viewer, ids: [engagementId] });
    if (!engagement) return;
    const months = monthsShown(engagement, now);
    const figures = await figuresOfMonths(tx, { viewer, engagementIds: [engagementId], months, now });
    await write(tx, { engagement, months: figures, now });
    await tx.$executeRaw`
      delete from month_roll_up_mark where engagement_id = ${engagementId}::uuid
        and tx = any (${Prisma.sql`${marks.map((mark) => String(mark.tx))}::bigint[]`})`;
    const next = Math.min(...figures.map((one) => againAt(one, now)));
    if (!Number.isFinite(next)) return;
    const again = JSON.stringify({ engagementId, organizationId });
    await tx.$queryRaw`
      select app.enqueue_in('months.changed', ${again}::json, ${`months:${engagementId}`},
        ${next - now.epochMilliseconds}::bigint)::text`;
  });
}

/** Milliseconds since 1970 at which a month has to be measured again though nothing is recorded. */
function againAt({ holdsUntilMs }: MonthFigures, now: Temporal.Instant): number {
  if (holdsUntilMs === null) return Number.POSITIVE_INFINITY;
  if (holdsUntilMs > now.epochMilliseconds) return holdsUntilMs;
  return now.add({ minutes: RECENT_MINUTES }).epochMilliseconds;
}

/** The months of the contract up to the present one, thirteen at most. */
function monthsShown(engagement: ContractedEngagement, now: Temporal.Instant): string[] {
  const last = monthOf(now, engagement.zone);
  let first = last;
  for (let step = 1; step < MONTHS_SHOWN; step += 1) first = previousMonth(first);
  const start = engagement.startsOn.toPlainYearMonth().toString();
  return monthsBetween({ first: [first, start].sort()[1] ?? start, last });
}

async function write(
  tx: Tx,
  p: { engagement: ContractedEngagement; months: readonly MonthFigures[]; now: Temporal.Instant },
): Promise<void> {
  const { id, organizationId, providerId, zone } = p.engagement;
  const rows = p.months.map(({ month, state, holdsUntilMs, levels }) => ({
    period: month,
    ends_at: monthPeriod({ month, zone }).to.toString(),
    frozen: state === "frozen",
    holds_until: holdsUntilMs === null ? null : Temporal.Instant.fromEpochMilliseconds(holdsUntilMs),
    levels: levels.map(bareFigure),
    lines: levels.map(lineOf),
  }));
  const periods = rows.map((row) => row.period);
  await tx.$executeRaw`
    delete from month_roll_up where engagement_id = ${id}::uuid and not period = any (${periods}::text[])`;
  await tx.$executeRaw`
    insert into month_roll_up as r (organization_id, provider_id, engagement_id, period, ends_at, frozen,
      holds_until, levels, lines, made_at)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, n.*, ${p.now.toString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(period text, ends_at timestamptz,
      frozen boolean, holds_until timestamptz, levels jsonb, lines jsonb)
    on conflict (engagement_id, period) do update set ends_at = excluded.ends_at, frozen = excluded.frozen,
      holds_until = excluded.holds_until, levels = excluded.levels, lines = excluded.lines,
      made_at = excluded.made_at
    where (r.ends_at, r.frozen, r.holds_until, r.levels) is distinct from
      (excluded.ends_at, excluded.frozen, excluded.holds_until, excluded.levels)`;
}

/** Asks for the contracts without figures for dashboards, or with marked ones: those of before, lost jobs. */
export async function refreshAllRollUps({ db }: { db: Database }): Promise<void> {
  await db.open.$executeRaw`select app.enqueue_unrolled_months()::text`;
}
