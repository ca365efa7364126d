// The floor of the bench of billing: as many statements with as many lines as ours writes, of the same
// bytes and
// with the same keys and checks, made by one set-based statement. It computes nothing, reads no terms, locks
// nothing and tells nobody.
import type pg from "pg";

export async function makeFloorTables(client: pg.Client): Promise<void> {
  await client.query("create table if not exists bench_statement (like statement including all)");
  await client.query("create table if not exists bench_credit (like service_credit including all)");
}

/** Writes them anew; one of our own statements is the pattern. */
export async function floorRun(client: pg.Client): Promise<void> {
  await client.query(`
    with pattern as materialized (select * from bench_pattern limit 1),
    made as (insert into bench_statement (organization_id, provider_id, engagement_id, period_close_id,
      period,
        state, currency, fee_minor, credit_minor, charges_minor, adjustment_minor, collar_minor,
          carried_minor,
        net_minor, commission_minor, provider_minor, provider_bears_minor, platform_bears_minor, bundle,
        bundle_hash, result)
      select c.organization_id, c.provider_id, c.engagement_id, c.id, c.period, p.state, p.currency,
        p.fee_minor,
        p.credit_minor, p.charges_minor, p.adjustment_minor, p.collar_minor, p.carried_minor, p.net_minor,
        p.commission_minor, p.provider_minor, p.provider_bears_minor, p.platform_bears_minor,
        jsonb_set(p.bundle, '{id}', to_jsonb(c.id::text)), p.bundle_hash, p.result
      from period_close c, pattern p returning id, organization_id, provider_id)
    insert into bench_credit (organization_id, provider_id, statement_id, level_id, amount_minor, currency,
      state,
      arithmetic)
    select m.organization_id, m.provider_id, m.id, l.level_id, l.amount_minor, l.currency, l.state,
      l.arithmetic
    from made m, bench_pattern_credit l`);
}

/** Keeps one of our statements as the pattern, so that both sides write the same bytes. */
export async function keepPattern(client: pg.Client): Promise<void> {
  await client.query("drop table if exists bench_pattern, bench_pattern_credit");
  await client.query("create table bench_pattern as select * from statement order by id limit 1");
  await client.query(`create table bench_pattern_credit as select * from service_credit
    where statement_id = (select id from bench_pattern)`);
}
