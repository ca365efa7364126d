-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "buyer" JSONB,
ADD COLUMN     "seller" JSONB,
ADD COLUMN     "tax_minor" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "legal_entity" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "address_line" TEXT NOT NULL DEFAULT '',
    "postal_code" TEXT NOT NULL DEFAULT '',
    "city" TEXT NOT NULL DEFAULT '',
    "country" CHAR(2),
    "currency" CHAR(3) NOT NULL DEFAULT 'EUR',
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "vat_number" TEXT,
    "registration_number" TEXT,
    "stated_by_id" UUID,
    "stated_by_name" TEXT,
    "stated_at" TIMESTAMPTZ(3),

    CONSTRAINT "legal_entity_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "tax_identity" (
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address_line" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "status" TEXT NOT NULL,
    "vat_number" TEXT,
    "registration_number" TEXT,
    "stated_by_id" UUID NOT NULL,
    "stated_by_name" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_identity_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "tax_rate" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "country" CHAR(2) NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'standard',
    "category" TEXT NOT NULL DEFAULT 'S',
    "rate_bps" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "source" TEXT NOT NULL,

    CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_tax" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "rate_bps" INTEGER NOT NULL,
    "taxable_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "reason_code" TEXT,
    "note" TEXT,
    "source" TEXT NOT NULL,

    CONSTRAINT "invoice_tax_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tax_rate_country_kind_valid_from_idx" ON "tax_rate"("country", "kind", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_tax_invoice_id_category_rate_bps_key" ON "invoice_tax"("invoice_id", "category", "rate_bps");

-- AddForeignKey
ALTER TABLE "invoice_tax" ADD CONSTRAINT "invoice_tax_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.

-- The invoicing company is on every invoice and known to all; an administrator alone states it.
grant select on public.legal_entity, public.tax_rate to app_user, app_worker, app_staff;
grant update on public.legal_entity to app_staff;
alter table public.legal_entity add constraint legal_entity_status check (status in ('unknown', 'registered', 'not_registered'));
alter table public.legal_entity add constraint legal_entity_registered
  check (status <> 'registered' or (vat_number is not null and country is not null));
insert into public.legal_entity (code) values ('engine-room');

-- A company's name and seat are known to those it deals with: they stand on the invoices of both.
alter table public.tax_identity enable row level security;
alter table public.tax_identity force row level security;
create policy known on public.tax_identity for select using (
  organization_id = (select app.org_id()) or organization_id = any ((select app.counterparty_ids())::uuid[]));
create policy own_insert on public.tax_identity for insert with check (organization_id = (select app.org_id()));
create policy own_change on public.tax_identity for update using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));
create policy staff_reads on public.tax_identity for select to app_staff using (true);
create policy set_up on public.tax_identity to app_owner using (true) with check (true);
grant select on public.tax_identity to app_user, app_worker, app_staff;
grant insert, update on public.tax_identity to app_user, app_worker;
alter table public.tax_identity add constraint tax_identity_status check (status in ('registered', 'not_registered'));
alter table public.tax_identity add constraint tax_identity_registered
  check ((status = 'registered') = (vat_number is not null));

-- Rates are data with their source; two of one kind never hold on one day.
alter table public.tax_rate add constraint tax_rate_range check (rate_bps between 0 and 10000);
alter table public.tax_rate add constraint tax_rate_category
  check (category in ('S', 'Z', 'E') and (category = 'S') = (rate_bps > 0));
alter table public.tax_rate add constraint tax_rate_dates check (valid_to is null or valid_to >= valid_from);
create function app.refuse_two_rates() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('tax_rate ' || new.country || ' ' || new.kind));
  if exists (select 1 from public.tax_rate where id <> new.id and country = new.country and kind = new.kind
             and daterange(valid_from, valid_to, '[]') && daterange(new.valid_from, new.valid_to, '[]')) then
    raise exception 'two rates of % (%) hold on one day', new.country, new.kind using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger one_rate_a_day before insert or update on public.tax_rate for each row execute function app.refuse_two_rates();
insert into public.tax_rate (country, rate_bps, valid_from, valid_to, source) values
  ('AT', 2000, '1984-01-01', null, 'Taxes in Europe Database (European Commission); Umsatzsteuergesetz 1994, § 10(1)'),
  ('BE', 2100, '1996-01-01', null, 'Taxes in Europe Database (European Commission); royal decree no. 20'),
  ('BG', 2000, '1999-01-01', null, 'Taxes in Europe Database (European Commission); VAT Act, article 66'),
  ('CY', 1900, '2014-01-13', null, 'Taxes in Europe Database (European Commission); VAT Law 95(I)/2000'),
  ('CZ', 2100, '2013-01-01', null, 'Taxes in Europe Database (European Commission); Act 235/2004, § 47'),
  ('DE', 1900, '2007-01-01', '2020-06-30', 'Taxes in Europe Database (European Commission); Umsatzsteuergesetz, § 12(1)'),
  ('DE', 1600, '2020-07-01', '2020-12-31', 'Umsatzsteuergesetz, § 28 (Zweites Corona-Steuerhilfegesetz)'),
  ('DE', 1900, '2021-01-01', null, 'Taxes in Europe Database (European Commission); Umsatzsteuergesetz, § 12(1)'),
  ('DK', 2500, '1992-01-01', null, 'Taxes in Europe Database (European Commission); momsloven, § 33'),
  ('EE', 2000, '2009-07-01', '2023-12-31', 'Taxes in Europe Database (European Commission); käibemaksuseadus, § 15'),
  ('EE', 2200, '2024-01-01', '2025-06-30', 'Taxes in Europe Database (European Commission); käibemaksuseadus, § 15'),
  ('EE', 2400, '2025-07-01', null, 'Taxes in Europe Database (European Commission); käibemaksuseadus, § 15'),
  ('ES', 2100, '2012-09-01', null, 'Taxes in Europe Database (European Commission); Ley 37/1992, artículo 90'),
  ('FI', 2400, '2013-01-01', '2024-08-31', 'Taxes in Europe Database (European Commission); arvonlisäverolaki 1501/1993, 84 §'),
  ('FI', 2550, '2024-09-01', null, 'Taxes in Europe Database (European Commission); arvonlisäverolaki 1501/1993, 84 §'),
  ('FR', 2000, '2014-01-01', null, 'Taxes in Europe Database (European Commission); code général des impôts, article 278'),
  ('GR', 2400, '2016-06-01', null, 'Taxes in Europe Database (European Commission); VAT Code, Law 2859/2000'),
  ('HR', 2500, '2012-03-01', null, 'Taxes in Europe Database (European Commission); Zakon o porezu na dodanu vrijednost, članak 38'),
  ('HU', 2700, '2012-01-01', null, 'Taxes in Europe Database (European Commission); Act CXXVII of 2007, section 82'),
  ('IE', 2300, '2012-01-01', '2020-08-31', 'Taxes in Europe Database (European Commission); VAT Consolidation Act 2010, section 46'),
  ('IE', 2100, '2020-09-01', '2021-02-28', 'VAT Consolidation Act 2010, section 46 (July stimulus)'),
  ('IE', 2300, '2021-03-01', null, 'Taxes in Europe Database (European Commission); VAT Consolidation Act 2010, section 46'),
  ('IT', 2200, '2013-10-01', null, 'Taxes in Europe Database (European Commission); DPR 633/1972, articolo 16'),
  ('LT', 2100, '2009-09-01', null, 'Taxes in Europe Database (European Commission); PVM įstatymas, 19 straipsnis'),
  ('LU', 1700, '2015-01-01', '2022-12-31', 'Taxes in Europe Database (European Commission); loi TVA, article 39'),
  ('LU', 1600, '2023-01-01', '2023-12-31', 'Taxes in Europe Database (European Commission); loi TVA, article 39 (rate of 2023)'),
  ('LU', 1700, '2024-01-01', null, 'Taxes in Europe Database (European Commission); loi TVA, article 39'),
  ('LV', 2100, '2012-07-01', null, 'Taxes in Europe Database (European Commission); Pievienotās vērtības nodokļa likums, 41. pants'),
  ('MT', 1800, '2004-01-01', null, 'Taxes in Europe Database (European Commission); VAT Act, chapter 406'),
  ('NL', 2100, '2012-10-01', null, 'Taxes in Europe Database (European Commission); Wet op de omzetbelasting 1968, artikel 9'),
  ('PL', 2300, '2011-01-01', null, 'Taxes in Europe Database (European Commission); ustawa o VAT, art. 41 and 146a'),
  ('PT', 2300, '2011-01-01', null, 'Taxes in Europe Database (European Commission); Código do IVA, artigo 18'),
  ('RO', 1900, '2017-01-01', '2025-07-31', 'Taxes in Europe Database (European Commission); Codul fiscal, art. 291'),
  ('RO', 2100, '2025-08-01', null, 'Law 141/2025; Codul fiscal, art. 291'),
  ('SE', 2500, '1990-07-01', null, 'Taxes in Europe Database (European Commission); mervärdesskattelag 2023:200, 9 kap.'),
  ('SI', 2200, '2013-07-01', null, 'Taxes in Europe Database (European Commission); Zakon o davku na dodano vrednost, 41. člen'),
  ('SK', 2000, '2011-01-01', '2024-12-31', 'Taxes in Europe Database (European Commission); Act 222/2004, § 27'),
  ('SK', 2300, '2025-01-01', null, 'Taxes in Europe Database (European Commission); Act 222/2004, § 27'),
  ('GB', 2000, '2011-01-04', null, 'Value Added Tax Act 1994, section 2 (HMRC, VAT rates)'),
  ('NO', 2500, '2005-01-01', null, 'merverdiavgiftsloven, § 5-1 (Skatteetaten)'),
  ('CH', 770, '2018-01-01', '2023-12-31', 'Mehrwertsteuergesetz, Art. 25 (Federal Tax Administration)'),
  ('CH', 810, '2024-01-01', null, 'Mehrwertsteuergesetz, Art. 25 (Federal Tax Administration)');

-- The tax of an invoice is decided once, at issue.
alter table public.invoice_tax enable row level security;
alter table public.invoice_tax force row level security;
create policy parties on public.invoice_tax using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.invoice_tax for select to app_staff using (true);
create policy set_up on public.invoice_tax to app_owner using (true) with check (true);
create trigger append_only before update or delete on public.invoice_tax for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.invoice_tax execute function app.refuse_change();
grant select on public.invoice_tax to app_user, app_worker, app_staff;
grant insert on public.invoice_tax to app_user, app_worker;
alter table public.invoice_tax add constraint invoice_tax_category check (category in ('S', 'Z', 'E', 'AE', 'O'));
alter table public.invoice_tax add constraint invoice_tax_rated
  check (case when category = 'S' then rate_bps > 0 else rate_bps = 0 and tax_minor = 0 end);

-- The total of an invoice holds exactly the tax of its tax lines.
create function app.check_invoice_tax() returns trigger language plpgsql as $$
begin
  if new.tax_minor <> (select coalesce(sum(tax_minor), 0) from public.invoice_tax where invoice_id = new.id) then
    raise exception 'the tax of invoice % is not that of its tax lines', new.number using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger tax_adds_up after insert on public.invoice deferrable initially deferred
  for each row execute function app.check_invoice_tax();

-- What was issued stays as it was issued; a change is a credit note.
create function app.keep_issued_invoice() returns trigger language plpgsql as $$
begin
  if (new.number, new.statement_id, new.currency, new.total_minor, new.tax_minor, new.issued_at, new.seller, new.buyer)
     is distinct from
     (old.number, old.statement_id, old.currency, old.total_minor, old.tax_minor, old.issued_at, old.seller, old.buyer) then
    raise exception 'an issued invoice stays as it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_issued before update on public.invoice for each row execute function app.keep_issued_invoice();
