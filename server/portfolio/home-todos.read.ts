import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { EXPIRING_WITHIN_DAYS } from "../../domain/vetting/attestation.ts";
import { Prisma, type Tx } from "../db.ts";

export type TodoKind =
  | "contract_to_sign"
  | "contract_to_offer"
  | "statement_to_approve"
  | "invoice_to_pay"
  | "onboarding"
  | "attestation_ends"
  | "payout_held"
  | "contest_to_answer"
  | "month_to_confirm"
  | "correction_to_accept"
  | "breach_to_explain"
  | "breach_to_answer"
  | "breach_to_finish";

/**
 * Something that waits for the viewer's organisation. Amounts in minor units as text; `on` is a day it is
 * due or ends.
 */
export type Todo = {
  kind: TodoKind;
  /** What the link leads to: of onboarding the engagement, of an attestation the provider's page. */
  id: string;
  title: string;
  /** The other party, a number or a reason. */
  detail: string;
  amountMinor: string | null;
  currency: string | null;
  on: string | null;
  count: number | null;
  /** How many of this kind wait, shown or not. */
  ofKind: number;
};

/** So many of one kind are told where nobody says otherwise. */
export const MOST_OF_A_KIND = 50;

/**
 * What waits for the viewer's side, in one statement; the most pressing kinds first, then by day. Of each
 * kind the first few, with how many there are.
 */
export function readTodos(
  tx: Tx,
  p: { viewer: Viewer; now: Temporal.Instant; each?: number | undefined },
): Promise<Todo[]> {
  const me = p.viewer.organizationId;
  const day = p.now.toZonedDateTimeISO("UTC").toPlainDate();
  const horizon = day.add({ days: EXPIRING_WITHIN_DAYS }).toString();
  return tx.$queryRaw<Todo[]>`
    with todo as (
      select 1 as place, 'invoice_to_pay' as kind, i.id::text as id, e.title, i.number as detail,
        i.total_minor::text as "amountMinor", i.currency::text as currency, i.due_on as "on", null::int
          as count
      from invoice i join statement s on s.id = i.statement_id join engagement e on e.id = s.engagement_id
      where i.organization_id = ${me}::uuid and i.state = 'open'
      union all
      select 2, case when w.state = 'draft' then 'contract_to_offer' else 'contract_to_sign' end,
        w.id::text, w.title,
        o.name, null, null, null, null
      from statement_of_work w
      join organization o on o.id = case when w.organization_id = ${me}::uuid then w.provider_id else
        w.organization_id end
      where (w.organization_id = ${me}::uuid and w.state in ('draft', 'countersigned'))
        or (w.provider_id = ${me}::uuid and w.state = 'offered')
      union all
      select 3, 'statement_to_approve', s.id::text, e.title, s.period::text, s.net_minor::text,
        s.currency::text, null, null
      from statement s join engagement e on e.id = s.engagement_id
      where s.state = 'awaiting_approval' and ((s.organization_id = ${me}::uuid and s.buyer_approved_at
        is null)
        or (s.provider_id = ${me}::uuid and s.provider_approved_at is null))
      union all
      select 4, 'payout_held', p.id::text, e.title, coalesce(p.held_because, ''), p.amount_minor::text,
        p.currency::text, null, null
      from payout p join invoice i on i.id = p.invoice_id join statement s on s.id = i.statement_id
      join engagement e on e.id = s.engagement_id
      where p.provider_id = ${me}::uuid and p.state = 'held'
      union all
      select 5, 'attestation_ends', (select slug from organization where id = ${me}::uuid), a.kind,
        a.scope, null, null, max(a.valid_to), null
      from attestation a where a.organization_id = ${me}::uuid
      group by a.kind, a.scope having max(a.valid_to) <= ${horizon}::date
        and not exists (select 1 from attestation later where later.organization_id = ${me}::uuid and
          later.kind = a.kind
          and later.valid_to > ${horizon}::date)
      union all
      select 6, 'onboarding', e.id::text, e.title, min(c.title), null, null, e.starts_on, count(*)::int
      from checklist_item c join engagement e on e.id = c.engagement_id
      where c.done_at is null and c.required and e.state <> 'ended' and ((c.party = 'buyer' and
        c.organization_id = ${me}::uuid)
        or (c.party = 'provider' and c.provider_id = ${me}::uuid))
      group by e.id
      ${contestTodos(me, p.now)}
      ${breachTodos(me)}
    )
    select kind, id, title, detail, "amountMinor", currency, "on"::text, count, "ofKind" from (
      select t.*, count(*) over (partition by kind)::int as "ofKind",
        row_number() over (partition by kind order by "on" nulls last, title, id) as turn
      from todo t) n
    where turn <= ${Math.min(Math.max(p.each ?? MOST_OF_A_KIND, 1), MOST_OF_A_KIND)}
    order by place, "on" nulls last, title, id`;
}

/** Contests to answer, months to confirm and corrections to accept, as further parts of the union. */
function contestTodos(me: string, now: Temporal.Instant): Prisma.Sql {
  const moment = now.toString();
  return Prisma.sql`
      union all
      select 7, 'contest_to_answer', c.id::text, e.title, c.claimed_by_name, null, null,
        (c.answer_by at time zone e.zone)::date - 1, cardinality(c.work_item_ids)
      from contest c join engagement e on e.id = c.engagement_id
      where c.state = 'open' and c.answer_by > ${moment}::timestamptz
        and ((c.side = 'provider' and c.organization_id = ${me}::uuid)
          or (c.side = 'buyer' and c.provider_id = ${me}::uuid))
      union all
      select 8, 'month_to_confirm', r.engagement_id::text, e.title, r.period::text, null, null,
        (r.window_ends_at at time zone e.zone)::date - 1, null
      from month_review r join engagement e on e.id = r.engagement_id
      where r.window_ends_at > ${moment}::timestamptz
        and not exists (select 1 from period_close p where p.engagement_id = r.engagement_id and p.period =
          r.period)
        and ((r.organization_id = ${me}::uuid and r.buyer_confirmed_at is null)
          or (r.provider_id = ${me}::uuid and r.provider_confirmed_at is null))
      union all
      select 9, 'correction_to_accept', c.id::text, e.title, c.period::text, c.net_minor::text,
        c.currency::text, null, null
      from correction c join engagement e on e.id = c.engagement_id
      where c.state = 'proposed' and ((c.organization_id = ${me}::uuid and c.buyer_accepted_at is null)
        or (c.provider_id = ${me}::uuid and c.provider_accepted_at is null))`;
}

/** Root causes to state, plans to answer and actions to finish. */
function breachTodos(me: string): Prisma.Sql {
  return Prisma.sql`
      union all
      select 10, case d.state when 'proposed' then 'breach_to_answer' when 'accepted' then 'breach_to_finish'
          else 'breach_to_explain' end, d.id::text, e.title, d.level_name || '|' || d.period, null, null,
        (d.due_at at time zone e.zone)::date - 1, d.severity
      from breach d join engagement e on e.id = d.engagement_id
      where (d.provider_id = ${me}::uuid and d.state in ('open', 'sent_back', 'accepted'))
        or (d.organization_id = ${me}::uuid and d.state = 'proposed')`;
}
