-- AlterTable
ALTER TABLE "correction" ADD COLUMN     "answer_by" TIMESTAMPTZ(3),
ADD COLUMN     "buyer_objected_at" TIMESTAMPTZ(3),
ADD COLUMN     "buyer_objected_by" TEXT,
ADD COLUMN     "buyer_objection" TEXT,
ADD COLUMN     "provider_objected_at" TIMESTAMPTZ(3),
ADD COLUMN     "provider_objected_by" TEXT,
ADD COLUMN     "provider_objection" TEXT;

-- CreateTable
CREATE TABLE "frozen_figure" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "period_close_id" UUID NOT NULL,
    "level_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "bundle" JSONB NOT NULL,
    "bundle_hash" TEXT NOT NULL,

    CONSTRAINT "frozen_figure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "frozen_figure_period_close_id_level_id_key" ON "frozen_figure"("period_close_id", "level_id");

-- AddForeignKey
ALTER TABLE "frozen_figure" ADD CONSTRAINT "frozen_figure_period_close_id_organization_id_provider_id_fkey" FOREIGN KEY ("period_close_id", "organization_id", "provider_id") REFERENCES "period_close"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A frozen figure is read and written by whom a frozen verdict is, and never changes.
alter table public.frozen_figure enable row level security;
alter table public.frozen_figure force row level security;
create policy parties on public.frozen_figure using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.frozen_figure for select to app_staff using (true);
create policy staff_inserts on public.frozen_figure for insert to app_staff with check (true);
create policy set_up on public.frozen_figure to app_owner using (true) with check (true);
create trigger append_only before update or delete on public.frozen_figure for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.frozen_figure execute function app.refuse_change();
alter table public.frozen_figure add constraint frozen_figure_kind
  check (kind in ('ratio', 'count', 'continuous', 'money', 'sample'));
alter table public.frozen_figure add constraint frozen_figure_status
  check (status in ('met', 'missed', 'failed', 'no_data', 'excused'));
grant select on public.frozen_figure to app_user, app_worker, app_staff;
grant insert on public.frozen_figure to app_user, app_worker, app_staff;

-- A side may also say that it does not accept a correction; what was corrected stays as it was.
create or replace function app.guard_correction() returns trigger language plpgsql as $$
declare moving text[] := array['state', 'buyer_accepted_at', 'buyer_accepted_by', 'provider_accepted_at',
  'provider_accepted_by', 'buyer_objected_at', 'buyer_objected_by', 'buyer_objection', 'provider_objected_at',
  'provider_objected_by', 'provider_objection', 'ruled_at', 'ruled_by', 'ruling'];
begin
  if old.state <> 'proposed' or to_jsonb(new) - moving is distinct from to_jsonb(old) - moving then
    raise exception 'a correction is decided once and never rewritten' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
