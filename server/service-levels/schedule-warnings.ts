import type { Temporal } from "temporal-polyfill";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

/**
 * Sets a time for the next look at each item that may be warned of, moves it, or takes it away: one job an
 * item. `next` names the items that were looked at; every other item of the engagement stands still. With
 * `only` nothing but these were looked at, by the job of one, whose time is set again though it is the same.
 */
export async function scheduleWarnings(
  tx: Tx,
  p: {
    engagementId: string;
    organizationId: string;
    next: ReadonlyMap<string, string | null>;
    now: Temporal.Instant;
    only?: boolean;
  },
): Promise<void> {
  const only = p.only ?? false;
  const rows = JSON.stringify([...p.next].map(([id, warn_at]) => ({ id, warn_at })));
  await tx.$executeRaw`
    with looked as (
      select * from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, warn_at timestamptz)),
    n as (
      select id, warn_at from looked union all
      select o.id, null from work_item o
      where not ${only} and o.engagement_id = ${p.engagementId}::uuid and o.warn_at is not null
        and not exists (select from looked l where l.id = o.id)),
    -- Each by its key: joined alone, PostgreSQL has read the whole contract for it.
    moved as (
      update work_item w set warn_at = n.warn_at
      from n where w.id = n.id and w.id = any (array(select id from n))
        and w.engagement_id = ${p.engagementId}::uuid and (w.warn_at is not null or n.warn_at is not null)
        and (${only} or w.warn_at is distinct from n.warn_at)
      returning w.id, w.engagement_id, w.warn_at)
    select app.schedule_warnings(${toDate(p.now)}::timestamptz, coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'engagement_id', engagement_id, 'organization_id', ${p.organizationId}::uuid,
      'warn_at', warn_at)), '[]'))
    from moved`;
}
