-- CreateTable
CREATE TABLE "month_course" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "levels" JSONB NOT NULL,

    CONSTRAINT "month_course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scorecard_version" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "from_month" CHAR(7) NOT NULL,
    "levels" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scorecard_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_outlook" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "week_of" DATE NOT NULL,
    "period" CHAR(7) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "now_minor" BIGINT NOT NULL,
    "forecast_minor" BIGINT NOT NULL,
    "worst_minor" BIGINT NOT NULL,
    "levels" JSONB NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_outlook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "month_course_engagement_id_period_key" ON "month_course"("engagement_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "scorecard_version_engagement_id_number_key" ON "scorecard_version"("engagement_id", "number");

-- CreateIndex
CREATE INDEX "credit_outlook_week_of_idx" ON "credit_outlook"("week_of");

-- CreateIndex
CREATE UNIQUE INDEX "credit_outlook_engagement_id_week_of_key" ON "credit_outlook"("engagement_id", "week_of");

-- AddForeignKey
ALTER TABLE "month_course" ADD CONSTRAINT "month_course_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scorecard_version" ADD CONSTRAINT "scorecard_version_engagement_id_organization_id_provider_i_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_outlook" ADD CONSTRAINT "credit_outlook_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Both parties and the marketplace's staff read. What was written once stays: a month's course, a version of
-- a card, and what a week looked like.
do $$
declare t text;
begin
  foreach t in array array['month_course', 'scorecard_version', 'credit_outlook'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_staff', t);
    execute format('grant select, insert on public.%I to app_user, app_worker', t);
  end loop;
end $$;

-- Whoever closes a month writes its course; an account manager may do either.
create policy staff_inserts on public.month_course for insert to app_staff with check (true);
create policy staff_inserts on public.scorecard_version for insert to app_staff with check (true);
grant insert on public.month_course, public.scorecard_version to app_staff;

-- A scorecard is the buyer's or the account manager's to write, never the provider's own.
create policy not_by_provider on public.scorecard_version as restrictive for insert to app_user
  with check (organization_id = (select app.org_id()));

alter table public.month_course add constraint month_course_period check (period ~ '^\d{4}-(0[1-9]|1[0-2])$');
alter table public.scorecard_version add constraint scorecard_version_month
  check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$' and number >= 1);
alter table public.credit_outlook add constraint credit_outlook_not_negative
  check (now_minor >= 0 and forecast_minor >= 0 and worst_minor >= 0);

-- One to eight levels, each once and above nothing, together exactly 10,000 basis points.
create function app.card_totals(p_levels jsonb) returns boolean language sql immutable as
$$ select jsonb_typeof(p_levels) = 'array' and count(*) between 1 and 8
     and count(distinct l ->> 'levelId') = count(*)
     and bool_and((l ->> 'weightBps')::int > 0) and sum((l ->> 'weightBps')::int) = 10000
   from jsonb_array_elements(p_levels) as l $$;
alter table public.scorecard_version add constraint scorecard_version_totals check (app.card_totals(levels));

-- What the weekly look goes through. SECURITY DEFINER because the job that asks speaks for nobody yet; it answers ids.
create function app.running_engagements() returns table (engagement_id uuid, organization_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select id, organization_id from public.engagement where state <> 'ended' order by id $$;
revoke execute on function app.running_engagements() from public;
grant execute on function app.running_engagements() to app_worker;
