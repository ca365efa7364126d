import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { ScoredFigure } from "../../domain/service-levels/scorecard.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { partiesAre } from "../party-scope.ts";

export type EngagementFacts = {
  id: string;
  organizationId: string;
  providerId: string;
  title: string;
  moduleCode: string;
  zone: string;
  currency: string;
  state: string;
  buyer: string;
  provider: string;
  providerCountry: string;
  openItems: number;
  overdue: number;
  dueSoon: number;
  waitingOnBuyer: number;
  nextDue: Date | null;
  statement: {
    id: string;
    period: string;
    state: string;
    invoiceState: string | null;
    waitsForBuyer: boolean;
    waitsForProvider: boolean;
  } | null;
  months: { period: string; levels: ScoredFigure[] | null }[];
};

/**
 * Every running engagement in the viewer's sight with its open work, its last statement and its frozen
 * months since the first one given, in one statement. A clock counts as near its end within a day of
 * `now`.
 */
export function readEngagementFacts(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; since: string },
): Promise<EngagementFacts[]> {
  const now = toDate(p.now);
  return tx.$queryRaw<EngagementFacts[]>`
    select e.id, e.organization_id as "organizationId", e.provider_id as "providerId", e.title,
      e.module_code as "moduleCode", e.zone, e.currency, e.state, b.name as buyer, v.name as provider,
      v.country as "providerCountry", w."openItems", w.overdue, w."dueSoon", w."waitingOnBuyer", w."nextDue",
      s.statement, coalesce(h.months, '[]') as months
    from engagement e
    join organization b on b.id = e.organization_id
    join organization v on v.id = e.provider_id
    left join lateral (
      select count(*)::int as "openItems",
        count(*) filter (where w.due_at <= ${now} and w.state <> 'waiting')::int as overdue,
        count(*) filter (where w.due_at > ${now} and w.due_at <= ${now}::timestamptz + interval '1 day'
          and w.state <> 'waiting')::int as "dueSoon",
        count(*) filter (where w.state = 'waiting' and w.waiting_on = 'buyer')::int as "waitingOnBuyer",
        min(w.due_at) filter (where w.due_at > ${now} and w.state <> 'waiting') as "nextDue"
      -- Written as the index of each contract's unfinished work is; the one of all open work is read whole.
      from work_item w where w.engagement_id = e.id and w.resolved_at is null and w.closed_at is null
        and w.state in ('open', 'in_progress', 'waiting')
    ) w on true
    left join lateral (
      select jsonb_build_object('id', s.id, 'period', s.period, 'state', s.state, 'invoiceState', i.state,
        'waitsForBuyer', s.state = 'awaiting_approval' and s.buyer_approved_at is null,
        'waitsForProvider', s.state = 'awaiting_approval' and s.provider_approved_at is null) as statement
      from statement s left join invoice i on i.statement_id = s.id
      where s.engagement_id = e.id order by s.period desc, s.closing desc limit 1
    ) s on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('period', p.period, 'levels', (
        select jsonb_agg(jsonb_build_object('levelId', l -> 'levelId', 'measured', l -> 'measured',
          'target', l -> 'target', 'minimum', l -> 'minimum', 'direction', l -> 'direction',
          'excused', l -> 'excused') || case when l ? 'against' then jsonb_build_object('against', l -> 'against')
          else '{}' end)
        from jsonb_array_elements(p.levels) as l)) order by p.period) as months
      from period_close p where p.engagement_id = e.id and p.period >= ${p.since}
    ) h on true
    where ${partiesAre(p.viewer, "e")} 
      and (e.state <> 'ended' or e.created_at >= (${p.since} || '-01')::date)
    order by b.name, e.title, e.id`;
}

export type HeldAttestationRow = {
  organizationId: string;
  kind: string;
  level: string;
  issuer: string;
  scope: string;
  validFrom: string;
  validTo: string;
};

/** What the providers can show, in one statement. */
export async function attestationsOf(
  tx: Tx,
  providerIds: readonly string[],
): Promise<HeldAttestationRow[]> {
  if (providerIds.length === 0) return [];
  return tx.$queryRaw<HeldAttestationRow[]>`
    select organization_id as "organizationId", kind, level, issuer, scope, valid_from::text as "validFrom",
      valid_to::text as "validTo"
    from attestation where organization_id = any (${[...providerIds]}::uuid[]) order by kind, valid_to desc`;
}
