import pg from "pg";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { World } from "../world.ts";
import { type Contracted, signedContract } from "./contracted.ts";
import { frozenMonth, workedContract } from "./money-story.ts";
import { workedTerms } from "./worked-terms.ts";

const rowsOf = async (world: World, sql: string, values: unknown[] = []) =>
  (await world.owner.query(sql, values)).rows;

/** Everything of the deals' statements with the ids that differ between twins taken out. */
export async function pictures(world: World, deals: readonly Contracted[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const [n, deal] of deals.entries()) {
    const statements = await rowsOf(
      world,
      `select s.*, (select jsonb_agg(jsonb_build_array(c.level_id, c.amount_minor, c.state, c.arithmetic)
           order by c.level_id) from service_credit c where c.statement_id = s.id) as credits,
         (select jsonb_agg(jsonb_build_array(b.line_id, w.reference, b.value) order by b.line_id, w.reference)
           from billed_item b join work_item w on w.id = b.work_item_id where b.statement_id = s.id) as items,
         (select jsonb_agg(x.net_minor order by x.id) from statement_adjustment x
           where x.statement_id = s.id) as settled
       from statement s where s.engagement_id = $1 order by s.period`,
      [deal.engagementId],
    );
    for (const row of statements) {
      const { bundle, result, credits, items, notices, settled, period, state } = row;
      const amounts = Object.entries(row).filter(([key]) => key.endsWith("_minor"));
      const text = JSON.stringify({
        n,
        period,
        state,
        bundle,
        result,
        credits,
        items,
        notices,
        settled,
        amounts,
      });
      const seen = new Map<string, string>();
      found.push(
        text
          .replaceAll(/sha256:[0-9a-f]{64}|[0-9a-f]{64}/g, "HASH")
          .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => {
            seen.set(id, seen.get(id) ?? `id ${seen.size}`);
            return seen.get(id) ?? "";
          }),
      );
    }
  }
  return found;
}

/** How many statements this process sends while the work runs. */
export async function counted(work: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype;
  let count = 0;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    count += 1;
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return count;
}

/** One more contract between two that know each other. */
export async function contractOf(
  world: World,
  { buyer, provider }: { buyer: Viewer; provider: Viewer },
  change: Partial<Terms>,
): Promise<Contracted> {
  const terms = workedTerms(change);
  const parties = { organizationId: buyer.organizationId, providerId: provider.organizationId };
  return { buyer, provider, terms, engagementId: await signedContract(world, { ...parties, terms }) };
}

/** Contracts with a flat fee and one frozen month each, made quickly. */
export async function plainFleet(world: World, name: string, contracts: number) {
  const story = await workedContract(world);
  await frozenMonth(world, story, { period: "2026-10" });
  await world.owner.query(
    `with sow as (insert into statement_of_work (organization_id, provider_id, module_code, title, state,
         current_version)
       select s.organization_id, s.provider_id, s.module_code, $2 || n, s.state, 1
       from statement_of_work s join engagement e on e.statement_of_work_id = s.id, generate_series(2,
         $3::int) n
       where e.id = $1 returning *),
     version as (insert into sow_version (organization_id, provider_id, statement_of_work_id, number, terms,
         terms_hash, created_by_id)
       select sow.organization_id, sow.provider_id, sow.id, 1, v.terms, v.terms_hash, v.created_by_id
       from sow, sow_version v join engagement e on e.sow_version_id = v.id where e.id = $1 returning *),
     made as (insert into engagement (organization_id, provider_id, statement_of_work_id, sow_version_id,
         module_code, title, state, starts_on, zone, currency)
       select v.organization_id, v.provider_id, v.statement_of_work_id, v.id, e.module_code, e.title, e.state,
         e.starts_on, e.zone, e.currency from version v, engagement e where e.id = $1 returning *)
    insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
      calendar_version, item_count, event_count, levels, prev_hash, hash, frozen_at)
    select m.organization_id, m.provider_id, m.id, c.period, c.rule_version, c.calendar_version, c.item_count,
      c.event_count, c.levels, c.prev_hash, c.hash, c.frozen_at
    from made m, period_close c where c.engagement_id = $1`,
    [story.engagementId, `${name} `, contracts],
  );
  return story;
}
