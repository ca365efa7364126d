-- CreateTable
CREATE TABLE "retention_rule" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "record_class" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "moment" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "set_by_id" UUID,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_by_name" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "retention_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "day" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "retention_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_run_part" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "run_id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "before" TIMESTAMPTZ(3) NOT NULL,
    "cursor" TEXT,
    "looked" INTEGER NOT NULL DEFAULT 0,
    "gone" INTEGER NOT NULL DEFAULT 0,
    "held" JSONB NOT NULL DEFAULT '{}',
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "retention_run_part_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "retention_rule_kind_starts_on_idx" ON "retention_rule"("kind", "starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "retention_run_day_key" ON "retention_run"("day");

-- CreateIndex
CREATE INDEX "retention_run_part_rule_id_idx" ON "retention_run_part"("rule_id");

-- CreateIndex
CREATE UNIQUE INDEX "retention_run_part_run_id_kind_key" ON "retention_run_part"("run_id", "kind");

-- AddForeignKey
ALTER TABLE "retention_run_part" ADD CONSTRAINT "retention_run_part_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "retention_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retention_run_part" ADD CONSTRAINT "retention_run_part_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "retention_rule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- The rules are the marketplace's own: its administrators set them, its worker goes by them, nobody else has a right.
-- What a run counted is written by the functions below alone.
do $$
declare t text;
begin
  foreach t in array array['retention_rule', 'retention_run', 'retention_run_part'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy runs on public.%I to app_worker using (true) with check (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('revoke all on public.%I from app_user, app_worker, app_staff', t);
    execute format('grant select on public.%I to app_worker, app_staff', t);
    execute format('create trigger never_deleted before delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;
create policy staff_inserts on public.retention_rule for insert to app_staff with check (true);
create policy staff_updates on public.retention_rule for update to app_staff using (true) with check (true);
grant insert on public.retention_rule to app_staff;
grant update (withdrawn_by_name, withdrawn_at) on public.retention_rule to app_staff;
grant update (finished_at) on public.retention_run, public.retention_run_part to app_worker;

-- A rule stays what it was set to; one that has not begun can be withdrawn once.
create function app.keep_retention_rule() returns trigger language plpgsql as $$
declare gone text[] := array['withdrawn_by_name', 'withdrawn_at'];
begin
  if to_jsonb(new) - gone is distinct from to_jsonb(old) - gone or old.withdrawn_at is not null then
    raise exception 'a retention rule stays what it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke execute on function app.keep_retention_rule() from public;
create trigger keep before update on public.retention_rule for each row execute function app.keep_retention_rule();
alter table public.retention_rule add constraint retention_rule_words
  check (length(ground) >= 10 and num_nonnulls(withdrawn_by_name, withdrawn_at) in (0, 2));
-- The shortest time of each kind and the moments it may be counted from stand here once more, so that no slip and no
-- tampered row takes what must be kept. As in domain/records/retention-kinds.ts.
alter table public.retention_rule add constraint retention_rule_bounds check (days <= 11000 and case kind
  when 'sign_in_event' then days >= 30 and moment = 'recorded'
  when 'session' then days >= 1 and moment = 'ended'
  when 'mailed_link' then days >= 8 and moment = 'ended'
  when 'api_key_call' then days >= 30 and moment = 'recorded'
  when 'invitation' then days >= 30 and moment = 'ended'
  when 'mail_words' then days >= 90 and moment = 'recorded'
  when 'import_file' then days >= 7 and moment in ('recorded', 'contract_end')
  when 'delivery_body' then days >= 30 and moment in ('recorded', 'contract_end')
  when 'work_words' then days >= 365 and moment = 'contract_end'
  when 'audit_words' then days >= 1095 and moment = 'recorded'
  else false end);

insert into public.retention_rule (kind, record_class, days, moment, ground, starts_on, set_by_name, set_at) values
  ('sign_in_event', 'access', 90, 'recorded', 'Security of processing (GDPR, article 32): long enough to notice a stranger.', '2000-01-01', 'Engine Room', now()),
  ('session', 'access', 30, 'ended', 'Security of processing (GDPR, article 32): to look into a misuse after the fact.', '2000-01-01', 'Engine Room', now()),
  ('mailed_link', 'access', 30, 'ended', 'Security of processing (GDPR, article 32): a way back by mail lasts seven days.', '2000-01-01', 'Engine Room', now()),
  ('api_key_call', 'access', 90, 'recorded', 'Security of processing (GDPR, article 32): long enough to notice a stranger.', '2000-01-01', 'Engine Room', now()),
  ('invitation', 'people', 180, 'ended', 'Legitimate interest (GDPR, article 6(1)(f)): who was invited and did not come.', '2000-01-01', 'Engine Room', now()),
  ('mail_words', 'correspondence', 1095, 'recorded', 'Legal claims (GDPR, article 17(3)(e)): notices are proved for three years.', '2000-01-01', 'Engine Room', now()),
  ('import_file', 'work', 90, 'recorded', 'Performance of the contract (GDPR, article 6(1)(b)): until what was refused is mended.', '2000-01-01', 'Engine Room', now()),
  ('delivery_body', 'work', 365, 'recorded', 'Performance of the contract (GDPR, article 6(1)(b)): until a month is past contesting.', '2000-01-01', 'Engine Room', now()),
  ('work_words', 'work', 1095, 'contract_end', 'Legal claims (GDPR, article 17(3)(e)): three years after the contract.', '2000-01-01', 'Engine Room', now()),
  ('audit_words', 'trail', 3653, 'recorded', 'Accountability (GDPR, article 5(2)) and the books'' ten years.', '2000-01-01', 'Engine Room', now());

-- What people wrote on an event of work may be taken from it by the owner of the tables; what is measured stays.
create function app.guard_work_event() returns trigger language plpgsql as $$
declare words text[] := array['actor', 'reason', 'data'];
begin
  if tg_op = 'UPDATE' and current_user = 'app_owner' and new.reason = '' and new.actor in (old.actor, 'Gone')
     and new.data = old.data - 'title' - 'data' and to_jsonb(new) - words = to_jsonb(old) - words then
    return new;
  end if;
  raise exception 'work_item_event is append-only' using errcode = 'restrict_violation';
end $$;
revoke execute on function app.guard_work_event() from public;
drop trigger append_only on public.work_item_event;
create trigger append_only before update or delete on public.work_item_event
  for each row execute function app.guard_work_event();

-- The engagements about whose months or money something is undecided.
create function app.disputed_engagements() returns uuid[] language sql stable as
$$ select coalesce(array_agg(distinct x.id), '{}') from (
     select c.engagement_id as id from public.contest c where c.state in ('open', 'disputed')
     union all select c.engagement_id from public.correction c where c.state = 'proposed'
     union all select o.engagement_id from public.statement_objection o where o.state = 'open'
     union all select s.engagement_id from public.charge_dispute d join public.invoice i on i.id = d.invoice_id
       join public.statement s on s.id = i.statement_id where d.outcome is null) x $$;

-- The records of a kind that came to their moment before a time, a page of them in their order, each with what holds it;
-- null where it is to go. What a run takes and what a dry run tells are both read here, so they cannot differ.
create function app.retention_rows(p_kind text, p_moment text, p_before timestamptz, p_day date, p_after text, p_take bigint)
returns table (row_id text, held text) language plpgsql stable as $$
declare
  orgs uuid[] := array(select h.subject_org_id from public.legal_hold h where h.subject_org_id is not null
    and h.lifted_at is null and (h.until is null or h.until >= p_day));
  people uuid[] := array(select h.subject_user_id from public.legal_hold h where h.subject_user_id is not null
      and h.lifted_at is null and (h.until is null or h.until >= p_day)
    union select m.user_id from public.membership m where m.organization_id = any (orgs));
  disputed uuid[] := app.disputed_engagements();
  after_id uuid := case when p_kind <> 'mailed_link' then p_after::uuid end;
begin
  case p_kind
  when 'sign_in_event' then return query
    select t.id::text, case when t.user_id = any (people) then 'legal_hold' end from public.sign_in_event t
    where t.at < p_before and (after_id is null or t.id > after_id) order by t.id limit p_take;
  when 'session' then return query
    select t.public_id::text, case when t.user_id = any (people) then 'legal_hold' end from public.session t
    where t.expires_at < p_before and (after_id is null or t.public_id > after_id) order by t.public_id limit p_take;
  when 'mailed_link' then return query
    select t.token_hash, case when t.user_id = any (people) then 'legal_hold' end from public.mailed_link t
    where t.expires_at < p_before and (p_after is null or t.token_hash > p_after collate "C")
    order by t.token_hash collate "C" limit p_take;
  when 'api_key_call' then return query
    select t.id::text, case when t.organization_id = any (orgs) or k.user_id = any (people) then 'legal_hold' end
    from public.api_key_call t left join public.api_key k on k.id = t.key_id
    where t.at < p_before and (after_id is null or t.id > after_id) order by t.id limit p_take;
  when 'invitation' then return query
    select t.id::text, case when t.organization_id = any (orgs) then 'legal_hold' end from public.invitation t
    where t.accepted_at is null and t.expires_at < p_before and (after_id is null or t.id > after_id)
    order by t.id limit p_take;
  when 'mail_words' then return query
    select t.id::text, case
      when t.organization_id = any (orgs) or t.provider_id = any (orgs) or t.party_id = any (orgs)
        or t.user_id = any (people) then 'legal_hold'
      when t.state = 'waiting' then 'under_way' end
    from public.mail_message t
    where t.created_at < p_before and t.to_address <> 'gone@erased.invalid' and (after_id is null or t.id > after_id)
    order by t.id limit p_take;
  when 'import_file' then return query
    select t.id::text, case
      when t.organization_id = any (orgs) or t.provider_id = any (orgs) then 'legal_hold'
      when t.state = 'importing' then 'under_way'
      when t.engagement_id = any (disputed) then 'open_dispute' end
    from public.import_batch t join public.engagement e on e.id = t.engagement_id
    where (t.content is not null or t.refused is not null) and (after_id is null or t.id > after_id)
      and case p_moment when 'contract_end' then e.ends_on else t.created_at end < p_before
    order by t.id limit p_take;
  when 'delivery_body' then return query
    select t.id::text, case
      when t.organization_id = any (orgs) or t.provider_id = any (orgs) then 'legal_hold'
      when t.state <> 'processed' then 'under_way'
      when c.engagement_id = any (disputed) then 'open_dispute' end
    from public.inbound_delivery t join public.inbound_connection c on c.id = t.connection_id
      join public.engagement e on e.id = c.engagement_id
    where t.body <> '' and (after_id is null or t.id > after_id)
      and case p_moment when 'contract_end' then e.ends_on else t.received_at end < p_before
    order by t.id limit p_take;
  when 'work_words' then return query
    select t.id::text, case
      when t.organization_id = any (orgs) or t.provider_id = any (orgs) then 'legal_hold'
      when t.engagement_id = any (disputed) then 'open_dispute'
      -- A month that is not frozen is still measured from its work; what was never done counts until the last.
      when not exists (select 1 from public.period_close p where p.engagement_id = t.engagement_id
        and p.period = coalesce(to_char(coalesce(t.resolved_at, t.closed_at) at time zone e.zone, 'YYYY-MM'),
          to_char(e.ends_on, 'YYYY-MM')))
        then 'open_month'
      -- A figure that was frozen before figures had bundles can be rebuilt from its work alone.
      when exists (select 1 from public.period_close p, jsonb_array_elements(p.levels) l
        where p.engagement_id = t.engagement_id and coalesce((l ->> 'n')::numeric, 1) > 0
          and not exists (select 1 from public.frozen_figure f where f.period_close_id = p.id and f.level_id = l ->> 'levelId')
          and not exists (select 1 from public.verdict v where v.period_close_id = p.id and v.level_id = l ->> 'levelId'))
        then 'frozen_verdict' end
    from public.work_item t join public.engagement e on e.id = t.engagement_id
    where e.ends_on < p_before and t.title <> 'Gone' and (after_id is null or t.id > after_id)
    order by t.id limit p_take;
  when 'audit_words' then return query
    select t.id::text, case
      when t.organization_id = any (orgs) or t.actor_user_id = any (people) then 'legal_hold'
      when t.format = 1 then 'in_the_hash'
      when exists (select 1 from public.engagement e where t.organization_id in (e.organization_id, e.provider_id)
        and (e.ends_on is null or e.ends_on >= p_day)) then 'open_contract' end
    from public.audit_event t
    where t.at < p_before and (t.format = 1 or t.salt is not null) and (after_id is null or t.id > after_id)
    order by t.id limit p_take;
  end case;
end $$;

-- The rule of every kind on a day: the last that has begun and was not withdrawn.
create function app.retention_rules_on(p_day date) returns setof public.retention_rule language sql stable as
$$ select distinct on (r.kind) r.* from public.retention_rule r
   where r.starts_on <= p_day and r.withdrawn_at is null order by r.kind, r.starts_on desc, r.id desc $$;

-- The worker's nightly run, begun once a day; answers the parts that are not done, of earlier nights as well.
-- SECURITY DEFINER because nobody may say which time a run goes by: it follows from the rules of that day.
create function app.begin_retention(p_now timestamptz) returns table (part_id uuid)
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare today date := (p_now at time zone 'UTC')::date;
begin
  with run as (insert into public.retention_run (day, started_at) values (today, p_now) on conflict (day) do nothing returning id)
  insert into public.retention_run_part (run_id, rule_id, kind, before)
  select run.id, r.id, r.kind, p_now - make_interval(days => r.days) from run, app.retention_rules_on(today) r;
  return query select p.id from public.retention_run_part p join public.retention_run u on u.id = p.run_id
    where p.finished_at is null order by u.day, p.kind;
end $$;

-- One batch of a part: looks at so many records, takes away what nothing holds, and remembers how far it is, all in one
-- transaction. Answers how many it looked at. SECURITY DEFINER because no organisation's rights reach another's; it goes
-- by a part of a run and by nothing that whoever calls it could say. A hold is placed before a batch or after it.
create function app.retention_step(p_part uuid, p_take int, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare part public.retention_run_part; rule public.retention_rule; seen int; last text; ids text[]; uuids uuid[]; held_now jsonb;
begin
  select * into part from public.retention_run_part where id = p_part for update;
  if not found or part.finished_at is not null then return 0; end if;
  lock table public.legal_hold in share mode;
  select * into rule from public.retention_rule where id = part.rule_id;
  with page as materialized (
    select * from app.retention_rows(part.kind, rule.moment, part.before, (p_now at time zone 'UTC')::date, part.cursor,
      least(p_take, 5000))),
  stays as (select held as by, count(*) as n from page where held is not null group by 1)
  select (select count(*) from page), (select max(row_id collate "C") from page),
    coalesce((select array_agg(row_id) from page where held is null), '{}'),
    coalesce((select jsonb_object_agg(by, n) from stays), '{}')
  into seen, last, ids, held_now;
  if part.kind <> 'mailed_link' then uuids := ids::uuid[]; end if;
  case part.kind
  when 'sign_in_event' then delete from public.sign_in_event where id = any (uuids);
  when 'session' then delete from public.session where public_id = any (uuids);
  when 'mailed_link' then delete from public.mailed_link where token_hash = any (ids);
  when 'api_key_call' then delete from public.api_key_call where id = any (uuids);
  when 'invitation' then delete from public.invitation where id = any (uuids);
  -- Its key stays: a message with the same key is the same message, and is not sent again.
  when 'mail_words' then update public.mail_message set to_name = 'Gone', to_address = 'gone@erased.invalid',
    subject = 'Gone', body_text = '', body_html = '', unsubscribe_url = null, last_error = null where id = any (uuids);
  when 'import_file' then update public.import_batch set content = null, refused = null where id = any (uuids);
  when 'delivery_body' then update public.inbound_delivery set body = '' where id = any (uuids);
  when 'work_words' then
    -- Whether a machine did it is measured by its name, which is no person's.
    update public.work_item_event set reason = '', data = data - 'title' - 'data',
      actor = case when actor ~* '^(automation|bot|system)\M' then actor else 'Gone' end where work_item_id = any (uuids);
    update public.work_item set title = 'Gone' where id = any (uuids);
  when 'audit_words' then update public.audit_event set actor_name = 'Gone', origin = origin - 'address' - 'credential',
    data = '{}', salt = null where id = any (uuids);
  end case;
  update public.retention_run_part set cursor = coalesce(last, cursor), looked = looked + seen,
    gone = gone + cardinality(ids), held = (
      select coalesce(jsonb_object_agg(key, n), '{}') from (select key, sum(value::int) as n
        from (select * from jsonb_each_text(part.held) union all select * from jsonb_each_text(held_now)) both_of group by key) summed)
    where id = part.id;
  return seen;
end $$;

-- What a rule would take today and what would stay, counted and told by nothing else. SECURITY DEFINER because the
-- administrators' own reach ends before people's sign-ins and letters, whose number is all they are told.
create function app.retention_preview(p_kind text, p_moment text, p_before timestamptz, p_day date)
returns table (held text, n bigint) language sql stable security definer set search_path = public, app, pg_temp as
$$ select r.held, count(*) from app.retention_rows(p_kind, p_moment, p_before, p_day, null, null) r group by 1 order by 1 $$;

-- The broom that had its period in the code.
drop function app.sweep_key_calls(timestamptz);
revoke execute on function app.disputed_engagements(), app.retention_rules_on(date), app.begin_retention(timestamptz),
  app.retention_rows(text, text, timestamptz, date, text, bigint), app.retention_step(uuid, int, timestamptz),
  app.retention_preview(text, text, timestamptz, date) from public;
grant execute on function app.retention_rules_on(date) to app_worker, app_staff;
grant execute on function app.begin_retention(timestamptz), app.retention_step(uuid, int, timestamptz) to app_worker;
grant execute on function app.retention_preview(text, text, timestamptz, date) to app_staff;
