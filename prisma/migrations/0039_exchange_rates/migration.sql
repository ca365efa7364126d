-- CreateTable
CREATE TABLE "exchange_rate" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "base" CHAR(3) NOT NULL,
    "quote" CHAR(3) NOT NULL,
    "rate" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "stated_by_id" UUID NOT NULL,
    "stated_by_name" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exchange_rate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "exchange_rate_base_quote_valid_from_idx" ON "exchange_rate"("base", "quote", "valid_from");

-- What Prisma has no word for: rates stand on everybody's invoices, and staff alone state them.
alter table public.exchange_rate enable row level security;
alter table public.exchange_rate force row level security;
revoke all on public.exchange_rate from app_user, app_worker, app_staff;
grant select on public.exchange_rate to app_user, app_worker, app_staff;
grant insert on public.exchange_rate to app_staff;
create policy known on public.exchange_rate for select using (true);
create policy staff_inserts on public.exchange_rate for insert to app_staff with check (true);
create policy set_up on public.exchange_rate to app_owner using (true) with check (true);
create trigger append_only before update or delete on public.exchange_rate for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.exchange_rate execute function app.refuse_change();
alter table public.exchange_rate add constraint exchange_rate_sense
  check (base <> quote and base ~ '^[A-Z]{3}$' and quote ~ '^[A-Z]{3}$' and length(trim(source)) >= 3);
alter table public.exchange_rate add constraint exchange_rate_exact
  check (rate ~ '^\d{1,6}(\.\d{1,10})?$' and rate::numeric > 0);

-- A pair is stated in one direction, and a day never has the same rate twice.
create function app.refuse_odd_rate() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('exchange_rate', 0));
  if exists (select 1 from public.exchange_rate r where r.base = new.quote and r.quote = new.base) then
    raise exception '% and % are stated in the other direction', new.base, new.quote using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from (
      select r.rate from public.exchange_rate r
      where r.base = new.base and r.quote = new.quote and r.valid_from = new.valid_from
      order by r.stated_at desc, r.id desc limit 1) last
    where last.rate::numeric = new.rate::numeric) then
    raise exception 'the rate is stated already' using errcode = 'unique_violation';
  end if;
  return new;
end $$;
create trigger makes_sense before insert on public.exchange_rate for each row execute function app.refuse_odd_rate();
