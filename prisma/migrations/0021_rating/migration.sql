-- AlterTable
ALTER TABLE "statement" ADD COLUMN     "charges_minor" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "billed_item" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "line_id" TEXT NOT NULL,
    "work_item_id" UUID NOT NULL,
    "value" TEXT,

    CONSTRAINT "billed_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "head_count" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "line_id" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "count" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "stated_by_id" UUID NOT NULL,
    "stated_by_name" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "head_count_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "billed_item_statement_id_line_id_id_idx" ON "billed_item"("statement_id", "line_id", "id");

-- CreateIndex
CREATE INDEX "billed_item_work_item_id_idx" ON "billed_item"("work_item_id");

-- CreateIndex
CREATE UNIQUE INDEX "billed_item_engagement_id_line_id_work_item_id_key" ON "billed_item"("engagement_id", "line_id", "work_item_id");

-- CreateIndex
CREATE INDEX "head_count_engagement_id_line_id_effective_on_idx" ON "head_count"("engagement_id", "line_id", "effective_on");

-- AddForeignKey
ALTER TABLE "billed_item" ADD CONSTRAINT "billed_item_statement_id_organization_id_provider_id_fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billed_item" ADD CONSTRAINT "billed_item_work_item_id_organization_id_provider_id_fkey" FOREIGN KEY ("work_item_id", "organization_id", "provider_id") REFERENCES "work_item"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "head_count" ADD CONSTRAINT "head_count_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.
do $$
declare t text;
begin
  foreach t in array array['billed_item','head_count'] loop
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
-- Account managers close months too, and a closed month is drafted with what it counts.
create policy staff_inserts on public.billed_item for insert to app_staff with check (true);
grant insert on public.billed_item to app_staff;

alter table public.head_count add constraint head_count_side check (side in ('buyer', 'provider'));
alter table public.head_count add constraint head_count_not_negative check (count between 0 and 100000);

-- A statement also adds up what is charged beside the fee.
alter table public.statement drop constraint statement_adds_up;
alter table public.statement add constraint statement_adds_up
  check (net_minor = fee_minor - credit_minor + charges_minor + adjustment_minor + collar_minor + carried_minor);
