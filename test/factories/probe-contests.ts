import type { World } from "../world.ts";

/** What was put forward and corrected: a contest, its reading, a correction and what settled it. */
export async function fillInContests(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
) {
  const parties = [p.organizationId, p.providerId, p.engagementId];
  await world.owner.query(
    `with made as (insert into contest (organization_id, provider_id, engagement_id, period, subject, effect,
       work_item_ids, level_ids, reason, side, claimed_by_name, claimed_at, answer_by, state)
       select $1, $2, $3, '2026-11', 'verdict', 'exclude', array[(select id from work_item where engagement_id = $3
         order by closed_at is not null, id limit 1)], array['x'], 'secret', 'buyer', 'A', now(), now(), 'disputed'
       returning id)
     insert into contest_reading (organization_id, provider_id, contest_id, action, party, by_name, reason,
       price, at)
     select $1, $2, id, 'open', 'buyer', 'A', 'secret', $4, now() from made`,
    [...parties, PRICE],
  );
  await world.owner.query(
    `with made as (insert into correction (organization_id, provider_id, engagement_id, period_close_id, period,
       number, reason, rule_version, calendar_version, levels, verdicts, price, currency, net_minor,
       commission_minor, prev_hash, hash, state, created_at, created_by_name)
       select $1, $2, $3, id, period, 9, 'secret', '1', 1, '[]', '[]', $4, 'USD', -100, -10, 'p', 'h', 'proposed',
         now(), 'A' from period_close where engagement_id = $3 order by period limit 1 returning id, period),
     booked as (insert into adjustment (organization_id, provider_id, engagement_id, correction_id, period,
       currency,
       net_minor) select $1, $2, $3, id, period, 'USD', -100 from made returning id)
     select id from booked`,
    [...parties, PRICE],
  );
  await world.owner.query(
    `insert into statement_adjustment (organization_id, provider_id, statement_id, adjustment_id,
      net_minor) select $1, $2, (select id from statement where engagement_id = $3 order by period limit 1),
       (select id from adjustment where engagement_id = $3 limit 1), -100`,
    parties,
  );
}

const PRICE = JSON.stringify({
  currency: "USD",
  feeMinor: "1",
  creditNowMinor: "0",
  creditThenMinor: "0",
  netNowMinor: "1",
  netThenMinor: "1",
  commissionNowMinor: "0",
  commissionThenMinor: "0",
  levels: [],
});
