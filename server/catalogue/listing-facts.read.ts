import type { WeeklyHours } from "../../domain/catalogue/covered-hours.ts";
import type { DefaultLevel } from "../../domain/catalogue/default-level.ts";
import type { RunSql } from "./run-sql.ts";

export type AttestationFact = {
  kind: string;
  level: string;
  issuer: string;
  scope: string;
  validFrom: string;
  validTo: string;
};

/** One service level of one frozen month: the figure in per cent as it was frozen, and on how many items. */
export type LevelMonth = {
  engagementId: string;
  period: string;
  level: string;
  measured: string | null;
  n: number;
};

export type ListingFacts = {
  id: string;
  organizationId: string;
  moduleCode: string;
  title: string;
  summary: string;
  priceModel: string;
  priceMinor: string;
  currency: string;
  languages: string[];
  hours: WeeklyHours;
  zone: string;
  poolBps: number;
  serviceLevels: DefaultLevel[];
  onboardingDays: number;
  slug: string;
  provider: string;
  country: string;
  city: string;
  attestations: AttestationFact[];
  months: LevelMonth[];
};

/**
 * Everything that a card is made of, for the listings given or for all of them, published ones only, in one
 * statement. `since` is the first month ("2025-11") whose frozen figures count.
 */
export function readListingFacts(
  run: RunSql,
  p: { ids: readonly string[] | null; since: string },
): Promise<ListingFacts[]> {
  return run<ListingFacts>(FACTS, [p.ids, p.since]);
}

const FACTS = `
  with wanted as materialized (
    select * from listing where published_at is not null and ($1::uuid[] is null or id = any ($1::uuid[]))
  ), held as materialized (
    select a.organization_id, jsonb_agg(jsonb_build_object('kind', a.kind, 'level', a.level, 'issuer',
      a.issuer,
      'scope', a.scope, 'validFrom', a.valid_from, 'validTo', a.valid_to) order by a.kind, a.valid_to
        desc) as attestations
    from attestation a where a.organization_id in (select organization_id from wanted) group by
      a.organization_id
  ), measured as materialized (
    select e.provider_id, e.module_code, jsonb_agg(jsonb_build_object('engagementId', e.id, 'period',
      p.period,
      'level', level ->> 'levelId', 'measured', level ->> 'measured', 'n', coalesce((level ->> 'n')::int, 0))
      order by p.period, e.id, level ->> 'levelId') as months
    from period_close p
    join engagement e on e.id = p.engagement_id
    cross join lateral jsonb_array_elements(case jsonb_typeof(p.levels) when 'array' then p.levels else
      '[]' end) as level
    where p.period >= $2 and e.provider_id in (select organization_id from wanted)
    group by e.provider_id, e.module_code
  )
  select l.id, l.organization_id as "organizationId", l.module_code as "moduleCode", l.title, l.summary,
    l.price_model as "priceModel", l.monthly_fee_minor::text as "priceMinor", l.currency, l.languages,
      l.hours, l.zone,
    l.pool_bps as "poolBps", l.service_levels as "serviceLevels", l.onboarding_days as "onboardingDays",
    o.slug, o.name as provider, o.country, o.city,
    coalesce(h.attestations, '[]') as attestations, coalesce(m.months, '[]') as months
  from wanted l
  join organization o on o.id = l.organization_id
  left join held h on h.organization_id = l.organization_id
  left join measured m on m.provider_id = l.organization_id and m.module_code = l.module_code`;
