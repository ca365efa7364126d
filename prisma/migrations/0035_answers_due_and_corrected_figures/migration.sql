-- The buyer's answer to a corrective plan has a time of its own, as the provider's cause has.
alter table public.breach_policy add column answer_days integer not null default 5;
alter table public.breach_policy add constraint breach_policy_answer check (answer_days between 1 and 60);

-- What a correction's figures were measured from, where it is not what the month froze. Corrections made before
-- have none.
alter table public.correction add column figures jsonb not null default '[]';
