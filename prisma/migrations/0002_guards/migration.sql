-- What Prisma has no word for: who may see which row, what can never be changed, and a ledger that balances.
-- The roles app_user, app_worker and app_staff are made by set-up; app_owner runs this file and owns everything.

create schema if not exists app;
grant usage on schema public, app to app_user, app_worker, app_staff;

-- The organisation the present transaction speaks for. After a commit the setting is '' and not null.
create function app.org_id() returns uuid language sql stable as
$$ select nullif(current_setting('app.org_id', true), '')::uuid $$;

create function app.user_id() returns uuid language sql stable as
$$ select nullif(current_setting('app.user_id', true), '')::uuid $$;

-- Organisations that share a statement of work with ours; row-level security of that table applies inside.
create function app.counterparty_ids() returns uuid[] language sql stable as
$$ select coalesce(array_agg(distinct case when organization_id = (select app.org_id()) then provider_id else organization_id end), '{}')
   from public.statement_of_work
   where organization_id = (select app.org_id()) or provider_id = (select app.org_id()) $$;

-- ---------------------------------------------------------------------------------------------------------
-- Row-level security. Two-party rows carry the buyer in organization_id and the provider in provider_id.
do $$
declare t text;
begin
  foreach t in array array[
    'statement_of_work','sow_version','signature','engagement','checklist_item','work_item','work_item_event',
    'import_batch','calendar_version','period_close','verdict','service_credit','statement','invoice','payout',
    'stripe_operation'
  ] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
  end loop;
  -- Account managers freeze months and approve on the marketplace's behalf; they never write work, terms or signatures.
  foreach t in array array['period_close','verdict','service_credit','statement','calendar_version','stripe_operation'] loop
    execute format('create policy staff_inserts on public.%I for insert to app_staff with check (true)', t);
    execute format('create policy staff_updates on public.%I for update to app_staff using (true) with check (true)', t);
  end loop;
  foreach t in array array['api_key','audit_event','audit_head','idempotency_key','stripe_customer','stripe_account'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (organization_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()))', t);
  end loop;
  foreach t in array array['organization','membership','listing','listing_card','attestation','ledger_account','posting','journal_entry','ledger_balance'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
  end loop;
end $$;

create policy staff_reads on public.audit_event for select to app_staff using (true);
create policy staff_reads on public.stripe_account for select to app_staff using (true);

-- Providers and the marketplace are public; a buyer is known to itself and to those it deals with.
create policy known on public.organization for select using (
  kind <> 'buyer' or id = (select app.org_id()) or id = any ((select app.counterparty_ids())::uuid[])
  or id in (select organization_id from public.membership where user_id = (select app.user_id())));
create policy staff_reads on public.organization for select to app_staff using (true);
create policy own_change on public.organization for update using (id = (select app.org_id())) with check (id = (select app.org_id()));

-- A person sees the memberships of the organisation, their own everywhere, and those of the parties they deal with.
create policy known on public.membership for select using (
  organization_id = (select app.org_id()) or user_id = (select app.user_id())
  or organization_id = any ((select app.counterparty_ids())::uuid[]));
create policy own_insert on public.membership for insert with check (organization_id = (select app.org_id()));
create policy own_change on public.membership for update using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));
create policy staff_reads on public.membership for select to app_staff using (true);

create policy published on public.listing for select using (published_at is not null or organization_id = (select app.org_id()));
create policy own_insert on public.listing for insert with check (organization_id = (select app.org_id()));
create policy own_change on public.listing for update using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));
-- The catalogue's cards are public; a job writes those of the organisation it speaks for.
create policy everyone on public.listing_card for select using (true);
create policy own_insert on public.listing_card for insert with check (organization_id = (select app.org_id()));
create policy own_change on public.listing_card for update using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));
create policy own_removal on public.listing_card for delete using (organization_id = (select app.org_id()));
-- The three orders of the catalogue, in the words of server/catalogue/search-listings.read.ts.
create index listing_card_module_recommended on public.listing_card
  (module_code, (lpad((1000 - score)::text, 4, '0') collate "C"), listing_id);
create index listing_card_module_price on public.listing_card
  (module_code, ((currency::text || lpad(price_minor::text, 16, '0')) collate "C"), listing_id);
create index listing_card_module_attainment on public.listing_card
  (module_code, (lpad((10000 - coalesce(attainment_bps, 0))::text, 5, '0') collate "C"), listing_id);
create index listing_card_recommended on public.listing_card
  ((lpad((1000 - score)::text, 4, '0') collate "C"), listing_id);
create index listing_card_price on public.listing_card
  (((currency::text || lpad(price_minor::text, 16, '0')) collate "C"), listing_id);
create index listing_card_attainment on public.listing_card
  ((lpad((10000 - coalesce(attainment_bps, 0))::text, 5, '0') collate "C"), listing_id);
create index listing_card_search on public.listing_card using gin (search);

-- Counts the writings of the cards. The row is held until commit, so numbers become visible in their order and an
-- answer made at a number holds for as long as that number is the one that is seen.
create table app.catalogue_version (only_one boolean primary key default true check (only_one), version bigint not null);
insert into app.catalogue_version (version) values (1);
create function app.count_catalogue_change() returns trigger language plpgsql
security definer set search_path = app, pg_temp as
$$ begin update app.catalogue_version set version = version + 1; return null; end $$;
create trigger count_change after insert or update or delete or truncate on public.listing_card
  for each statement execute function app.count_catalogue_change();
create function app.catalogue_version() returns text language sql stable
security definer set search_path = app, pg_temp as
$$ select version::text from app.catalogue_version $$;

create policy everyone on public.attestation for select using (true);
create policy own_insert on public.attestation for insert with check (organization_id = (select app.org_id()));
create policy own_change on public.attestation for update using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));

-- The books: an organisation reads the legs on its own accounts; only the worker posts.
create policy own on public.ledger_account for select to app_user using (organization_id = (select app.org_id()));
create policy own on public.posting for select to app_user using (organization_id = (select app.org_id()));
create policy own on public.journal_entry for select to app_user using (id in (select entry_id from public.posting));
create policy own on public.ledger_balance for select to app_user using (account_id in (select id from public.ledger_account));
do $$
declare t text;
begin
  foreach t in array array['ledger_account','posting','journal_entry','ledger_balance'] loop
    execute format('create policy books on public.%I to app_worker using (true) with check (true)', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
  end loop;
end $$;

-- app_owner runs migrations, the demo seed and the three functions below that say why; no server process is it.
do $$
declare t text;
begin
  for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity loop
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
  end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Append-only tables: a correction is a new row.
create function app.refuse_change() returns trigger language plpgsql as
$$ begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$;

do $$
declare t text;
begin
  foreach t in array array['journal_entry','posting','audit_event','sow_version','signature','calendar_version',
                           'period_close','verdict','work_item_event'] loop
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- The ledger.
alter table public.posting add constraint posting_not_zero check (amount_minor <> 0);
alter table public.ledger_account add constraint ledger_account_guard check (guarded_side in ('debit', 'credit'));
create unique index ledger_account_one_per_party on public.ledger_account (code, currency, organization_id, engagement_id) nulls not distinct;

-- A leg joins its entry in the transaction that made the entry, never later, and carries its account's party.
create function app.guard_posting() returns trigger language plpgsql as $$
begin
  if (select transaction_id from public.journal_entry where id = new.entry_id) is distinct from pg_current_xact_id()::text then
    raise exception 'a leg cannot be added to a closed journal entry' using errcode = 'check_violation';
  end if;
  new.organization_id := (select organization_id from public.ledger_account where id = new.account_id);
  return new;
end $$;
create trigger guard before insert on public.posting for each row execute function app.guard_posting();

create function app.close_journal_entry() returns trigger language plpgsql as $$
declare leg record; side text; balance bigint;
begin
  if (select count(*) from public.posting where entry_id = new.id) < 2 then
    raise exception 'journal entry % has fewer than two legs', new.id using errcode = 'check_violation';
  end if;
  if exists (select 1 from public.posting where entry_id = new.id group by currency having sum(amount_minor) <> 0) then
    raise exception 'journal entry % does not balance', new.id using errcode = 'check_violation';
  end if;
  -- Balances are taken in account order, so that two entries never wait for each other.
  for leg in select account_id, sum(amount_minor)::bigint as change from public.posting where entry_id = new.id
             group by account_id order by account_id loop
    insert into public.ledger_balance as b (account_id, balance_minor) values (leg.account_id, leg.change)
      on conflict (account_id) do update set balance_minor = b.balance_minor + excluded.balance_minor
      returning balance_minor into balance;
    select guarded_side into side from public.ledger_account where id = leg.account_id;
    if (side = 'debit' and balance < 0) or (side = 'credit' and balance > 0) then
      raise exception 'account % would be overdrawn', leg.account_id using errcode = 'check_violation';
    end if;
  end loop;
  return null;
end $$;
create constraint trigger close_entry after insert on public.journal_entry deferrable initially deferred
  for each row execute function app.close_journal_entry();

-- ---------------------------------------------------------------------------------------------------------
-- The audit chain. SECURITY DEFINER because nobody may insert an audit row that is not the next link of its
-- chain: app_user and app_worker hold no insert right on the table, only the right to call this.
create function app.audit_hash(prev text, seq bigint, at timestamptz, actor text, action text, subject_type text, subject_id text, request_id text, data jsonb)
returns text language sql immutable as
$$ select encode(sha256(convert_to(jsonb_build_array(prev, seq, (extract(epoch from at) * 1000)::bigint, actor, action, subject_type, subject_id, request_id, data)::text, 'UTF8')), 'hex') $$;

create function app.append_audit(p_at timestamptz, p_user uuid, p_actor text, p_action text, p_subject_type text, p_subject_id text, p_request text, p_data jsonb)
returns bigint language plpgsql security definer set search_path = public, app, pg_temp as $$
declare org uuid := app.org_id(); head public.audit_head; next_hash text;
begin
  if org is null then raise exception 'an audit row needs an organisation'; end if;
  insert into public.audit_head (organization_id, seq, hash) values (org, 0, repeat('0', 64)) on conflict do nothing;
  select * into head from public.audit_head where organization_id = org for update;
  next_hash := app.audit_hash(head.hash, head.seq + 1, p_at, p_actor, p_action, p_subject_type, p_subject_id, p_request, p_data);
  insert into public.audit_event (organization_id, seq, at, actor_user_id, actor_name, action, subject_type, subject_id, request_id, data, prev_hash, hash)
    values (org, head.seq + 1, p_at, p_user, p_actor, p_action, p_subject_type, p_subject_id, p_request, p_data, head.hash, next_hash);
  update public.audit_head set seq = head.seq + 1, hash = next_hash where organization_id = org;
  return head.seq + 1;
end $$;

-- The outbox: a job added inside the business transaction. SECURITY DEFINER because the job tables belong to the
-- queue and app_user must be able to add a job without being able to read or change another's.
create function app.enqueue(p_task text, p_payload json, p_key text)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform graphile_worker.add_job(p_task, p_payload, job_key => p_key, max_attempts => 25);
end $$;

-- An API key is presented before any organisation is known. SECURITY DEFINER so that one digest can be looked up
-- and no other row of the table can.
create function app.api_key_by_hash(p_hash text)
returns table (id uuid, organization_id uuid, user_id uuid) language sql stable security definer set search_path = public, app, pg_temp as
$$ select k.id, k.organization_id, k.user_id from public.api_key k
   where k.secret_hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) $$;

-- A cookie or key names a person before any organisation is known. SECURITY DEFINER so that the memberships of the
-- one person who has proved who they are can be read, and of nobody else.
create function app.membership_of(p_user uuid)
returns table (organization_id uuid, organization text, kind text, zone text, role text, name text, email text)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.organization_id, o.name, o.kind, o.zone, m.role, u.name, u.email
   from public.membership m join public.organization o on o.id = m.organization_id join public.person u on u.id = m.user_id
   where m.user_id = p_user and m.ended_at is null and u.disabled_at is null order by m.created_at, m.id $$;

revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to app_user, app_worker, app_staff;

-- ---------------------------------------------------------------------------------------------------------
-- What each role may do at all. Nothing is deleted but sessions, throttle counters, import files' bytes and the
-- catalogue's cards, which hold nothing that is not written elsewhere.
grant select on all tables in schema public to app_user, app_worker, app_staff;
grant insert, update on public.statement_of_work, public.engagement, public.checklist_item, public.work_item, public.import_batch,
  public.service_credit, public.statement, public.invoice, public.payout, public.stripe_operation, public.idempotency_key,
  public.organization, public.membership, public.listing, public.attestation, public.api_key, public.stripe_customer,
  public.stripe_account, public.person, public.session, public.stripe_event, public.sign_in_throttle, public.invoice_counter
  to app_user, app_worker;
grant insert on public.sow_version, public.signature, public.work_item_event, public.calendar_version, public.period_close, public.verdict
  to app_user, app_worker;
grant delete on public.session, public.sign_in_throttle to app_user, app_worker;
grant insert, update on public.ledger_account, public.journal_entry, public.posting, public.ledger_balance to app_worker;
grant insert on public.period_close, public.verdict, public.service_credit, public.statement, public.calendar_version, public.stripe_operation to app_staff;
grant update on public.service_credit, public.statement, public.stripe_operation to app_staff;
grant insert, update on public.idempotency_key, public.api_key to app_staff;
grant insert, update, delete on public.listing_card to app_worker;
revoke select on public._prisma_migrations from app_worker, app_staff;
