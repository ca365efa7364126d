import type { World } from "../world.ts";

/** A breach with all that can hang on one, and a mail about it, for the probes. */
export async function fillInBreach(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
): Promise<void> {
  const parties = [p.organizationId, p.providerId];
  const { id } = await world.row(
    `insert into breach (organization_id, provider_id, engagement_id, period, level_id, level_name, status, figure,
       source, missed_item_ids, severity, state, policy, opened_at)
     values ($1, $2, $3, '2020-01', 'secret', 'secret level', 'missed', $4, 'frozen',
       array[(select id from work_item where engagement_id = $3 order by closed_at is not null, id limit 1)],
       1, 'open',
       '{"causeDays": 5, "repeatTimes": 2, "repeatMonths": 3, "monthsBefore": 3}', now()) returning id`,
    [...parties, p.engagementId, FIGURE],
  );
  await world.owner.query(
    `insert into breach_plan (organization_id, provider_id, breach_id, number, category, cause, explained_item_ids,
       action, owner_id, owner_name, due_on, promised_figure, promised_month, by_name, at)
     values ($1, $2, $3, 1, 'capacity', 'secret cause', '{}', 'secret action', uuidv7(), 'A', '2020-03-01', '99',
       '2020-04', 'A', now())`,
    [...parties, id],
  );
  await world.owner.query(
    `with s as (insert into breach_step (organization_id, provider_id, breach_id, action, party, by_name, reason,
       at)
       values ($1, $2, $3, 'opened', 'engine_room', 'A', 'secret', now()) returning *),
     n as (insert into warning_notice (organization_id, provider_id, breach_step_id, party_id, user_id,
       show_at)
       select s.organization_id, s.provider_id, s.id, m.organization_id, m.user_id, '2026-01-01'
       from s join membership m on m.organization_id in (s.organization_id, s.provider_id) and m.role = 'owner'
       returning party_id, user_id)
     insert into mail_message (organization_id, provider_id, party_id, user_id, kind, key, to_name,
       to_address,
       subject, body_text, body_html, state, created_at)
     select $1, $2, party_id, user_id, 'breach', uuidv7()::text, 'A', 'a@b.example', 'secret', 'secret', 'secret', 'kept',
       now() from n`,
    [...parties, id],
  );
  await world.owner.query(
    `insert into termination_reached (organization_id, provider_id, engagement_id, period, trigger, condition,
       because, reached_at) values ($1, $2, $3, '2020-02', '{}', 'secret condition', 'secret', now())`,
    [...parties, p.engagementId],
  );
  await world.owner.query(
    `insert into termination_notice (organization_id, provider_id, engagement_id, party, reason, last_day, given_at,
       given_by_id, given_by_name) values ($1, $2, $3, 'provider', 'secret', '2099-12-31', now(), uuidv7(), 'A')`,
    [...parties, p.engagementId],
  );
}

const FIGURE = JSON.stringify({
  ...{ measured: "90.00", n: 10, misses: 1, target: "95", minimum: "85", direction: "higher", unit: "%" },
});
