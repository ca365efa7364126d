-- AlterTable
ALTER TABLE "warning_notice" ADD COLUMN     "breach_step_id" UUID,
ALTER COLUMN "warning_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "breach" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "level_id" TEXT NOT NULL,
    "level_name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "figure" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "missed_item_ids" UUID[],
    "severity" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "plan_number" INTEGER NOT NULL DEFAULT 0,
    "action_due_on" DATE,
    "promised_month" CHAR(7),
    "promised_figure" TEXT,
    "effect" JSONB,
    "escalated_for" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "assigned_to_id" UUID,
    "assigned_to_name" TEXT,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "breach_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "breach_plan" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "breach_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "explained_item_ids" UUID[],
    "action" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "owner_name" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "promised_figure" TEXT NOT NULL,
    "promised_month" CHAR(7) NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "breach_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "breach_step" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "breach_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "by_id" UUID,
    "by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "data" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "breach_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "breach_policy" (
    "id" TEXT NOT NULL,
    "cause_days" INTEGER NOT NULL,
    "repeat_times" INTEGER NOT NULL,
    "repeat_months" INTEGER NOT NULL,
    "months_before" INTEGER NOT NULL,

    CONSTRAINT "breach_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_message" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID,
    "party_id" UUID,
    "user_id" UUID,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "to_name" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body_text" TEXT NOT NULL,
    "body_html" TEXT NOT NULL,
    "unsubscribe_hash" TEXT,
    "unsubscribe_url" TEXT,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_preference" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "wanted" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_preference_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "breach_provider_id_idx" ON "breach"("provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "breach_engagement_id_period_level_id_key" ON "breach"("engagement_id", "period", "level_id");

-- CreateIndex
CREATE UNIQUE INDEX "breach_id_organization_id_provider_id_key" ON "breach"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "breach_plan_breach_id_number_key" ON "breach_plan"("breach_id", "number");

-- CreateIndex
CREATE INDEX "breach_step_breach_id_idx" ON "breach_step"("breach_id");

-- CreateIndex
CREATE UNIQUE INDEX "breach_step_id_organization_id_provider_id_key" ON "breach_step"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "mail_message_key_key" ON "mail_message"("key");

-- CreateIndex
CREATE UNIQUE INDEX "mail_message_unsubscribe_hash_key" ON "mail_message"("unsubscribe_hash");

-- CreateIndex
CREATE INDEX "mail_message_user_id_created_at_id_idx" ON "mail_message"("user_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mail_preference_organization_id_user_id_kind_key" ON "mail_preference"("organization_id", "user_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "warning_notice_breach_step_id_user_id_key" ON "warning_notice"("breach_step_id", "user_id");

-- AddForeignKey
ALTER TABLE "breach" ADD CONSTRAINT "breach_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "breach_plan" ADD CONSTRAINT "breach_plan_breach_id_organization_id_provider_id_fkey" FOREIGN KEY ("breach_id", "organization_id", "provider_id") REFERENCES "breach"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "breach_step" ADD CONSTRAINT "breach_step_breach_id_organization_id_provider_id_fkey" FOREIGN KEY ("breach_id", "organization_id", "provider_id") REFERENCES "breach"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "warning_notice" ADD CONSTRAINT "warning_notice_breach_step_id_organization_id_provider_id_fkey" FOREIGN KEY ("breach_step_id", "organization_id", "provider_id") REFERENCES "breach_step"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Breaches: both parties see the same, the marketplace's staff read and decide.
do $$
declare t text;
begin
  foreach t in array array['breach','breach_plan','breach_step'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('grant select, insert on public.%I to app_user, app_worker', t);
    execute format('grant select on public.%I to app_staff', t);
  end loop;
end $$;
grant update on public.breach to app_user, app_worker, app_staff;
create policy staff_updates on public.breach for update to app_staff using (true) with check (true);
grant insert on public.breach_step, public.warning_notice to app_staff;
create policy staff_inserts on public.breach_step for insert to app_staff with check (true);
create policy staff_inserts on public.warning_notice for insert to app_staff with check (true);

alter table public.breach add constraint breach_status check (status in ('missed', 'failed'));
alter table public.breach add constraint breach_source check (source in ('computed', 'frozen', 'corrected'));
alter table public.breach add constraint breach_severity check (severity between 1 and 3);
alter table public.breach add constraint breach_state check
  (state in ('open', 'proposed', 'sent_back', 'accepted', 'measuring', 'effective', 'not_effective', 'withdrawn'));
alter table public.breach add constraint breach_closed check
  ((closed_at is not null) = (state in ('effective', 'not_effective', 'withdrawn')));
create trigger append_only before update or delete on public.breach_plan for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.breach_plan execute function app.refuse_change();
create trigger append_only before update or delete on public.breach_step for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.breach_step execute function app.refuse_change();
create trigger never_deleted before delete on public.breach for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.breach execute function app.refuse_change();

-- The default rules are data: the marketplace changes a row, and breaches opened later follow it.
alter table public.breach_policy enable row level security;
alter table public.breach_policy force row level security;
create policy everyone on public.breach_policy for select using (true);
create policy set_up on public.breach_policy to app_owner using (true) with check (true);
grant select on public.breach_policy to app_user, app_worker, app_staff;
alter table public.breach_policy add constraint breach_policy_sense check
  (cause_days between 1 and 60 and repeat_times between 2 and 12 and repeat_months between repeat_times and 24
   and months_before between 1 and 12);
insert into public.breach_policy (id, cause_days, repeat_times, repeat_months, months_before) values ('default', 5, 2, 3, 3);

-- A notice is of a clock's warning or of a breach's step; of a breach the account manager is told as well.
alter table public.warning_notice drop constraint warning_notice_party;
alter table public.warning_notice add constraint warning_notice_party check
  (party_id in (organization_id, provider_id) or breach_step_id is not null);
alter table public.warning_notice add constraint warning_notice_subject check (num_nonnulls(warning_id, breach_step_id) = 1);

-- ---------------------------------------------------------------------------------------------------------
-- Mail: one person's own, in whichever of the two parties they read it.
alter table public.mail_message enable row level security;
alter table public.mail_message force row level security;
create policy parties on public.mail_message using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.mail_message for select to app_staff using (true);
create policy staff_inserts on public.mail_message for insert to app_staff with check (true);
create policy set_up on public.mail_message to app_owner using (true) with check (true);
create policy mine on public.mail_message as restrictive for select to app_user, app_staff
  using (user_id = (select app.user_id()));
grant select, insert on public.mail_message to app_user, app_worker, app_staff;
grant update (state, attempts, last_error, sent_at) on public.mail_message to app_worker;
alter table public.mail_message add constraint mail_message_state check (state in ('waiting', 'sent', 'kept', 'refused'));

alter table public.mail_preference enable row level security;
alter table public.mail_preference force row level security;
create policy own on public.mail_preference using (organization_id = (select app.org_id()) and user_id = (select app.user_id()))
  with check (organization_id = (select app.org_id()) and user_id = (select app.user_id()));
create policy set_up on public.mail_preference to app_owner using (true) with check (true);
grant select, insert, update on public.mail_preference to app_user, app_worker, app_staff;

-- Who reads a notice, at which address, and what of it they do not want by mail. SECURITY DEFINER because the worker
-- speaks for the buyer and writes to the provider's people and the account manager; it answers nothing of anybody
-- who was sent no notice in the engagements of the organisation that asks.
create function app.mail_reader(p_user uuid, p_party uuid)
returns table (name text, email text, zone text, unwanted text[])
language sql stable security definer set search_path = public, app, pg_temp as
$$ select u.name, u.email, coalesce(h.zone, o.zone),
     array(select p.kind from public.mail_preference p
           where p.organization_id = m.organization_id and p.user_id = m.user_id and not p.wanted)
   from public.membership m
   join public.organization o on o.id = m.organization_id
   join public.person u on u.id = m.user_id and u.disabled_at is null
   left join public.notice_hours h on h.organization_id = m.organization_id and h.user_id = m.user_id
   where m.user_id = p_user and m.organization_id = p_party and m.ended_at is null
     and exists (select 1 from public.warning_notice n where n.user_id = p_user and n.party_id = p_party
                 and (n.organization_id = app.org_id() or n.provider_id = app.org_id())) $$;
revoke execute on function app.mail_reader(uuid, uuid) from public;
grant execute on function app.mail_reader(uuid, uuid) to app_worker;

-- Whose mail a link unsubscribes, known before anybody has signed in. SECURITY DEFINER so that one digest can be looked
-- up and nothing else can.
create function app.mail_door(p_hash text)
returns table (user_id uuid, party_id uuid, kind text)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.user_id, m.party_id, m.kind from public.mail_message m
   where m.unsubscribe_hash = p_hash and m.user_id is not null and m.party_id is not null $$;
revoke execute on function app.mail_door(text) from public;
grant execute on function app.mail_door(text) to app_user, app_worker;

-- Account managers with how many escalated breaches each has in hand. SECURITY DEFINER because a breach escalates in
-- the name of one buyer, who sees neither the marketplace's members nor other buyers' breaches.
create function app.account_managers()
returns table (user_id uuid, party_id uuid, name text, zone text, opens text, closes text, days text[], in_hand bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.user_id, m.organization_id, u.name, coalesce(h.zone, o.zone), h.opens::text, h.closes::text, h.days,
     (select count(*) from public.breach b where b.assigned_to_id = m.user_id and b.closed_at is null)
   from public.membership m
   join public.organization o on o.id = m.organization_id and o.kind = 'marketplace'
   join public.person u on u.id = m.user_id and u.disabled_at is null
   left join public.notice_hours h on h.organization_id = m.organization_id and h.user_id = m.user_id
   where m.role = 'account_manager' and m.ended_at is null $$;
revoke execute on function app.account_managers() from public;
grant execute on function app.account_managers() to app_worker, app_user, app_staff;

-- A job at a time, moved with its key. The time is given on the product's clock and counted from the database's, as in
-- app.schedule_warnings. SECURITY DEFINER as app.enqueue is.
create function app.enqueue_at(p_task text, p_payload json, p_key text, p_now timestamptz, p_at timestamptz)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform graphile_worker.add_job(p_task, p_payload, job_key => p_key, max_attempts => 25,
    run_at => clock_timestamp() + greatest(p_at - p_now, interval '0'));
end $$;
revoke execute on function app.enqueue_at(text, json, text, timestamptz, timestamptz) from public;
grant execute on function app.enqueue_at(text, json, text, timestamptz, timestamptz) to app_user, app_worker, app_staff;

-- Breaches that wait for somebody, worst first: what lists and homes walk.
create index breach_at_work on public.breach (severity desc, due_at, id) where closed_at is null;
create index breach_of_level on public.breach (engagement_id, level_id, period);
create index breach_in_hand on public.breach (assigned_to_id) where closed_at is null;
