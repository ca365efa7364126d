-- AlterTable
ALTER TABLE "period_close" ADD COLUMN     "decisions" JSONB;

-- CreateTable
CREATE TABLE "month_review" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "levels" JSONB NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewed_by_id" UUID,
    "reviewed_by_name" TEXT NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "buyer_confirmed_at" TIMESTAMPTZ(3),
    "buyer_confirmed_by" TEXT,
    "provider_confirmed_at" TIMESTAMPTZ(3),
    "provider_confirmed_by" TEXT,

    CONSTRAINT "month_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contest" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT,
    "effect" TEXT NOT NULL,
    "work_item_ids" UUID[],
    "level_ids" TEXT[],
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "arithmetic" JSONB,
    "reason" TEXT NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT '',
    "evidence_url" TEXT,
    "evidence_hash" TEXT,
    "side" TEXT NOT NULL,
    "claimed_by_id" UUID,
    "claimed_by_name" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "answer_by" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "answered_by_id" UUID,

    CONSTRAINT "contest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contest_reading" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "contest_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "by_id" UUID,
    "by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "price" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contest_reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "correction" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period_close_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "number" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "rule_version" TEXT NOT NULL,
    "calendar_version" INTEGER NOT NULL,
    "levels" JSONB NOT NULL,
    "verdicts" JSONB NOT NULL,
    "price" JSONB NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "commission_minor" BIGINT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "buyer_accepted_at" TIMESTAMPTZ(3),
    "buyer_accepted_by" TEXT,
    "provider_accepted_at" TIMESTAMPTZ(3),
    "provider_accepted_by" TEXT,
    "ruled_at" TIMESTAMPTZ(3),
    "ruled_by" TEXT,
    "ruling" TEXT,

    CONSTRAINT "correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adjustment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "correction_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_adjustment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "adjustment_id" UUID NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "statement_adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "month_review_engagement_id_period_key" ON "month_review"("engagement_id", "period");

-- CreateIndex
CREATE INDEX "contest_engagement_id_period_idx" ON "contest"("engagement_id", "period");

-- CreateIndex
CREATE INDEX "contest_work_item_ids_idx" ON "contest" USING GIN ("work_item_ids");

-- CreateIndex
CREATE UNIQUE INDEX "contest_id_organization_id_provider_id_key" ON "contest"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "contest_reading_contest_id_idx" ON "contest_reading"("contest_id");

-- CreateIndex
CREATE UNIQUE INDEX "correction_period_close_id_number_key" ON "correction"("period_close_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "correction_id_organization_id_provider_id_key" ON "correction"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "adjustment_correction_id_key" ON "adjustment"("correction_id");

-- CreateIndex
CREATE INDEX "adjustment_engagement_id_idx" ON "adjustment"("engagement_id");

-- CreateIndex
CREATE UNIQUE INDEX "adjustment_id_organization_id_provider_id_key" ON "adjustment"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "adjustment_correction_id_organization_id_provider_id_key" ON "adjustment"("correction_id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "statement_adjustment_adjustment_id_idx" ON "statement_adjustment"("adjustment_id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_adjustment_statement_id_adjustment_id_key" ON "statement_adjustment"("statement_id", "adjustment_id");

-- AddForeignKey
ALTER TABLE "month_review" ADD CONSTRAINT "month_review_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest" ADD CONSTRAINT "contest_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contest_reading" ADD CONSTRAINT "contest_reading_contest_id_organization_id_provider_id_fkey" FOREIGN KEY ("contest_id", "organization_id", "provider_id") REFERENCES "contest"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_period_close_id_organization_id_provider_id_fkey" FOREIGN KEY ("period_close_id", "organization_id", "provider_id") REFERENCES "period_close"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adjustment" ADD CONSTRAINT "adjustment_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adjustment" ADD CONSTRAINT "adjustment_correction_id_organization_id_provider_id_fkey" FOREIGN KEY ("correction_id", "organization_id", "provider_id") REFERENCES "correction"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_adjustment" ADD CONSTRAINT "statement_adjustment_statement_id_organization_id_provider_fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_adjustment" ADD CONSTRAINT "statement_adjustment_adjustment_id_organization_id_provide_fkey" FOREIGN KEY ("adjustment_id", "organization_id", "provider_id") REFERENCES "adjustment"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.
do $$
declare t text;
begin
  foreach t in array array['month_review','contest','contest_reading','correction','adjustment','statement_adjustment'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
  end loop;
  -- Account managers put a month up for review and rule; they put nothing forward themselves.
  foreach t in array array['month_review','contest_reading','correction'] loop
    execute format('create policy staff_inserts on public.%I for insert to app_staff with check (true)', t);
  end loop;
  foreach t in array array['contest','correction'] loop
    execute format('create policy staff_updates on public.%I for update to app_staff using (true) with check (true)', t);
  end loop;
  foreach t in array array['contest_reading','adjustment','statement_adjustment'] loop
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;

alter table public.contest add constraint contest_subject check (subject in ('exclusion', 'interval', 'verdict'));
alter table public.contest add constraint contest_effect check (effect in ('exclude', 'count', 'hit', 'miss'));
alter table public.contest add constraint contest_side check (side in ('buyer', 'provider'));
alter table public.contest add constraint contest_state check (state in ('open', 'disputed', 'accepted', 'refused', 'withdrawn'));
alter table public.contest add constraint contest_stretch check ((from_at is null) = (to_at is null) and (from_at is null or from_at < to_at));
alter table public.correction add constraint correction_state check (state in ('proposed', 'accepted', 'refused'));

-- What was put forward stays as it was put forward, and a decision is made once.
create function app.guard_contest() returns trigger language plpgsql as $$
begin
  if old.state not in ('open', 'disputed')
     or to_jsonb(new) - 'state' - 'answered_by_id' is distinct from to_jsonb(old) - 'state' - 'answered_by_id' then
    raise exception 'a contest is decided once and never rewritten' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on public.contest for each row execute function app.guard_contest();

create function app.guard_correction() returns trigger language plpgsql as $$
declare moving text[] := array['state', 'buyer_accepted_at', 'buyer_accepted_by', 'provider_accepted_at',
  'provider_accepted_by', 'ruled_at', 'ruled_by', 'ruling'];
begin
  if old.state <> 'proposed' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving then
    raise exception 'a correction is decided once and never rewritten' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on public.correction for each row execute function app.guard_correction();

-- An adjustment is never settled by more than it is, whoever drafts at once: parts have its sign and stay within it.
create function app.guard_statement_adjustment() returns trigger language plpgsql as $$
declare whole bigint; taken bigint;
begin
  select net_minor into whole from public.adjustment where id = new.adjustment_id;
  select coalesce(sum(net_minor), 0) + new.net_minor into taken from public.statement_adjustment
    where adjustment_id = new.adjustment_id;
  if sign(new.net_minor) <> sign(whole) or abs(taken) > abs(whole) then
    raise exception 'adjustment % would be settled twice', new.adjustment_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on public.statement_adjustment for each row execute function app.guard_statement_adjustment();

grant select on public.month_review, public.contest, public.contest_reading, public.correction, public.adjustment,
  public.statement_adjustment to app_user, app_worker, app_staff;
grant insert, update on public.month_review, public.contest, public.correction to app_user, app_worker;
grant insert on public.contest_reading, public.adjustment, public.statement_adjustment to app_user, app_worker;
grant insert on public.month_review, public.contest_reading, public.correction to app_staff;
grant update on public.contest, public.correction to app_staff;
