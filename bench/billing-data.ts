import type pg from "pg";
import { termsSchema } from "../domain/contracts/terms.ts";

export const MONTH = "2026-10";
const LEVELS = [
  { id: "accuracy", name: "Posting accuracy", weightBps: 4000, target: "98.0", minimum: "95.0" },
  { id: "turnaround", name: "Turnaround", weightBps: 3500, target: "96.0", minimum: "94.0" },
  { id: "compliance", name: "Filings on time", weightBps: 2500, target: "100", minimum: "100" },
];
const LEVEL = {
  ...{ kind: "ratio", metric: "posting_accuracy", workItemTypes: ["posting_line"], direction: "higher" },
  ...{ unit: "%", missBps: 5000, failBps: 10_000, minimumSample: 0 },
};

/** Terms with three service levels, as they are stored; the fee is each contract's own. */
function billedTerms(): string {
  const made = termsSchema.parse({
    ...{ moduleCode: "bookkeeping", title: "Books", summary: "Books that close every month" },
    outcomes: [{ id: "books", text: "Closed books", acceptance: "The trial balance is reviewed" }],
    serviceLevels: LEVELS.map((level) => ({ ...LEVEL, ...level })),
    ...{ calendar: null, zone: "Europe/London", currency: "USD", monthlyFeeMinor: "400000" },
    scheme: { kind: "at_risk_pool", poolBps: 1200, capBps: 1200 },
    ...{ commissionBps: 1000, reopenPolicy: "continue", reopenWindowDays: 5, startsOn: "2026-10-01" },
    ...{ termMonths: 12, noticeDays: 30, paymentTermsDays: 14, requiredAttestations: [] },
  });
  return JSON.stringify(made);
}

/**
 * Contracts of 50 buyers with 20 providers, each with one frozen month of three figures: met, missed and
 * failed
 * in changing mixes, and fees that do not divide evenly. `superuserUrl` may switch triggers off, because
 * nothing here is anybody's.
 */
export async function fillContracts(client: pg.Client, contracts: number): Promise<void> {
  await client.query("set session_replication_role = replica");
  await client.query(`truncate service_credit, statement, period_close, engagement, sow_version,
    statement_of_work, billing_run, organization, audit_event, audit_head cascade`);
  await client.query(
    `create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe
     as $$ select overlay(overlay(md5(kind || n) placing '4' from 13) placing '8' from 17)::uuid $$`,
  );
  await client.query(
    `insert into organization (id, kind, slug, name, country, zone, currency)
     select bench_id(kind, n), kind, kind || n, kind || n, 'GB', 'Europe/London', 'USD'
     from (values ('buyer', 50), ('provider', 20), ('marketplace', 1)) k (kind, many),
       generate_series(0, many - 1) n`,
  );
  const parties = "bench_id('buyer', n % 50), bench_id('provider', n % 20)";
  const each = "from generate_series(0, $1::int - 1) n";
  await client.query(
    `insert into statement_of_work (id, organization_id, provider_id, module_code, title, state, current_version)
     select bench_id('sow', n), ${parties}, 'bookkeeping', 'Books', 'active', 1 ${each}`,
    [contracts],
  );
  await client.query(
    `insert into sow_version (id, organization_id, provider_id, statement_of_work_id, number, terms, terms_hash,
       created_by_id)
     select bench_id('terms', n), ${parties}, bench_id('sow', n), 1,
       jsonb_set($2::jsonb, '{monthlyFeeMinor}', to_jsonb((100000 + (n * 7919) % 900000)::text)), 'bench',
       bench_id('person', 1) ${each}`,
    [contracts, billedTerms()],
  );
  await client.query(
    `insert into engagement (id, organization_id, provider_id, statement_of_work_id, sow_version_id,
       module_code, title, state, starts_on, zone, currency)
     select bench_id('engagement', n), ${parties}, bench_id('sow', n), bench_id('terms', n), 'bookkeeping',
       'Books ' || n, 'active', '2026-10-01', 'Europe/London', 'USD' ${each}`,
    [contracts],
  );
  await client.query(
    `insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
       calendar_version, item_count, event_count, levels, prev_hash, hash, frozen_at)
     select ${parties}, bench_id('engagement', n), $2, '1', 1, 31, 188, jsonb_build_array(
       jsonb_build_object('levelId', 'accuracy', 'measured', (94 + (n * 31) % 60 / 10.0)::text, 'excused', false,
         'n', 264, 'misses', 10),
       jsonb_build_object('levelId', 'turnaround', 'measured', (93 + (n * 17) % 70 / 10.0)::text, 'excused', false,
         'n', 31, 'misses', 1),
       jsonb_build_object('levelId', 'compliance', 'measured', case when n % 4 = 0 then '98' else '100' end,
         'excused', false, 'n', 50, 'misses', 1)), 'sha256:0', 'sha256:1', '2026-11-05T00:00:00Z' ${each}`,
    [contracts, MONTH],
  );
  await client.query("set session_replication_role = origin");
  await client.query("analyze");
}

/**
 * What all statements must come to, said by PostgreSQL's own numbers: fee less pool × weight × share of each
 * level, each rounded once, half away from zero, within the pool.
 */
export const SUMS_SAID_BY_SQL = `
  with level as (select c.id, (v.terms ->> 'monthlyFeeMinor')::numeric as fee,
      round((v.terms ->> 'monthlyFeeMinor')::numeric * 0.12 * (l.level ->> 'weightBps')::numeric / 10000 *
        case when f.measured >= (l.level ->> 'target')::numeric then 0
             when f.measured >= (l.level ->> 'minimum')::numeric then 0.5 else 1 end) as credit
    from period_close c join engagement e on e.id = c.engagement_id join sow_version v on v.id =
      e.sow_version_id
    cross join lateral jsonb_array_elements(v.terms -> 'serviceLevels') as l (level)
    cross join lateral (select (one ->> 'measured')::numeric as measured from jsonb_array_elements(c.levels) one
      where one ->> 'levelId' = l.level ->> 'id') f),
  month as (select least(sum(credit), round(fee * 0.12)) as credit, fee, count(*) as levels
    from level group by id, fee)
  select sum(levels)::int as credits, sum(credit)::text as credit, sum(fee)::text as fee from month`;
