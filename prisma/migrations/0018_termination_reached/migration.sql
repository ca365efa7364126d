-- AlterTable
ALTER TABLE "warning_notice" ADD COLUMN     "termination_id" UUID;

-- CreateTable
CREATE TABLE "termination_reached" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "trigger" TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "reached_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "termination_reached_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "termination_reached_engagement_id_period_trigger_key" ON "termination_reached"("engagement_id", "period", "trigger");

-- CreateIndex
CREATE UNIQUE INDEX "termination_reached_id_organization_id_provider_id_key" ON "termination_reached"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "warning_notice_termination_id_user_id_key" ON "warning_notice"("termination_id", "user_id");

-- AddForeignKey
ALTER TABLE "termination_reached" ADD CONSTRAINT "termination_reached_engagement_id_organization_id_provider_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "warning_notice" ADD CONSTRAINT "warning_notice_termination_id_organization_id_provider_id_fkey" FOREIGN KEY ("termination_id", "organization_id", "provider_id") REFERENCES "termination_reached"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Reached triggers: both parties and the marketplace's staff see them; the worker writes them, and nobody changes one.
alter table public.termination_reached enable row level security;
alter table public.termination_reached force row level security;
create policy parties on public.termination_reached
  using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.termination_reached for select to app_staff using (true);
create policy set_up on public.termination_reached to app_owner using (true) with check (true);
grant select on public.termination_reached to app_user, app_staff;
grant select, insert on public.termination_reached to app_worker;
alter table public.termination_reached add constraint termination_reached_period check (period ~ '^\d{4}-(0[1-9]|1[0-2])$');
create trigger append_only before update or delete on public.termination_reached for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.termination_reached execute function app.refuse_change();

-- A notice is of a clock's warning, of a breach's step or of a reached trigger; of the last two the account manager is
-- told as well.
alter table public.warning_notice drop constraint warning_notice_party;
alter table public.warning_notice add constraint warning_notice_party check
  (party_id in (organization_id, provider_id) or breach_step_id is not null or termination_id is not null);
alter table public.warning_notice drop constraint warning_notice_subject;
alter table public.warning_notice add constraint warning_notice_subject check
  (num_nonnulls(warning_id, breach_step_id, termination_id) = 1);
