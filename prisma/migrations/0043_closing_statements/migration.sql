-- A statement after the contract's last one: it settles corrections by which the buyer owes more. It hangs on the last
-- month's close beside that month's own statement, so both places are kept once for each.
alter table public.statement add column closing smallint not null default 0;
drop index public.statement_period_close_id_key;
drop index public.statement_engagement_id_period_key;
drop index public.statement_period_close_id_organization_id_provider_id_key;
create unique index statement_engagement_id_period_closing_key on public.statement (engagement_id, period, closing);
create unique index statement_period_close_id_closing_key on public.statement (period_close_id, closing);
alter table public.statement add constraint statement_closing check (closing >= 0);
-- It has no fee and no credit: what it holds is corrections and what the statement before carried.
alter table public.statement add constraint statement_closing_settles
  check (closing = 0 or (fee_minor = 0 and credit_minor = 0 and charges_minor = 0 and collar_minor = 0));
-- What credit notes have settled of a correction is looked up by it.
create index credit_note_correction_id_idx on public.credit_note (correction_id);
