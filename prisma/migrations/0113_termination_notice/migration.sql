-- AlterTable
ALTER TABLE "warning_notice" ADD COLUMN     "ending_id" UUID;

-- CreateTable
CREATE TABLE "termination_notice" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "condition" TEXT,
    "because" TEXT,
    "reason" TEXT NOT NULL,
    "last_day" DATE NOT NULL,
    "instead_of" DATE,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "given_by_id" UUID NOT NULL,
    "given_by_name" TEXT NOT NULL,

    CONSTRAINT "termination_notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "termination_notice_engagement_id_last_day_key" ON "termination_notice"("engagement_id", "last_day");

-- CreateIndex
CREATE UNIQUE INDEX "termination_notice_id_organization_id_provider_id_key" ON "termination_notice"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "warning_notice_ending_id_user_id_key" ON "warning_notice"("ending_id", "user_id");

-- AddForeignKey
ALTER TABLE "termination_notice" ADD CONSTRAINT "termination_notice_engagement_id_organization_id_provider__fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "warning_notice" ADD CONSTRAINT "warning_notice_ending_id_organization_id_provider_id_fkey" FOREIGN KEY ("ending_id", "organization_id", "provider_id") REFERENCES "termination_notice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Notices that end a contract: both parties and the marketplace's staff see them; a party gives one, nobody changes one.
alter table public.termination_notice enable row level security;
alter table public.termination_notice force row level security;
create policy parties on public.termination_notice
  using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.termination_notice for select to app_staff using (true);
create policy staff_reach on public.termination_notice as restrictive to app_staff
  using ((select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[])
    or provider_id = any ((select app.staff_ids())::uuid[]))
  with check ((select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[])
    or provider_id = any ((select app.staff_ids())::uuid[]));
create policy set_up on public.termination_notice to app_owner using (true) with check (true);
grant select, insert on public.termination_notice to app_user;
grant select on public.termination_notice to app_worker, app_staff;
alter table public.termination_notice add constraint termination_notice_party check (party in ('buyer', 'provider'));
-- Reached rights are the buyer's, and a notice ends a contract earlier than it ended before.
alter table public.termination_notice add constraint termination_notice_right check
  (num_nonnulls(condition, because) in (0, 2) and (condition is null or party = 'buyer'));
alter table public.termination_notice add constraint termination_notice_earlier check (last_day < instead_of);
create trigger append_only before update or delete on public.termination_notice for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.termination_notice execute function app.refuse_change();

-- Of a notice that ends the contract the account manager is told as well.
alter table public.warning_notice drop constraint warning_notice_party;
alter table public.warning_notice add constraint warning_notice_party check
  (party_id in (organization_id, provider_id) or num_nonnulls(breach_step_id, termination_id, ending_id) > 0);
alter table public.warning_notice drop constraint warning_notice_subject;
alter table public.warning_notice add constraint warning_notice_subject check
  (num_nonnulls(warning_id, breach_step_id, termination_id, ending_id) = 1);
