import type { BillingTerms } from "../../domain/contracts/billing-terms.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { World } from "../world.ts";
import { type Contracted, signedContract } from "./contracted.ts";
import { frozenMonth } from "./money-story.ts";
import { member } from "./people.ts";
import { workedTerms } from "./worked-terms.ts";

/** Numbers from 0 to below 1 that a seed decides: a fleet that failed can be made again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const FLEET_MONTHS = ["2026-07", "2026-08", "2026-09", "2026-10"];

const BILLING: BillingTerms = {
  lines: [
    {
      ...{ kind: "per_unit", id: "bills", name: "Bills", unitPriceMinor: "250.5" },
      quantity: { by: "count", type: "bill" },
    },
    {
      ...{ kind: "per_seat", id: "desk", name: "Desk", unitPriceMinor: "31000", seats: 2, atRisk: false },
    },
    {
      ...{ kind: "tiered", id: "tasks", name: "Close tasks" },
      quantity: { by: "sum", type: "close_task", field: "size" },
      bands: [{ upTo: "10", unitPriceMinor: "100" }, { unitPriceMinor: "50" }],
    },
    {
      ...{ kind: "per_employee", id: "people", name: "People", unitPriceMinor: "1200" },
      quantity: { by: "distinct", type: "bill", field: "who" },
    },
  ],
};

/** Lines that a month has only where something happened. */
const FURTHER: BillingTerms = {
  lines: [
    {
      ...{ kind: "milestone", id: "cutover", name: "Cut-over", amountMinor: "500000", dueOn: "2026-09-30" },
      atRisk: false,
    },
    { kind: "pass_through", id: "couriers", name: "Couriers", markupBps: 1000, capMinor: "20000" },
  ],
};

/**
 * One buyer with a provider, and contracts of every kind with frozen months, work, counts and
 * corrections.
 */
export async function billingFleet(world: World, p: { contracts: number; seed: number; name: string }) {
  const buyer = await member(world, { name: `${p.name} buys`, kind: "buyer", role: "operations_lead" });
  const provider = await member(world, { name: `${p.name} provides`, kind: "provider", role: "owner" });
  const random = seeded(p.seed);
  const deals: Contracted[] = [];
  for (let n = 0; n < p.contracts; n += 1) deals.push(await deal(world, { n, random, buyer, provider }));
  return { buyer, provider, deals };
}

type Making = { n: number; random: () => number; buyer: Viewer; provider: Viewer };

async function deal(world: World, p: Making): Promise<Contracted> {
  const { buyer, provider, random } = p;
  const terms = { ...workedTerms({ startsOn: "2026-07-01" }), ...changeOf(p) };
  const engagementId = await signedContract(world, {
    organizationId: buyer.organizationId,
    providerId: provider.organizationId,
    terms,
  });
  const story = { engagementId, buyer, provider, terms };
  if (terms.billing) await workAndCounts(world, story, random);
  if (terms.billing === FURTHER) await acceptedAndSpent(world, story);
  // The last month is always there; one before it may never have been frozen.
  for (const period of FLEET_MONTHS)
    if (period === FLEET_MONTHS.at(-1) || random() < 0.7)
      await frozenMonth(world, story, { period, figures: figuresOf(random) });
  if (p.n % 3 === 0) await corrected(world, story, random);
  return story;
}

function changeOf({ n, random }: Making): Partial<Terms> {
  const fee = { monthlyFeeMinor: String(Math.floor(random() * 900_000) + 1) };
  const commissionBps = Math.floor(random() * 3000);
  const bonus = {
    ...{ kind: "bonus_malus" as const, id: "bonus", levelId: "accuracy", reference: "98", step: "1" },
    // More than some of the fees, so that a month is carried over.
    ...{ perStepMinor: "200000", maxMalusMinor: "1200000", maxBonusMinor: "50000" },
  };
  const kinds: Partial<Terms>[] = [
    {},
    { billing: BILLING },
    { prices: [bonus] },
    { prices: [bonus], collar: { maxReductionBps: 1500, maxIncreaseBps: 200 } },
    { earnBack: { levelIds: ["accuracy", "turnaround"], monthsNeeded: 1, waitMonths: 0 } },
    {
      ...{ billing: FURTHER, creditsBorneBy: "provider" as const },
      silence: { noticeAfterDays: [5], approvedAfterDays: 5 },
    },
    {
      scheme: {
        ...{ kind: "service_points", valuePerPointMinor: "2500", capBps: 1000 },
        bands: Object.fromEntries(
          ["accuracy", "turnaround", "compliance"].map((id) => [
            id,
            [{ atLeast: "97.0", points: 1 }, { points: 3 }],
          ]),
        ),
      },
    },
    { billing: BILLING, earnBack: { levelIds: ["turnaround"], monthsNeeded: 1, waitMonths: 0 } },
  ];
  return { ...fee, commissionBps, ...kinds[n % kinds.length] };
}

function figuresOf(random: () => number) {
  return ["accuracy", "turnaround", "compliance"].map((levelId) => ({
    levelId,
    measured: random() < 0.05 ? null : (90 + random() * 10).toFixed(1),
    ...{ excused: random() < 0.05, n: Math.floor(random() * 300), misses: Math.floor(random() * 9) },
  }));
}

async function workAndCounts(world: World, one: Contracted, random: () => number): Promise<void> {
  const parties = [one.buyer.organizationId, one.provider.organizationId, one.engagementId];
  await world.owner.query(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at, fields)
     select $1, $2, $3, 'test', 'W-' || n, case when n % 3 = 0 then 'close_task' else 'bill' end, 'Work',
       case when n % 7 = 0 then 'cancelled' else 'resolved' end, '2026-06-01T00:00:00Z',
       timestamptz '2026-06-28T00:00:00Z' + n * $4::int * interval '1 hour',
       jsonb_build_object('who', 'P' || n % 4, 'size', n % 5)
     from generate_series(1, 30) n`,
    [...parties, 60 + Math.floor(random() * 60)],
  );
  for (const [day, count] of [
    ["2026-07-11", 3],
    ["2026-09-02", Math.floor(random() * 9)],
    ["2026-09-02", Math.floor(random() * 9)],
  ])
    await world.owner.query(
      `insert into head_count (organization_id, provider_id, engagement_id, line_id, effective_on, count, side,
         stated_by_id, stated_by_name, stated_at)
       values ($1, $2, $3, 'desk', $4, $5, 'buyer', $6, 'A', now())`,
      [...parties, day, count, one.buyer.userId],
    );
}

async function acceptedAndSpent(world: World, one: Contracted): Promise<void> {
  const parties = [one.buyer.organizationId, one.provider.organizationId, one.engagementId];
  await world.owner.query(
    `insert into milestone_step (organization_id, provider_id, engagement_id, line_id, kind, occurred_on, note,
       by_id, by_name, at)
     select $1, $2, $3, 'cutover', kind, '2026-09-10', note, $4, 'A', now()
     from unnest(array['delivered', 'refused', 'delivered', 'accepted'], array['First', 'No', 'Second', ''])
       as s (kind, note)`,
    [...parties, one.buyer.userId],
  );
  await world.owner.query(
    `with cost as (insert into passed_cost (organization_id, provider_id, engagement_id, line_id, receipt,
       description, incurred_on, currency, amount_minor, stated_by_id, stated_by_name, stated_at)
       select $1, $2, $3, 'couriers', 'R' || n, 'Boxes', date '2026-07-05' + 25 * n, 'USD', 1000 * n, $4, 'A', now()
       from generate_series(1, 4) n returning *)
     insert into passed_cost_decision (organization_id, provider_id, cost_id, decision, reason, decided_by_id,
       decided_by_name, decided_at)
     select $1, $2, id, case when receipt = 'R2' then 'rejected' else 'approved' end,
       case when receipt = 'R2' then 'It is ours' else '' end, $4, 'A', now()
     from cost`,
    [...parties, one.buyer.userId],
  );
}

/** What two accepted corrections of the contract's first frozen month have left open: one up, one down. */
async function corrected(world: World, one: Contracted, random: () => number): Promise<void> {
  for (const [number, net] of [
    [1, Math.floor(random() * 40_000) + 1],
    [2, -Math.floor(random() * 900_000) - 1],
  ])
    await world.owner.query(
      `with made as (insert into correction (organization_id, provider_id, engagement_id, period_close_id,
         period, number, reason, rule_version, calendar_version, levels, verdicts, price, currency, net_minor,
         commission_minor, prev_hash, hash, state, created_at, created_by_name)
         select $1, $2, $3, id, period, $4, 'Late work', '1', 1, '[]', '[]', '{}', 'USD', $5, 0, 'p', 'h',
           'proposed', now(), 'A' from period_close where engagement_id = $3 order by period limit 1
         returning id, period)
       insert into adjustment (organization_id, provider_id, engagement_id, correction_id, period, currency,
         net_minor) select $1, $2, $3, id, period, 'USD', $5 from made`,
      [one.buyer.organizationId, one.provider.organizationId, one.engagementId, number, net],
    );
}
