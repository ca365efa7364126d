-- AlterTable
ALTER TABLE "statement" ADD COLUMN     "adjustment_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "carried_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "collar_minor" BIGINT NOT NULL DEFAULT 0;

-- ---------------------------------------------------------------------------------------------------------
-- A statement adds up, divides without a rest and is never below nothing.
alter table public.statement add constraint statement_adds_up
  check (net_minor = fee_minor - credit_minor + adjustment_minor + collar_minor + carried_minor);
alter table public.statement add constraint statement_divides check (net_minor = provider_minor + commission_minor);
alter table public.statement add constraint statement_not_negative
  check (net_minor >= 0 and provider_minor >= 0 and commission_minor >= 0 and credit_minor >= 0);
alter table public.statement add constraint statement_carries_only_what_is_below_nothing
  check (carried_minor = 0 or (carried_minor > 0 and net_minor = 0));
