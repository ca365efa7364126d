-- A draw and its scores change what a month reads: the roll-up of the contract's months is made again.
create trigger mark_inserted after insert on public.sample referencing new table as new_rows
  for each statement execute function app.mark_months();
create trigger mark_updated after update on public.sample referencing new table as new_rows
  for each statement execute function app.mark_months();
