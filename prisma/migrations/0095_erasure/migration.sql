-- CreateTable
CREATE TABLE "legal_hold" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "subject_org_id" UUID,
    "subject_user_id" UUID,
    "reason" TEXT NOT NULL,
    "until" DATE,
    "placed_by_id" UUID NOT NULL,
    "placed_by_name" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by_name" TEXT,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_because" TEXT,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_erasure" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "done" JSONB,

    CONSTRAINT "person_erasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "person_erasure_user_id_idx" ON "person_erasure"("user_id");

-- ---------------------------------------------------------------------------------------------------------
-- Holds are the marketplace's administrators' alone; whoever is held is told that they are, and not why.
alter table public.legal_hold enable row level security;
alter table public.legal_hold force row level security;
create policy staff_reads on public.legal_hold for select to app_staff using (true);
create policy staff_inserts on public.legal_hold for insert to app_staff with check (true);
create policy staff_updates on public.legal_hold for update to app_staff using (true) with check (true);
create policy set_up on public.legal_hold to app_owner using (true) with check (true);
revoke all on public.legal_hold from app_user, app_worker, app_staff;
grant select, insert on public.legal_hold to app_staff;
grant update (lifted_by_name, lifted_at, lifted_because) on public.legal_hold to app_staff;
alter table public.legal_hold add constraint legal_hold_one_subject check (num_nonnulls(subject_org_id, subject_user_id) = 1);
alter table public.legal_hold add constraint legal_hold_reason check (length(reason) >= 10);
alter table public.legal_hold add constraint legal_hold_lifted
  check (num_nonnulls(lifted_by_name, lifted_at, lifted_because) in (0, 3));

-- A request to be erased is its person's own, in whatever organisation they act.
alter table public.person_erasure enable row level security;
alter table public.person_erasure force row level security;
create policy own on public.person_erasure using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
create policy set_up on public.person_erasure to app_owner using (true) with check (true);
revoke all on public.person_erasure from app_user, app_worker, app_staff;
grant select, insert, delete on public.person_erasure to app_user, app_staff;
grant update (withdrawn_at) on public.person_erasure to app_user, app_staff;
grant select on public.person_erasure to app_worker;
create unique index person_erasure_one_under_way on public.person_erasure (user_id) where withdrawn_at is null and done_at is null;
alter table public.person_erasure add constraint person_erasure_one_end check (num_nonnulls(withdrawn_at, done_at) <= 1);
alter table public.person_erasure add constraint person_erasure_waits check (due_at >= asked_at + interval '13 days');

-- Whether a hold keeps what tells of a person: one on them, or on an organisation in which they have or had a place.
-- SECURITY DEFINER because holds are the administrators'; it tells yes or no, and no reason.
create function app.is_held(p_user uuid, p_day date) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as
$$ select exists (select 1 from public.legal_hold h where h.lifted_at is null and (h.until is null or h.until >= p_day)
     and (h.subject_user_id = p_user or h.subject_org_id in
       (select m.organization_id from public.membership m where m.user_id = p_user))) $$;

-- The organisations that would be left without a head. SECURITY DEFINER because a transaction sees the people of one
-- organisation alone; it answers for the person who asks and for nobody else.
create function app.headed_alone() returns setof text
language sql stable security definer set search_path = public, app, pg_temp as
$$ select o.name from public.membership m join public.organization o on o.id = m.organization_id
   where m.user_id = app.user_id() and m.ended_at is null and m.role in ('owner', 'admin')
     and not exists (select 1 from public.membership x where x.organization_id = m.organization_id
       and x.user_id <> m.user_id and x.ended_at is null and x.role in ('owner', 'admin')) order by 1 $$;

-- Whose time to withdraw is over. SECURITY DEFINER because the nightly job speaks for no person; it tells ids alone.
create function app.due_erasures(p_now timestamptz) returns setof uuid
language sql stable security definer set search_path = public, app, pg_temp as
$$ select e.user_id from public.person_erasure e
   where e.due_at <= p_now and e.withdrawn_at is null and e.done_at is null order by e.due_at $$;

-- The chain of audit rows takes one change: the owner of the tables takes the words and the salt of a row away, whose
-- digest stays in the hash. Everything else is refused as before.
create function app.guard_audit() returns trigger language plpgsql as $$
declare words text[] := array['actor_name', 'origin', 'data', 'salt'];
begin
  if tg_op = 'UPDATE' and current_user = 'app_owner' and old.format = 2 and new.salt is null
     and to_jsonb(new) - words = to_jsonb(old) - words then
    return new;
  end if;
  raise exception 'audit_event is append-only' using errcode = 'restrict_violation';
end $$;
revoke execute on function app.guard_audit() from public;
drop trigger append_only on public.audit_event;
create trigger append_only before update or delete on public.audit_event for each row execute function app.guard_audit();

-- Takes away what tells of a person whose time to withdraw is over and whom no hold keeps; answers how many rows of
-- which table, or nothing where it is not to be done. SECURITY DEFINER because it reaches into every organisation in which
-- the person was; it does so for a request that the person made and for nobody else.
create function app.erase_person(p_user uuid, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare counts jsonb := '{}'; kept text[] := '{}'; mail text; called text; n bigint; one record;
  nobody constant text := 'Erased person';
begin
  perform 1 from public.person_erasure e where e.user_id = p_user and e.due_at <= p_now and e.withdrawn_at is null
    and e.done_at is null for update;
  if not found or app.is_held(p_user, (p_now at time zone 'UTC')::date) then return null; end if;
  select p.email, p.name into mail, called from public.person p where p.id = p_user for update;

  -- What is theirs alone goes as a whole.
  for one in select unnest(array['session', 'passkey', 'totp_factor', 'recovery_code', 'known_device', 'sign_in_event',
      'sign_in_challenge', 'mailed_link', 'mail_preference', 'notice_hours', 'sso_identity', 'data_export_part']) as name
  loop
    execute format('delete from public.%I where user_id = $1', one.name) using p_user;
    get diagnostics n = row_count;
    counts := counts || jsonb_build_object(one.name, n);
  end loop;
  delete from public.directory_group_member g using public.membership m
    where m.id = g.membership_id and m.user_id = p_user;
  update public.directory_person d set user_name = 'erased-' || d.membership_id, external_id = null, given_name = null,
    family_name = null, is_deleted = true from public.membership m where m.id = d.membership_id and m.user_id = p_user;

  -- What is an organisation's stays without them.
  update public.api_key set revoked_at = coalesce(revoked_at, p_now) where user_id = p_user;
  update public.api_key_call c set address = '' from public.api_key k where k.id = c.key_id and k.user_id = p_user;
  update public.membership set ended_at = p_now, ended_by_name = nobody where user_id = p_user and ended_at is null;
  update public.ownership_offer set state = 'withdrawn', decided_at = p_now
    where state = 'open' and p_user in (from_user_id, to_user_id);
  update public.ownership_offer set from_name = nobody where from_user_id = p_user;
  update public.ownership_offer set to_name = nobody where to_user_id = p_user;
  update public.data_export set asked_by_name = nobody, open_until = null,
    state = case state when 'made' then 'gone' when 'asked' then 'dropped' else state end where user_id = p_user;
  update public.mail_message set to_name = nobody, to_address = 'erased@erased.invalid', subject = 'Erased',
    body_text = '', body_html = '' where user_id = p_user or lower(to_address) = lower(mail);
  get diagnostics n = row_count;
  counts := counts || jsonb_build_object('mail_message', n);
  update public.invitation set email = 'erased-' || id || '@erased.invalid', secret_hash = null,
    revoked_at = case when accepted_at is null then coalesce(revoked_at, p_now) end
    where accepted_by_id = p_user or lower(email) = lower(mail);

  -- In the trail the words go and the digests stay, so that every chain still holds.
  update public.audit_event set actor_name = nobody, origin = origin - 'address' - 'credential', salt = null
    where actor_user_id = p_user and format = 2;
  get diagnostics n = row_count;
  counts := counts || jsonb_build_object('audit_event', n);
  update public.audit_event set data = '{}', salt = null
    where format = 2 and (position(to_jsonb(mail)::text in data::text) > 0 or position(to_jsonb(called)::text in data::text) > 0);

  -- Who did what for an organisation is known by the person's id; their name beside it goes wherever it is not part of
  -- what is signed, frozen or booked. Where a name stands without an id, it goes where it is exactly theirs in a record
  -- of an organisation in which they had a place.
  for one in
    select c.relname as name, w.attname as word, i.attname as id from pg_class c
      join pg_attribute w on w.attrelid = c.oid and w.atttypid = 'text'::regtype
        and w.attname ~ '(^|_)by(_name)?$|(user|owner|committed|answered|assigned_to|break_glass)_name$'
      left join pg_attribute i on i.attrelid = c.oid and i.atttypid = 'uuid'::regtype
        and i.attname = regexp_replace(w.attname, '(_name)?$', '') || '_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and (i.attname is not null or exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id'))
    order by 1, 2
  loop
    begin
      if one.id is not null then
        execute format('update public.%I set %I = $1 where %I = $2', one.name, one.word, one.id) using nobody, p_user;
      else
        execute format('update public.%I t set %I = $1 where %I = $2 and exists (select 1 from public.membership m
          where m.user_id = $3 and m.organization_id in (t.organization_id, %s))', one.name, one.word, one.word,
          case when exists (select 1 from pg_attribute p where p.attrelid = format('public.%I', one.name)::regclass
            and p.attname = 'provider_id') then 't.provider_id' else 't.organization_id' end) using nobody, called, p_user;
      end if;
      get diagnostics n = row_count;
      if n > 0 then counts := counts || jsonb_build_object(one.name, coalesce((counts ->> one.name)::bigint, 0) + n); end if;
    exception when check_violation or restrict_violation or raise_exception then
      kept := kept || one.name::text;
    end;
  end loop;

  update public.person set email = 'erased-' || p_user || '@erased.invalid', name = nobody, password_hash = 'erased',
    disabled_at = coalesce(disabled_at, p_now) where id = p_user;
  counts := jsonb_build_object('gone', counts, 'kept', to_jsonb(kept));
  update public.person_erasure set done_at = p_now, done = counts where user_id = p_user and done_at is null
    and withdrawn_at is null;
  return counts;
end $$;

revoke execute on function app.is_held(uuid, date), app.headed_alone(), app.due_erasures(timestamptz),
  app.erase_person(uuid, timestamptz) from public;
grant execute on function app.is_held(uuid, date), app.headed_alone() to app_user, app_staff;
grant execute on function app.due_erasures(timestamptz), app.erase_person(uuid, timestamptz) to app_worker;
