import type { Temporal } from "temporal-polyfill";
import type { Terms } from "../../domain/contracts/terms.ts";
import { type LevelForecast, levelForecast } from "../../domain/service-levels/level-forecast.ts";
import { wholeDays } from "../../domain/service-levels/month-course.ts";
import type { ShareMonth } from "../../domain/service-levels/share-forecast.ts";
import { monthPeriod, type Period } from "../../domain/shared/period.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import type { RolledMonth } from "./month-roll-up.read.ts";

/** A month and the contract it runs under. The caller has seen to it that the viewer may read it. */
export type RunningMonth = {
  figures: RolledMonth;
  zone: string;
  terms: Pick<Terms, "serviceLevels">;
};

/** A year of replayed months, whatever the contract's age. */
const MONTHS_REPLAYED = 12;

/**
 * The forecasts of every level of the months that still run, by engagement, in two statements whatever their
 * number. Months that are over have none.
 */
export async function levelForecasts(
  tx: Tx,
  p: { months: readonly RunningMonth[]; now: Temporal.Instant },
): Promise<Map<string, LevelForecast[]>> {
  const monthOfZone = monthsInZones(p.now);
  const running = p.months
    .filter(({ figures }) => figures.state === "running")
    .map((one) => ({ ...one, ...monthOfZone(one.figures.month, one.zone) }));
  if (running.length === 0) return new Map();
  const earlier = await coursesOnDay(tx, running);
  const open = await openAndDue(tx, { running, now: p.now });
  return new Map(
    running.map(({ figures, terms }) => {
      const { engagementId } = figures;
      const forecasts = figures.levels.map((figure) => {
        const types = terms.serviceLevels.find(({ id }) => id === figure.levelId)?.workItemTypes ?? [];
        const due = types.reduce((sum, type) => sum + (open.get(`${engagementId}/${type}`) ?? 0), 0);
        const isClock = figure.kind === "clock_attainment";
        const months = earlier.get(`${engagementId}/${figure.levelId}`) ?? [];
        return levelForecast({ figure, open: isClock ? due : 0, earlier: months });
      });
      return [engagementId, forecasts];
    }),
  );
}

type ZonedMonth = { period: Period; daysOver: number };
type Running = ({ figures: RolledMonth } & ZonedMonth)[];

/** A month's borders and how many days are over, worked out once a zone, however many contracts ask. */
function monthsInZones(now: Temporal.Instant): (month: string, zone: string) => ZonedMonth {
  const known = new Map<string, ZonedMonth>();
  return (month, zone) => {
    const key = `${month} ${zone}`;
    const found = known.get(key);
    if (found) return found;
    const period = monthPeriod({ month, zone });
    const made = { period, daysOver: wholeDays(period, now) };
    known.set(key, made);
    return made;
  };
}

/** The earlier months of each level on the same day, oldest first, by "engagement/level". */
async function coursesOnDay(tx: Tx, running: Running): Promise<Map<string, ShareMonth[]>> {
  const ids = running.map(({ figures }) => figures.engagementId);
  const months = running.map(({ figures }) => figures.month);
  const days = running.map((one) => one.daysOver);
  const rows = await tx.$queryRaw<(ShareMonth & { key: string })[]>`
    select c.engagement_id || '/' || (l ->> 'levelId') as key, c.period,
      (l -> 'n' ->> d.at)::int as n, (l -> 'hits' ->> d.at)::int as hits, (l -> 'open' ->> d.at)::int as open,
      (l -> 'n' ->> -1)::int as "finalN", (l -> 'hits' ->> -1)::int as "finalHits"
    from unnest(${ids}::uuid[], ${months}::text[], ${days}::int[]) as r (engagement_id, month, day)
    cross join lateral (
      select m.* from month_course m where m.engagement_id = r.engagement_id and m.period < r.month
      order by m.period desc limit ${MONTHS_REPLAYED}) c
    cross join lateral jsonb_array_elements(c.levels) as l
    cross join lateral (select least(r.day, jsonb_array_length(l -> 'n') - 1) as at) d
    order by c.period`;
  const found = new Map<string, ShareMonth[]>();
  for (const { key, ...month } of rows) found.set(key, [...(found.get(key) ?? []), month]);
  return found;
}

/** Open items whose clock runs out before the month does, so that they count in it, by "engagement/type". */
async function openAndDue(
  tx: Tx,
  p: { running: Running; now: Temporal.Instant },
): Promise<Map<string, number>> {
  const ids = p.running.map(({ figures }) => figures.engagementId);
  const ends = p.running.map(({ period }) => period.to.toString());
  const rows = await tx.$queryRaw<{ key: string; count: number }[]>`
    select w.engagement_id || '/' || w.type as key, count(*)::int as count
    from unnest(${ids}::uuid[], ${ends}::timestamptz[]) as r (engagement_id, ends)
    join work_item w on w.engagement_id = r.engagement_id
    where w.state in ('open', 'in_progress') and w.resolved_at is null and w.closed_at is null
      and w.due_at > ${toDate(p.now)} and w.due_at < r.ends
    group by 1`;
  return new Map(rows.map(({ key, count }) => [key, count]));
}
