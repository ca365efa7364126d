import { fieldsOf } from "../../server/rotate-field-keys.ts";
import type { World } from "../world.ts";
import { testFields } from "./field-keys.ts";

/** What the story tells nothing of in every deal: an objection, a held part, a dated step. */
export async function fillInPayouts(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
): Promise<void> {
  const { rows } = await world.owner.query(
    `with o as (
       insert into statement_objection (organization_id, provider_id, engagement_id, statement_id, line,
         currency, amount_minor, reason, state, opened_by_id, opened_by_name, opened_at)
       select organization_id, provider_id, engagement_id, id, 'secret', currency, 1, 'secret', 'open',
              organization_id, 'secret', created_at
       from statement where engagement_id = $1 order by period desc limit 1 returning id),
     q as (select p.* from payout p join invoice i on i.id = p.invoice_id
       join statement s on s.id = i.statement_id where s.engagement_id = $1 order by p.id limit 1),
     t as (insert into payout_step (organization_id, provider_id, payout_id, step, says, at)
       select organization_id, provider_id, id, 'opened', 'secret', created_at from q)
     insert into payout_part (organization_id, provider_id, engagement_id, payout_id, kind, state, currency,
       amount_minor, reason, objection_id, planned_at)
     select q.organization_id, q.provider_id, $1, q.id, 'contested', 'dropped', q.currency, 1, 'secret', o.id,
            q.created_at from q, o returning id`,
    [p.engagementId],
  );
  await world.owner.query(
    `with c as (insert into closed_account (organization_id, account_id, closed_at)
       values ($1, 'acct_' || uuidv7(), now()))
     insert into bank_payout (organization_id, account_id, stripe_payout_id, state, currency, amount_minor,
       made_at, arrives_at, failed_at, failure_code, failure_message)
     values ($1, 'secret', 'po_' || uuidv7(), 'failed', 'EUR', 1, now(), now(), now(), 'secret', 'secret')`,
    [p.providerId],
  );
  await world.owner.query(
    `insert into stripe_account (organization_id, account_id, transfers_status, blockers, checked_at)
     values ($1, 'acct_' || uuidv7(), 'restricted', '["secret"]', now()) on conflict do nothing`,
    [p.providerId],
  );
  await fillInDetails(world, p.providerId);
  if (rows.length !== 1) throw new Error(`The story has no payout in ${p.engagementId}.`);
}

async function fillInDetails(world: World, providerId: string): Promise<void> {
  const [id] = (await world.owner.query("select uuidv7()::text as id")).rows.map((row) => row.id);
  const place = { id, owner: providerId };
  const { sealFor } = fieldsOf(world.owner, testFields);
  const sealed = await sealFor("payout_details.account", place, "DE89370400440532013000");
  await world.owner.query(
    `insert into payout_details (id, organization_id, currency, holder, account, state, proposed_by_id,
       proposed_by_name, proposed_at)
     values ($1, $2, 'EUR', 'secret', $3, 'proposed', uuidv7(), 'secret', now())`,
    [id, providerId, sealed],
  );
}
