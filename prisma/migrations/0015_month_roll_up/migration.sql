-- The figures of contracts by month, so that a dashboard reads one row a contract and month. Kept by the job
-- behind work.changed. A row counts only while its contract has no mark, so nobody ever reads an old one: a mark
-- is made by the transaction that changes something figures come from, and taken away by the job that has seen it.
CREATE TABLE "month_roll_up" (
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen" BOOLEAN NOT NULL,
    "holds_until" TIMESTAMPTZ(3),
    "levels" JSONB NOT NULL,
    "lines" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "month_roll_up_pkey" PRIMARY KEY ("engagement_id","period")
);

CREATE TABLE "month_roll_up_mark" (
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "tx" BIGINT NOT NULL,

    CONSTRAINT "month_roll_up_mark_pkey" PRIMARY KEY ("engagement_id","tx")
);

ALTER TABLE "month_roll_up" ADD CONSTRAINT "month_roll_up_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

do $$
declare t text;
begin
  foreach t in array array['month_roll_up','month_roll_up_mark'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
  end loop;
end $$;
-- Staff freeze months and answer contests, which marks the contract.
create policy staff_marks on public.month_roll_up_mark for insert to app_staff with check (true);
grant select on public.month_roll_up, public.month_roll_up_mark to app_user, app_worker, app_staff;
grant insert on public.month_roll_up_mark to app_user, app_worker, app_staff;
grant delete on public.month_roll_up_mark to app_worker;
grant insert, update, delete on public.month_roll_up to app_worker;

-- One row a contract and transaction. Rows are only added, so that no writer waits for another.
create function app.mark_months() returns trigger language plpgsql as $$
begin
  insert into public.month_roll_up_mark (organization_id, provider_id, engagement_id, tx)
  select distinct organization_id, provider_id, engagement_id, pg_current_xact_id()::text::bigint from new_rows
  on conflict do nothing;
  return null;
end $$;
create function app.mark_changed_work() returns trigger language plpgsql as $$
begin
  insert into public.month_roll_up_mark (organization_id, provider_id, engagement_id, tx)
  select distinct n.organization_id, n.provider_id, n.engagement_id, pg_current_xact_id()::text::bigint
  from new_rows n join old_rows o using (id)
  where (n.tape, n.type, n.priority, n.desk_made_sla, n.opened_at, n.resolved_at, n.closed_at, n.site, n.tags,
      n.fields) is distinct from (o.tape, o.type, o.priority, o.desk_made_sla, o.opened_at, o.resolved_at,
      o.closed_at, o.site, o.tags, o.fields)
  on conflict do nothing;
  return null;
end $$;
create function app.mark_months_of_events() returns trigger language plpgsql as $$
begin
  insert into public.month_roll_up_mark (organization_id, provider_id, engagement_id, tx)
  select distinct organization_id, provider_id, engagement_id, pg_current_xact_id()::text::bigint
  from (select organization_id, provider_id, engagement_id from new_rows where engagement_id is not null
    union all
    select w.organization_id, w.provider_id, w.engagement_id from new_rows n
    join public.work_item w on w.id = n.work_item_id where n.engagement_id is null) e
  on conflict do nothing;
  return null;
end $$;
create function app.mark_changed_engagement() returns trigger language plpgsql as $$
begin
  insert into public.month_roll_up_mark (organization_id, provider_id, engagement_id, tx)
  select organization_id, provider_id, id, pg_current_xact_id()::text::bigint from new_rows on conflict do nothing;
  return null;
end $$;
create trigger mark_inserted after insert on public.work_item referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_updated after update on public.work_item referencing old table as old_rows new table as new_rows
  for each statement execute function app.mark_changed_work();
create trigger mark_inserted after insert on public.work_item_event referencing new table as new_rows
  for each statement execute function app.mark_months_of_events();
create trigger mark_inserted after insert on public.calendar_version referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_updated after update on public.calendar_version referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_inserted after insert on public.contest referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_updated after update on public.contest referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_inserted after insert on public.period_close referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_updated after update on public.engagement referencing new table as new_rows
  for each statement execute function app.mark_changed_engagement();

-- The outbox for a job with a time of its own. SECURITY DEFINER for the reason of app.enqueue.
create function app.enqueue_in(p_task text, p_payload json, p_key text, p_milliseconds bigint)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform graphile_worker.add_job(p_task, p_payload, job_key => p_key, max_attempts => 25,
    run_at => clock_timestamp() + p_milliseconds * interval '1 millisecond');
end $$;
revoke execute on function app.enqueue_in(text, json, text, bigint) from public;
grant execute on function app.enqueue_in(text, json, text, bigint) to app_worker;

-- Asks for the figures of every contract that has none or marked ones. SECURITY DEFINER because no organisation may
-- see all contracts; it answers nothing.
create function app.enqueue_unrolled_months() returns void language plpgsql
security definer set search_path = public, app, pg_temp as $$
declare e record;
begin
  for e in select g.id, g.organization_id from public.engagement g
    where not exists (select from public.month_roll_up r where r.engagement_id = g.id)
      or exists (select from public.month_roll_up_mark m where m.engagement_id = g.id)
  loop
    perform app.enqueue('months.changed',
      json_build_object('engagementId', e.id, 'organizationId', e.organization_id), 'months:' || e.id);
  end loop;
end $$;
revoke execute on function app.enqueue_unrolled_months() from public;
grant execute on function app.enqueue_unrolled_months() to app_worker;
