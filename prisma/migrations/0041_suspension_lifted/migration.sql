-- AlterTable
ALTER TABLE "dunning_case" ADD COLUMN "excused_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "work_suspension" ADD COLUMN "lifted_by_id" UUID,
ADD COLUMN "lifted_by_name" TEXT,
ADD COLUMN "lifted_because" TEXT;

-- What Prisma has no word for. Who lifted a suspension stands there with the reason, or nobody did.
alter table public.work_suspension add constraint work_suspension_lifted_by check (
  (lifted_by_id is null) = (lifted_because is null) and (lifted_by_id is null) = (lifted_by_name is null)
  and (lifted_by_id is null or lifted_at is not null));
-- A suspension that has ended is history: whoever is suspended again gets a row of their own.
create trigger ended_is_final before update or delete on public.work_suspension for each row
  when (old.lifted_at is not null) execute function app.refuse_change();
create trigger excused_is_final before update on public.dunning_case for each row
  when (old.excused_at is not null and new.excused_at is distinct from old.excused_at)
  execute function app.refuse_change();
-- An administrator lifts a suspension and excuses the cases behind it; the domain says who that may be.
create policy staff_lifts on public.work_suspension for update to app_staff using (true) with check (true);
grant update (lifted_at, lifted_by_id, lifted_by_name, lifted_because) on public.work_suspension to app_staff;
grant update (excused_at) on public.dunning_case to app_staff;

-- A written-off invoice can still be paid: what is on its way for it is followed as for any other.
create or replace function app.invoices_to_collect(p_day date)
returns table (invoice_id uuid, organization_id uuid) language sql stable security definer set search_path = public, app, pg_temp as
$$ select i.id, i.organization_id from public.invoice i
   where i.state in ('open', 'written_off') and i.stripe_invoice_id is not null
     and ((i.state = 'open' and i.due_on <= p_day) or exists (
       select from public.payment_attempt a where a.invoice_id = i.id and a.state in ('open', 'processing')))
   order by i.due_on, i.id $$;
