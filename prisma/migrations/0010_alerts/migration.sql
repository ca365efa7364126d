-- AlterTable
ALTER TABLE "work_item" ADD COLUMN     "warn_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "sla_warning" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "level_id" TEXT NOT NULL,
    "cycle" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "priority" TEXT,
    "target_seconds" INTEGER NOT NULL,
    "reached_at" TIMESTAMPTZ(3) NOT NULL,
    "breach_at" TIMESTAMPTZ(3) NOT NULL,
    "forecast" JSONB,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sla_warning_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "warning_notice" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "warning_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "show_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "warning_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_hours" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "zone" TEXT NOT NULL,
    "opens" CHAR(5) NOT NULL,
    "closes" CHAR(5) NOT NULL,
    "days" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_hours_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "live_event" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "tx" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "live_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sla_warning_work_item_id_level_id_cycle_step_key" ON "sla_warning"("work_item_id", "level_id", "cycle", "step");

-- CreateIndex
CREATE UNIQUE INDEX "sla_warning_id_organization_id_provider_id_key" ON "sla_warning"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "warning_notice_user_id_show_at_id_idx" ON "warning_notice"("user_id", "show_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "warning_notice_warning_id_user_id_key" ON "warning_notice"("warning_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_hours_organization_id_user_id_key" ON "notice_hours"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "live_event_at_idx" ON "live_event"("at");

-- CreateIndex
CREATE UNIQUE INDEX "live_event_engagement_id_topic_tx_key" ON "live_event"("engagement_id", "topic", "tx");

-- AddForeignKey
ALTER TABLE "sla_warning" ADD CONSTRAINT "sla_warning_work_item_id_organization_id_provider_id_fkey" FOREIGN KEY ("work_item_id", "organization_id", "provider_id") REFERENCES "work_item"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "warning_notice" ADD CONSTRAINT "warning_notice_warning_id_organization_id_provider_id_fkey" FOREIGN KEY ("warning_id", "organization_id", "provider_id") REFERENCES "sla_warning"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Who may see which row: both parties and the marketplace's staff, as everywhere.
do $$
declare t text;
begin
  foreach t in array array['sla_warning','warning_notice'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert on public.sla_warning to app_user, app_worker;
grant select, insert on public.warning_notice to app_user, app_worker;
grant update (read_at) on public.warning_notice to app_user, app_worker, app_staff;
grant select on public.sla_warning, public.warning_notice to app_staff;

-- A notice is for one person: nobody else reads it, not even in their organisation, and staff neither.
create policy mine on public.warning_notice as restrictive for select to app_user, app_staff
  using (user_id = (select app.user_id()));
create policy my_reading on public.warning_notice as restrictive for update to app_user, app_staff
  using (user_id = (select app.user_id()));

alter table public.sla_warning add constraint sla_warning_step check (step in ('50', '75', '90', 'predicted', 'breach'));
alter table public.sla_warning add constraint sla_warning_cycle check (cycle >= 0);
alter table public.warning_notice add constraint warning_notice_party check (party_id in (organization_id, provider_id));
create trigger append_only before update or delete on public.sla_warning for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.sla_warning execute function app.refuse_change();
create index warning_notice_unread on public.warning_notice (user_id, show_at) where read_at is null;

-- A person's hours are their own.
alter table public.notice_hours enable row level security;
alter table public.notice_hours force row level security;
create policy own on public.notice_hours using (organization_id = (select app.org_id()) and user_id = (select app.user_id()))
  with check (organization_id = (select app.org_id()) and user_id = (select app.user_id()));
create policy set_up on public.notice_hours to app_owner using (true) with check (true);
grant select, insert, update on public.notice_hours to app_user, app_worker;
grant select, insert, update on public.notice_hours to app_staff;
alter table public.notice_hours add constraint notice_hours_span check
  (opens ~ '^([01]\d|2[0-3]):[0-5]\d$' and closes ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$' and opens < closes);

-- Whom a warning may be for: people of the two parties, with their hours. SECURITY DEFINER because the worker speaks
-- for the buyer and must reach the provider's people; it answers ids, roles and hours, and no name.
create function app.notice_people(p_organization uuid, p_provider uuid)
returns table (user_id uuid, party_id uuid, role text, zone text, opens text, closes text, days text[])
language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.user_id, m.organization_id, m.role, coalesce(h.zone, o.zone), h.opens::text, h.closes::text, h.days
   from public.membership m
   join public.organization o on o.id = m.organization_id
   join public.person u on u.id = m.user_id and u.disabled_at is null
   left join public.notice_hours h on h.organization_id = m.organization_id and h.user_id = m.user_id
   where m.organization_id in (p_organization, p_provider) and m.ended_at is null
     and (p_organization = app.org_id() or p_provider = app.org_id())
     and exists (select 1 from public.engagement e
                 where e.organization_id = p_organization and e.provider_id = p_provider) $$;
revoke execute on function app.notice_people(uuid, uuid) from public;
grant execute on function app.notice_people(uuid, uuid) to app_worker, app_user;

-- One job an item, moved or taken away with its key. Times are given on the product's clock and counted from the
-- database's, so that a difference between the two moves no warning. SECURITY DEFINER as app.enqueue is.
create function app.schedule_warnings(p_now timestamptz, p_items jsonb)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
declare i record;
begin
  for i in select * from jsonb_to_recordset(p_items) as r(id uuid, engagement_id uuid, organization_id uuid, warn_at timestamptz)
  loop
    if i.warn_at is null then
      perform graphile_worker.remove_job('warn:' || i.id);
    else
      perform graphile_worker.add_job('work_item.warn', json_build_object('workItemId', i.id,
          'engagementId', i.engagement_id, 'organizationId', i.organization_id),
        job_key => 'warn:' || i.id, max_attempts => 25, run_at => clock_timestamp() + (i.warn_at - p_now));
    end if;
  end loop;
end $$;
revoke execute on function app.schedule_warnings(timestamptz, jsonb) from public;
grant execute on function app.schedule_warnings(timestamptz, jsonb) to app_user, app_worker;

-- Open work by when it is due: what the queue, the forecast and the probes walk.
create index work_item_open_due on public.work_item (provider_id, due_at, id)
  where state in ('open', 'in_progress', 'waiting');
create index work_item_open_due_everywhere on public.work_item (due_at, id)
  where state in ('open', 'in_progress', 'waiting');
create index work_item_done on public.work_item (engagement_id, resolved_at desc) where resolved_at is not null;

-- What streams to open pages. Rows come from triggers alone.
alter table public.live_event enable row level security;
alter table public.live_event force row level security;
create policy parties on public.live_event for select
  using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.live_event for select to app_staff using (true);
create policy set_up on public.live_event to app_owner using (true) with check (true);
grant select on public.live_event to app_user, app_worker, app_staff;

-- SECURITY DEFINER because nobody who changes work may write these rows by hand. The note that goes out carries
-- ids alone; a bulk change makes one row an engagement.
create function app.tell_live(p_topic text, p_organization uuid, p_provider uuid, p_engagement uuid)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
declare made bigint;
begin
  insert into public.live_event (organization_id, provider_id, engagement_id, topic, tx)
  values (p_organization, p_provider, p_engagement, p_topic, pg_current_xact_id()::text::bigint)
  on conflict (engagement_id, topic, tx) do nothing returning id into made;
  if made is not null then
    perform pg_notify('live', concat_ws(' ', made, p_organization, p_provider, p_engagement, p_topic));
  end if;
end $$;
revoke execute on function app.tell_live(text, uuid, uuid, uuid) from public;
grant execute on function app.tell_live(text, uuid, uuid, uuid) to app_user, app_worker, app_staff;

create function app.work_inserted() returns trigger language plpgsql as $$
begin
  perform app.tell_live('work', n.organization_id, n.provider_id, n.engagement_id)
  from (select distinct organization_id, provider_id, engagement_id from new_rows) n;
  return null;
end $$;
create function app.work_updated() returns trigger language plpgsql as $$
begin
  perform app.tell_live('work', n.organization_id, n.provider_id, n.engagement_id)
  from (select distinct n.organization_id, n.provider_id, n.engagement_id from new_rows n join old_rows o using (id)
        where (n.state, n.due_at, n.priority, n.waiting_on, n.title) is distinct from
          (o.state, o.due_at, o.priority, o.waiting_on, o.title)) n;
  return null;
end $$;
create trigger tell_inserted after insert on public.work_item referencing new table as new_rows
  for each statement execute function app.work_inserted();
create trigger tell_updated after update on public.work_item referencing old table as old_rows new table as new_rows
  for each statement execute function app.work_updated();

create function app.warning_raised() returns trigger language plpgsql as $$
begin
  perform app.tell_live('warning', n.organization_id, n.provider_id, n.engagement_id)
  from (select distinct organization_id, provider_id, engagement_id from new_rows) n;
  return null;
end $$;
create trigger tell_raised after insert on public.sla_warning referencing new table as new_rows
  for each statement execute function app.warning_raised();

-- Streams of somebody who signs out or leaves end at once; the note names the person alone.
create function app.tell_person() returns trigger language plpgsql as $$
begin
  perform pg_notify('live', 'person ' || old.user_id);
  return null;
end $$;
create trigger tell_ended after delete on public.session for each row execute function app.tell_person();
create trigger tell_left after update of ended_at, role on public.membership for each row execute function app.tell_person();

-- SECURITY DEFINER because nobody may delete these rows but this broom: a day is more than any stream resumes over.
create function app.sweep_live_events() returns void language sql
security definer set search_path = public, app, pg_temp as
$$ delete from public.live_event where at < now() - interval '1 day' $$;
revoke execute on function app.sweep_live_events() from public;
grant execute on function app.sweep_live_events() to app_worker;
