-- CreateTable
CREATE TABLE "billing_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "period" CHAR(7) NOT NULL,
    "state" TEXT NOT NULL,
    "asked_by_id" UUID,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "billing_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_run_part" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "run_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "months" INTEGER NOT NULL,
    "drafted" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "billing_run_part_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_run_failure" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "run_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "billing_run_failure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "billing_run_asked_at_idx" ON "billing_run"("asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "billing_run_part_run_id_organization_id_key" ON "billing_run_part"("run_id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "billing_run_failure_run_id_engagement_id_period_key" ON "billing_run_failure"("run_id", "engagement_id", "period");

-- CreateIndex
CREATE INDEX "period_close_organization_id_engagement_id_idx" ON "period_close"("organization_id", "engagement_id");

-- AddForeignKey
ALTER TABLE "billing_run_part" ADD CONSTRAINT "billing_run_part_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "billing_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_run_failure" ADD CONSTRAINT "billing_run_failure_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "billing_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Billing runs are the marketplace's own: its staff begin and read them, the worker does them, and nobody else has any
-- right to them.
do $$
declare t text;
begin
  foreach t in array array['billing_run', 'billing_run_part', 'billing_run_failure'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy runs on public.%I to app_worker using (true) with check (true)', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('revoke all on public.%I from app_user, app_worker, app_staff', t);
    execute format('grant select on public.%I to app_worker, app_staff', t);
    execute format('grant insert on public.%I to app_worker', t);
    execute format('create trigger never_deleted before delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;
grant update on public.billing_run, public.billing_run_part to app_worker;
grant insert on public.billing_run, public.billing_run_part to app_staff;
create policy staff_inserts on public.billing_run for insert to app_staff with check (true);
create policy staff_inserts on public.billing_run_part for insert to app_staff with check (true);
create trigger never_updated before update on public.billing_run_failure for each row execute function app.refuse_change();

alter table public.billing_run add constraint billing_run_state check (state in ('running', 'done')
  and (finished_at is null) = (state = 'running') and period ~ '^\d{4}-(0[1-9]|1[0-2])$');
alter table public.billing_run_part add constraint billing_run_part_counts
  check (months >= 0 and drafted >= 0 and failed >= 0 and drafted + failed <= months);
alter table public.billing_run_failure add constraint billing_run_failure_sense
  check (period ~ '^\d{4}-(0[1-9]|1[0-2])$' and length(reason) > 0);
-- One run at a time: two that begin at once are one.
create unique index billing_run_one_running on public.billing_run (state) where state = 'running';

-- How many frozen months wait for a statement, buyer by buyer. SECURITY DEFINER because the job that asks speaks for
-- nobody yet; it answers ids and counts, and every month is then read in its own buyer's transaction.
create function app.months_to_bill(p_through text) returns table (organization_id uuid, months int)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select c.organization_id, count(*)::int from public.period_close c
   where c.period <= p_through and not exists (select 1 from public.statement s where s.period_close_id = c.id)
   group by 1 order by 1 $$;
revoke execute on function app.months_to_bill(text) from public;
grant execute on function app.months_to_bill(text) to app_worker, app_staff;
