-- CreateTable
CREATE TABLE "milestone_step" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "line_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_on" DATE NOT NULL,
    "note" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "milestone_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passed_cost" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "line_id" TEXT NOT NULL,
    "receipt" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "incurred_on" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "stated_by_id" UUID NOT NULL,
    "stated_by_name" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passed_cost_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passed_cost_decision" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "cost_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by_id" UUID NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passed_cost_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charged_cost" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "cost_id" UUID NOT NULL,
    "decision" TEXT NOT NULL DEFAULT 'approved',

    CONSTRAINT "charged_cost_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "milestone_step_engagement_id_line_id_id_idx" ON "milestone_step"("engagement_id", "line_id", "id");

-- CreateIndex
CREATE INDEX "passed_cost_engagement_id_line_id_receipt_idx" ON "passed_cost"("engagement_id", "line_id", "receipt");

-- CreateIndex
CREATE UNIQUE INDEX "passed_cost_id_organization_id_provider_id_key" ON "passed_cost"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "passed_cost_decision_cost_id_key" ON "passed_cost_decision"("cost_id");

-- CreateIndex
CREATE UNIQUE INDEX "passed_cost_decision_cost_id_organization_id_provider_id_key" ON "passed_cost_decision"("cost_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "passed_cost_decision_cost_id_decision_key" ON "passed_cost_decision"("cost_id", "decision");

-- CreateIndex
CREATE UNIQUE INDEX "charged_cost_cost_id_key" ON "charged_cost"("cost_id");

-- CreateIndex
CREATE INDEX "charged_cost_statement_id_idx" ON "charged_cost"("statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "charged_cost_cost_id_decision_key" ON "charged_cost"("cost_id", "decision");

-- AddForeignKey
ALTER TABLE "milestone_step" ADD CONSTRAINT "milestone_step_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passed_cost" ADD CONSTRAINT "passed_cost_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passed_cost_decision" ADD CONSTRAINT "passed_cost_decision_cost_id_organization_id_provider_id_fkey" FOREIGN KEY ("cost_id", "organization_id", "provider_id") REFERENCES "passed_cost"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charged_cost" ADD CONSTRAINT "charged_cost_statement_id_organization_id_provider_id_fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charged_cost" ADD CONSTRAINT "charged_cost_cost_id_decision_fkey" FOREIGN KEY ("cost_id", "decision") REFERENCES "passed_cost_decision"("cost_id", "decision") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.
do $$
declare t text;
begin
  foreach t in array array['milestone_step','passed_cost','passed_cost_decision','charged_cost'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
    execute format('grant insert on public.%I to app_user, app_worker', t);
  end loop;
end $$;
-- Account managers close months too, and a closed month is drafted with what it charges.
create policy staff_inserts on public.charged_cost for insert to app_staff with check (true);
grant insert on public.charged_cost to app_staff;

alter table public.milestone_step add constraint milestone_step_kind check (kind in ('delivered', 'accepted', 'refused'));
-- An amount that is agreed once is accepted once.
create unique index milestone_step_accepted_once on public.milestone_step (engagement_id, line_id) where kind = 'accepted';
alter table public.passed_cost add constraint passed_cost_above_nothing check (amount_minor > 0);
alter table public.passed_cost_decision add constraint passed_cost_decision_is check (decision in ('approved', 'rejected'));
alter table public.passed_cost_decision add constraint passed_cost_decision_says_why check (decision = 'approved' or reason <> '');
alter table public.charged_cost add constraint charged_cost_approved check (decision = 'approved');
