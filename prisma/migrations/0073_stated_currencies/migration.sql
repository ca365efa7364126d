-- CreateTable
CREATE TABLE "books_currency" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3),
    "stated_by_id" UUID NOT NULL,
    "stated_by_name" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "books_currency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fx_line" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "before_currency" CHAR(3) NOT NULL,
    "before_minor" BIGINT NOT NULL,
    "after_currency" CHAR(3) NOT NULL,
    "after_minor" BIGINT NOT NULL,
    "base" CHAR(3) NOT NULL,
    "quote" CHAR(3) NOT NULL,
    "rate" TEXT NOT NULL,
    "rate_of" DATE NOT NULL,
    "stated_for" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "exact" TEXT NOT NULL,
    "rounded_by" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fx_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fx_revaluation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "month" CHAR(7) NOT NULL,
    "base" CHAR(3) NOT NULL,
    "lines" JSONB NOT NULL,
    "value_minor" BIGINT NOT NULL,
    "done_by_name" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fx_revaluation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "books_currency_organization_id_stated_at_idx" ON "books_currency"("organization_id", "stated_at");

-- CreateIndex
CREATE INDEX "fx_line_invoice_id_purpose_idx" ON "fx_line"("invoice_id", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "fx_revaluation_month_key" ON "fx_revaluation"("month");

-- AddForeignKey
ALTER TABLE "fx_line" ADD CONSTRAINT "fx_line_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and that none is ever changed.
do $$
declare t text;
begin
  foreach t in array array['books_currency', 'fx_line', 'fx_revaluation'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('revoke all on public.%I from app_user, app_worker, app_staff', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('grant select on public.%I to app_staff', t);
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;

-- An organisation states its own currency; that of the other side of a contract nobody has to know.
grant select, insert on public.books_currency to app_user, app_worker;
create policy own on public.books_currency for select using (organization_id = (select app.org_id()));
create policy own_insert on public.books_currency for insert with check (organization_id = (select app.org_id()));
alter table public.books_currency add constraint books_currency_code check (currency ~ '^[A-Z]{3}$');

-- A line stands on the invoice or on its payout, which both parties see; the worker writes it.
grant select on public.fx_line to app_user, app_worker;
grant insert on public.fx_line to app_worker;
create policy parties on public.fx_line using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
alter table public.fx_line add constraint fx_line_sense check (
  purpose in ('total', 'vat', 'payout') and before_currency <> after_currency
  and (base, quote) in ((before_currency, after_currency), (after_currency, before_currency))
  and rate ~ '^\d{1,6}(\.\d{1,10})?$' and rate::numeric > 0 and rate_of <= stated_for);
-- An invoice states each of its sums once; a payout that is planned anew is stated anew.
create unique index fx_line_once on public.fx_line (invoice_id, purpose) where purpose <> 'payout';

-- The books are the marketplace's; the worker posts to them and keeps what it revalued.
grant select, insert on public.fx_revaluation to app_worker;
create policy worker_reads on public.fx_revaluation for select to app_worker using (true);
create policy worker_inserts on public.fx_revaluation for insert to app_worker with check (true);
alter table public.fx_revaluation add constraint fx_revaluation_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$');
