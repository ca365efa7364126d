-- CreateTable
CREATE TABLE "organization_erasure" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_by_id" UUID,
    "approved_by_name" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "withdrawn_by_name" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "done" JSONB,

    CONSTRAINT "organization_erasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "organization_erasure_organization_id_idx" ON "organization_erasure"("organization_id");

-- ---------------------------------------------------------------------------------------------------------
-- One person asks and another approves: the database holds that too. Nothing is undone once it is done.
alter table public.organization_erasure enable row level security;
alter table public.organization_erasure force row level security;
create policy own on public.organization_erasure to app_user, app_worker using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));
create policy staff_reads on public.organization_erasure for select to app_staff using (true);
create policy staff_updates on public.organization_erasure for update to app_staff using (true) with check (true);
create policy staff_reach on public.organization_erasure as restrictive to app_staff
  using ((select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[]))
  with check ((select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[]));
create policy set_up on public.organization_erasure to app_owner using (true) with check (true);
revoke all on public.organization_erasure from app_user, app_worker, app_staff;
grant select on public.organization_erasure to app_user, app_staff, app_worker;
grant insert on public.organization_erasure to app_user;
grant update (approved_by_id, approved_by_name, approved_at, due_at, withdrawn_by_name, withdrawn_at)
  on public.organization_erasure to app_user, app_staff;
create unique index organization_erasure_one_under_way on public.organization_erasure (organization_id)
  where withdrawn_at is null and done_at is null;
alter table public.organization_erasure
  add constraint organization_erasure_two_people check (approved_by_id is distinct from asked_by_id),
  add constraint organization_erasure_approved check (num_nonnulls(approved_by_id, approved_by_name, approved_at, due_at) in (0, 4)),
  add constraint organization_erasure_waits check (due_at >= approved_at + interval '13 days'),
  add constraint organization_erasure_withdrawn check ((withdrawn_at is null) = (withdrawn_by_name is null)),
  add constraint organization_erasure_one_end check (num_nonnulls(withdrawn_at, done_at) <= 1),
  add constraint organization_erasure_done check (done_at is null or approved_at is not null);

-- What keeps an organisation from being erased on a day: each kind with how many there are, and the day on which it is
-- over where that is known. It is asked when somebody asks, when somebody approves, and when it is done. SECURITY DEFINER
-- because whoever approves for the marketplace has no right to wages; it tells numbers and days alone.
create function app.erasure_blockers(p_organization uuid, p_day date) returns table (kind text, n bigint, until date)
language sql stable security definer set search_path = public, app, pg_temp as
$$ with deal as (select e.* from public.engagement e where p_organization in (e.organization_id, e.provider_id)),
   found (kind, n, until) as (
     select 'running_contract', count(*), null::date from deal where ends_on is null or ends_on >= p_day
     union all select 'open_offer', count(*), null from public.statement_of_work s
       where p_organization in (s.organization_id, s.provider_id) and s.state in ('offered', 'countersigned')
     union all select 'open_statement', count(*), null from public.statement s
       where p_organization in (s.organization_id, s.provider_id) and s.state in ('draft', 'awaiting_approval', 'approved')
     union all select 'open_invoice', count(*), null from public.invoice i
       where p_organization in (i.organization_id, i.provider_id) and i.state in ('issued', 'open')
     union all select 'open_payout', (select count(*) from public.payout p where p.provider_id = p_organization and p.state <> 'sent')
       + (select count(*) from public.payout_part p where p.provider_id = p_organization
          and p.state in ('planned', 'held', 'sending', 'unknown')), null
     union all select 'open_refund', count(*), null from public.refund r
       where r.organization_id = p_organization and r.state in ('pending', 'failed')
     union all select 'open_dispute',
       (select count(*) from deal where id = any (app.disputed_engagements())), null
     union all select 'client_money', (select count(*) from public.payroll_run r
         where p_organization in (r.organization_id, r.provider_id) and r.state in ('prepared', 'approved', 'released'))
       + (select count(*) from public.wage_resend w
         where p_organization in (w.organization_id, w.provider_id) and w.state in ('proposed', 'approved', 'sent'))
       + (select count(*) from public.client_funding f
         where p_organization in (f.organization_id, f.provider_id) and f.state in ('requested', 'announced')), null
     union all select 'balance', count(*), null from public.ledger_account a join public.ledger_balance b on b.account_id = a.id
       where a.organization_id = p_organization and b.balance_minor <> 0 and a.code in ('receivable', 'provider_pending',
         'provider_payable', 'provider_held', 'provider_reserve', 'carried_balance', 'buyer_credit', 'refund_payable',
         'provider_receivable', 'provider_disputed', 'client_money', 'wages_unpaid', 'receivable_returned_debit')
     union all select 'legal_hold', count(*), case when bool_and(h.until is not null) then max(h.until) end
       from public.legal_hold h where h.lifted_at is null and (h.until is null or h.until >= p_day)
         and (h.subject_org_id = p_organization or h.subject_user_id in
           (select m.user_id from public.membership m where m.organization_id = p_organization))
     -- What a rule counts from a contract's end is kept until the last contract's end is that long ago.
     union all select 'retention_duty', count(*), max(x.until) from app.retention_rules_on(p_day) r
       cross join lateral (select max(d.ends_on) + r.days as until from deal d) x
       where r.moment = 'contract_end' and x.until > p_day)
   select kind, n, until from found where n > 0 $$;

-- The same of the transaction's own organisation. SECURITY DEFINER because holds and rules are the marketplace's; it tells
-- their number and last day, and no reason.
create function app.own_erasure_blockers(p_day date) returns table (kind text, n bigint, until date)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select b.kind, b.n, b.until from app.erasure_blockers(app.org_id(), p_day) b $$;

-- Whose time to withdraw is over. SECURITY DEFINER because the nightly job speaks for no organisation; it tells ids alone.
create function app.due_organization_erasures(p_now timestamptz) returns table (id uuid, organization_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select e.id, e.organization_id from public.organization_erasure e
   where e.due_at <= p_now and e.withdrawn_at is null and e.done_at is null order by e.due_at $$;

-- Erases an organisation whose erasure one person asked for and another approved, whose time to withdraw is over and whom
-- nothing keeps; answers how many rows of which table, or nothing where it is not to be done. Its key is destroyed, so
-- nobody reads its numbers and files any more; its people's places end, and whoever has no other place is erased with it.
-- SECURITY DEFINER because no organisation's rights reach its people, their sessions and the keys; it goes by a request
-- with two names on it and by nothing else.
create function app.erase_organization(p_id uuid, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare one public.organization_erasure; org uuid; counts jsonb := '{}'; n bigint; t text; person uuid;
  nobody constant text := 'Erased organisation';
begin
  lock table public.legal_hold in share mode;
  select * into one from public.organization_erasure e where e.id = p_id and e.due_at <= p_now and e.withdrawn_at is null
    and e.done_at is null for update;
  org := one.organization_id;
  if org is null or exists (select 1 from app.erasure_blockers(org, (p_now at time zone 'UTC')::date)) then return null; end if;

  insert into public.data_key (organization_id, wrapped, destroyed_at) values (org, null, p_now)
    on conflict (organization_id) do update set wrapped = null, destroyed_at = p_now where data_key.destroyed_at is null;
  -- What could be tried against a number that nobody reads any more.
  update public.payroll_payment set account_index = null where organization_id = org and account_index is not null;
  get diagnostics n = row_count;
  counts := counts || jsonb_build_object('payroll_payment', n);

  foreach t in array array['session', 'sso_identity', 'sso_domain', 'sso_connection', 'directory_group_member',
    'directory_group', 'directory_person', 'directory_token', 'api_key_call', 'mail_preference', 'notice_hours',
    'data_export_part', 'idempotency_key', 'tax_identity']
  loop
    execute format('delete from public.%I where organization_id = $1', t) using org;
    get diagnostics n = row_count;
    counts := counts || jsonb_build_object(t, n);
  end loop;
  delete from public.inbound_secret where org in (organization_id, provider_id);
  get diagnostics n = row_count;
  counts := counts || jsonb_build_object('inbound_secret', n);

  update public.api_key set revoked_at = coalesce(revoked_at, p_now) where organization_id = org;
  update public.data_export set open_until = null,
    state = case state when 'made' then 'gone' when 'asked' then 'dropped' else state end where organization_id = org;
  update public.ownership_offer set state = 'withdrawn', decided_at = p_now where organization_id = org and state = 'open';
  update public.invitation set email = 'erased-' || id || '@erased.invalid', secret_hash = null,
    revoked_at = case when accepted_at is null then coalesce(revoked_at, p_now) end where organization_id = org;
  update public.mail_message set to_name = nobody, to_address = 'erased@erased.invalid', subject = 'Erased',
    body_text = '', body_html = '' where party_id = org;
  get diagnostics n = row_count;
  counts := counts || jsonb_build_object('mail_message', n);
  update public.listing set published_at = null where organization_id = org and published_at is not null;
  update public.organization set about = '' where id = org;

  update public.membership set ended_at = p_now, ended_by_name = nobody where organization_id = org and ended_at is null;
  n := 0;
  for person in select m.user_id from public.membership m where m.organization_id = org
    and not exists (select 1 from public.membership x where x.user_id = m.user_id and x.ended_at is null)
    and not exists (select 1 from public.person_erasure e where e.user_id = m.user_id and e.withdrawn_at is null)
  loop
    insert into public.person_erasure (user_id, asked_at, due_at) values (person, one.approved_at, one.due_at);
    perform app.erase_person(person, p_now);
    n := n + 1;
  end loop;
  counts := counts || jsonb_build_object('person', n);
  update public.organization_erasure set done_at = p_now, done = counts where id = p_id;
  return counts;
end $$;

revoke execute on function app.erasure_blockers(uuid, date), app.own_erasure_blockers(date),
  app.due_organization_erasures(timestamptz), app.erase_organization(uuid, timestamptz) from public;
grant execute on function app.erasure_blockers(uuid, date) to app_staff;
grant execute on function app.own_erasure_blockers(date) to app_user;
grant execute on function app.due_organization_erasures(timestamptz), app.erase_organization(uuid, timestamptz) to app_worker;
