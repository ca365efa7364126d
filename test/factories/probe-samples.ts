import type { World } from "../world.ts";
import type { Who } from "./probe-cast.ts";

type Ids = { engagement: string; sample: string; level: string };
type Line = { for: readonly Who[]; with: (ids: Ids) => Record<string, unknown> };

export function sampleQueries(signedIn: readonly Who[]): Record<string, Line> {
  return {
    levelSample: {
      for: signedIn,
      with: (ids) => ({ engagementId: ids.engagement, month: "2026-09", levelId: ids.level }),
    },
    sample: { for: signedIn, with: (ids) => ({ id: ids.sample }) },
  };
}

/** Either side draws and scores; the account manager draws for a silent side and decides. */
export function sampleMutations(takers: readonly Who[]): Record<string, Line> {
  const scored = (ids: Ids) => ({ sampleId: ids.sample, position: 0, errors: 0 });
  return {
    beginSample: {
      for: takers,
      with: (ids) => ({ engagementId: ids.engagement, month: "2026-10", levelId: "resolution" }),
    },
    drawSample: { for: takers, with: (ids) => ({ sampleId: ids.sample }) },
    scoreSampleItem: { for: takers, with: scored },
    ruleSampleItem: { for: ["account_manager"], with: scored },
  };
}

/** A sample that is drawn and half scored. */
export async function fillInSamples(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
) {
  const plan = {
    ...{
      population: "finished",
      halfWidth: "3",
      confidence: "95",
      expectedRate: "2",
      minimum: 1,
      maximum: 1,
    },
    ...{ unit: "item", unitsPerItem: 1, drawnBy: "either", scoredBy: "buyer", secondShareBps: 10_000 },
    disagreement: "account_manager",
  };
  await world.owner.query(
    `with made as (insert into sample (organization_id, provider_id, engagement_id, period, level_id, plan,
       population, population_hash, size, commitment, nonce, committed_by, committed_name, committed_at,
       answer_by, answer, answered_by, answered_name, drawn_at, seed, drawn, waits_for)
       select $1, $2, $3, '2026-09', 'secret', $4, w.ids, 'h', 1, 'c', 'n', 'buyer', 'A', now(), now(), 'a',
         'provider', 'B', now(), 's', w.ids, 'provider'
       from (select array[(select id from work_item where engagement_id = $3 order by id limit 1)] as ids) w
       returning id)
     insert into sample_score (organization_id, provider_id, sample_id, position, round, errors, units,
       by_name, at)
     select $1, $2, id, 0, 'first', 1, 1, 'A', now() from made`,
    [p.organizationId, p.providerId, p.engagementId, JSON.stringify(plan)],
  );
}
