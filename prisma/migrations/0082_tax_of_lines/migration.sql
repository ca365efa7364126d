-- AlterTable
ALTER TABLE "invoice_tax" ADD COLUMN     "positions" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- An invoice whose lines are taxed differently says which tax is whose: what was issued before has one tax for all.
alter table public.invoice_tax add constraint invoice_tax_positions check (positions is not null and 0 < all (positions));

-- Of several taxes of an invoice each has lines of its own, and no line has two.
create function app.check_tax_of_lines() returns trigger language plpgsql as $$
begin
  if (select count(*) from public.invoice_tax t where t.invoice_id = new.invoice_id) > 1 and exists (
    select 1 from public.invoice_tax t where t.invoice_id = new.invoice_id and (
      cardinality(t.positions) = 0 or exists (
        select 1 from public.invoice_tax o where o.invoice_id = t.invoice_id and o.id <> t.id and o.positions && t.positions)))
  then
    raise exception 'each tax of invoice % needs lines of its own', new.invoice_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger taxes_have_lines after insert on public.invoice_tax deferrable initially deferred
  for each row execute function app.check_tax_of_lines();
