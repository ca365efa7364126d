-- CreateTable
CREATE TABLE "sample" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "level_id" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "population" UUID[],
    "population_hash" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "commitment" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "committed_by" TEXT NOT NULL,
    "committed_by_id" UUID,
    "committed_name" TEXT NOT NULL,
    "committed_at" TIMESTAMPTZ(3) NOT NULL,
    "answer_by" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_by" TEXT,
    "answered_by_id" UUID,
    "answered_name" TEXT,
    "drawn_at" TIMESTAMPTZ(3),
    "seed" TEXT,
    "drawn" UUID[],
    "waits_for" TEXT,
    "scored_at" TIMESTAMPTZ(3),
    "errors" INTEGER,
    "units" INTEGER,
    "outcome" JSONB,
    "bundle" JSONB,
    "bundle_hash" TEXT,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_score" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "round" TEXT NOT NULL,
    "errors" INTEGER NOT NULL,
    "units" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "by_id" UUID,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sample_score_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sample_engagement_id_period_level_id_key" ON "sample"("engagement_id", "period", "level_id");

-- CreateIndex
CREATE UNIQUE INDEX "sample_id_organization_id_provider_id_key" ON "sample"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "sample_score_sample_id_position_round_key" ON "sample_score"("sample_id", "position", "round");

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_score" ADD CONSTRAINT "sample_score_sample_id_organization_id_provider_id_fkey" FOREIGN KEY ("sample_id", "organization_id", "provider_id") REFERENCES "sample"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.
do $$
declare t text;
begin
  foreach t in array array['sample','sample_score'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;
-- Account managers finish a draw in place of a silent side and decide between two scores; they score nothing.
create policy staff_updates on public.sample for update to app_staff using (true) with check (true);
create policy staff_rules on public.sample_score for insert to app_staff with check (round = 'ruling');

alter table public.sample add constraint sample_committed_by check (committed_by in ('buyer', 'provider'));
alter table public.sample add constraint sample_answered_by check (answered_by in ('buyer', 'provider', 'account_manager') and answered_by <> committed_by);
alter table public.sample add constraint sample_waits_for check (waits_for in ('buyer', 'provider', 'account_manager'));
alter table public.sample add constraint sample_size check (size between 1 and cardinality(population));
alter table public.sample add constraint sample_draw check (
  (drawn_at is null) = (seed is null) and (drawn_at is null) = (answer is null) and (drawn_at is null) = (answered_by is null)
  and cardinality(coalesce(drawn, '{}')) = case when drawn_at is null then 0 else size end);
alter table public.sample add constraint sample_scored check (
  (scored_at is null) = (errors is null) and (scored_at is null) = (units is null) and (scored_at is null) = (bundle_hash is null)
  and (scored_at is null or (drawn_at is not null and errors between 0 and units and waits_for is null)));
alter table public.sample_score add constraint sample_score_round check (round in ('first', 'second', 'ruling'));
alter table public.sample_score add constraint sample_score_errors check (errors between 0 and units and units > 0 and position >= 0);

-- What was there to draw from never changes; a draw is made once; a scored sample stands.
create function app.guard_sample() returns trigger language plpgsql as $$
declare
  scoring text[] := array['waits_for', 'scored_at', 'errors', 'units', 'outcome', 'bundle', 'bundle_hash'];
  drawing text[] := array['answer', 'answered_by', 'answered_by_id', 'answered_name', 'drawn_at', 'seed', 'drawn'];
begin
  if old.drawn_at is null then scoring := scoring || drawing; end if;
  if tg_op = 'DELETE' or old.scored_at is not null or to_jsonb(new) - scoring is distinct from to_jsonb(old) - scoring then
    raise exception 'a sample is drawn once, scored once and never taken back' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on public.sample for each row execute function app.guard_sample();

-- A score may be put right while its sample is open; which item, round and sample it is about stays.
create function app.guard_sample_score() returns trigger language plpgsql as $$
declare moving text[] := array['errors', 'units', 'note', 'by_id', 'by_name', 'at'];
begin
  if tg_op = 'DELETE' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving
     or exists (select 1 from public.sample s where s.id = old.sample_id and s.scored_at is not null) then
    raise exception 'a score of a scored sample stands' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on public.sample_score for each row execute function app.guard_sample_score();

grant select on public.sample, public.sample_score to app_user, app_worker, app_staff;
grant insert, update on public.sample, public.sample_score to app_user, app_worker;
grant update on public.sample to app_staff;
grant insert on public.sample_score to app_staff;
