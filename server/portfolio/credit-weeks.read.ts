import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { toDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

/** One look at a month's credits, taken at the beginning of a week. Amounts in minor units, as text. */
export type CreditWeek = {
  /** The Monday, YYYY-MM-DD. */
  weekOf: string;
  period: string;
  nowMinor: string;
  forecastMinor: string;
  worstMinor: string;
  levels: { levelId: string; name: string; creditMinor: string }[];
};

export type CreditWeeks = {
  engagementId: string;
  title: string;
  buyer: string;
  provider: string;
  currency: string;
  /** Oldest first. */
  weeks: CreditWeek[];
};

const DAYS_SHOWN = 56;

/**
 * The last eight weeks of every engagement in sight, those with a forecast by currency and the largest
 * first, in one statement; `after` is an engagement's id.
 */
export function listCreditWeeks(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; limit: number; after?: string },
): Promise<CreditWeeks[]> {
  const cursor = p.after !== undefined && isId(p.after) ? p.after : null;
  const place = Prisma.sql`(n.latest = 0, n.currency, -n.latest, n.id)`;
  const after =
    p.after === undefined
      ? Prisma.sql`true`
      : Prisma.sql`${place} > (select a.latest = 0, a.currency, -a.latest, a.id
          from looked a where a.id = ${cursor}::uuid)`;
  return tx.$queryRaw<CreditWeeks[]>`
    with looked as (
      select e.id, e.title, b.name as buyer, v.name as provider, e.currency,
        (array_agg(c.forecast_minor order by c.week_of desc))[1] as latest,
        jsonb_agg(jsonb_build_object('weekOf', c.week_of, 'period', c.period,
          'nowMinor', c.now_minor::text, 'forecastMinor', c.forecast_minor::text,
          'worstMinor', c.worst_minor::text, 'levels', c.levels) order by c.week_of) as weeks
      from engagement e
      join organization b on b.id = e.organization_id
      join organization v on v.id = e.provider_id
      join credit_outlook c on c.engagement_id = e.id
      where ${partiesAre(p.viewer, "e")}
        and c.week_of > (${toDate(p.now)}::timestamptz)::date - ${DAYS_SHOWN}::int
      group by e.id, b.name, v.name)
    select n.id as "engagementId", n.title, n.buyer, n.provider, n.currency, n.weeks
    from looked n where ${after} order by n.latest = 0, n.currency, n.latest desc, n.id limit ${p.limit}`;
}
