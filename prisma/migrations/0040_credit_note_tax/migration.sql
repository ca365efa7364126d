-- Credit notes of an invoice never give back more than it charges: neither in all, nor before tax, nor of its
-- tax. The lock lets one pass at a time.
create or replace function app.refuse_overcredit() returns trigger language plpgsql as $$
declare credited record; owed record;
begin
  perform pg_advisory_xact_lock(hashtextextended('credit:' || new.invoice_id, 0));
  select coalesce(sum(total_minor), 0) as total, coalesce(sum(net_minor), 0) as net, coalesce(sum(tax_minor), 0) as tax
    into credited from public.credit_note where invoice_id = new.invoice_id and state <> 'withdrawn';
  select total_minor as total, total_minor - tax_minor as net, tax_minor as tax
    into owed from public.invoice where id = new.invoice_id;
  if credited.total > owed.total or credited.net > owed.net or credited.tax > owed.tax then
    raise exception 'credit notes would exceed the invoice' using errcode = 'check_violation';
  end if;
  return null;
end $$;

-- A credit note is the sum of its lines, before tax and in its tax.
create function app.check_credit_note_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from public.credit_note c
    left join lateral (select coalesce(sum(l.net_minor), 0) as net, coalesce(sum(l.tax_minor), 0) as tax
                       from public.credit_note_line l where l.credit_note_id = c.id) s on true
    where c.id = new.id and (c.net_minor <> s.net or c.tax_minor <> s.tax)) then
    raise exception 'a credit note is not the sum of its lines' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger lines_add_up after insert on public.credit_note deferrable initially deferred
  for each row execute function app.check_credit_note_lines();
