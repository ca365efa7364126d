-- DropIndex
DROP INDEX "payroll_payment_run_id_account_payee_key";

-- AlterTable
ALTER TABLE "payroll_payment" ADD COLUMN     "account_index" TEXT;

-- CreateTable
CREATE TABLE "payout_details" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "holder" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "bic" TEXT,
    "state" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_by_name" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "payout_details_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payout_details_organization_id_currency_id_idx" ON "payout_details"("organization_id", "currency", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_payment_run_id_account_index_payee_key" ON "payroll_payment"("run_id", "account_index", "payee");

-- ---------------------------------------------------------------------------------------------------------
-- What is sealed is written in no other way, whoever writes it. The owner of the tables may: it sets the product
-- up, and what it wrote in plain (rows from before, the demo story) is sealed before the product serves anybody.
create function app.refuse_plain() returns trigger language plpgsql as $$
declare sealed text := to_jsonb(new) ->> tg_argv[0];
begin
  if sealed is not null and not starts_with(sealed, 'v1.') and current_user <> 'app_owner' then
    raise exception '%.% is stored sealed', tg_table_name, tg_argv[0] using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function app.refuse_plain() from public;
create trigger sealed before insert or update on public.payroll_payment for each row execute function app.refuse_plain('account');
create trigger sealed before insert or update on public.wage_resend for each row execute function app.refuse_plain('account');
create trigger sealed before insert or update on public.payout_details for each row execute function app.refuse_plain('account');
create trigger sealed before insert or update on public.tax_identity for each row execute function app.refuse_plain('vat_number');
create trigger sealed before insert or update on public.inbound_secret for each row execute function app.refuse_plain('secret');
create trigger sealed before insert or update on public.totp_factor for each row execute function app.refuse_plain('sealed_secret');

-- A wage and a new try at one still never change. That the same account is sealed under another key is no change
-- of it; only the rotation of keys does that, as the owner of the tables.
create or replace function app.guard_payroll() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'payroll_payment' then
    if (new.run_id, new.payee, new.currency, new.amount_minor) is distinct from
       (old.run_id, old.payee, old.currency, old.amount_minor)
       or ((new.account, new.account_index) is distinct from (old.account, old.account_index)
           and not (current_user = 'app_owner' and starts_with(new.account, 'v1.'))) then
      raise exception 'a wage of a run does not change' using errcode = 'check_violation';
    end if;
  elsif (new.total_minor, new.currency, new.payee_count, new.engagement_id) is distinct from
        (old.total_minor, old.currency, old.payee_count, old.engagement_id) then
    raise exception 'a payroll run does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create or replace function app.guard_wage_resend() returns trigger language plpgsql as $$
begin
  if (new.payment_id, new.run_id, new.proposed_by_id) is distinct from (old.payment_id, old.run_id, old.proposed_by_id)
     or (new.account is distinct from old.account and not (current_user = 'app_owner' and starts_with(new.account, 'v1.')))
     or (old.answered_by_id is not null and new.answered_by_id is distinct from old.answered_by_id)
     or (old.state in ('rejected', 'paid', 'returned') and new.state <> old.state) then
    raise exception 'a wage that is sent again does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Where a provider's money goes is the provider's own business: the marketplace's staff have no right to it at all.
alter table public.payout_details enable row level security;
alter table public.payout_details force row level security;
create policy own on public.payout_details using (organization_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()));
create policy set_up on public.payout_details to app_owner using (true) with check (true);
create trigger never_truncated before truncate on public.payout_details execute function app.refuse_change();
create trigger never_deleted before delete on public.payout_details for each row execute function app.refuse_change();
grant select, insert, update on public.payout_details to app_user, app_worker;

alter table public.payout_details add constraint payout_details_state
  check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn', 'replaced'));
alter table public.payout_details add constraint payout_details_decided
  check ((state = 'proposed') = (decided_by_id is null) and (state = 'proposed') = (decided_at is null));
-- Two people, whatever the product says.
alter table public.payout_details add constraint payout_details_second_person
  check (state not in ('confirmed', 'rejected', 'replaced') or decided_by_id is distinct from proposed_by_id);
alter table public.payout_details add constraint payout_details_says_why check (state <> 'rejected' or coalesce(reason, '') <> '');
alter table public.payout_details add constraint payout_details_replaced check ((state = 'replaced') = (replaced_at is not null));
create unique index payout_details_one_proposal on public.payout_details (organization_id, currency) where state = 'proposed';
create unique index payout_details_one_in_force on public.payout_details (organization_id, currency) where state = 'confirmed';

create function app.guard_payout_details() returns trigger language plpgsql as $$
begin
  if (new.organization_id, new.currency, new.holder, new.bic, new.proposed_by_id, new.proposed_at) is distinct from
     (old.organization_id, old.currency, old.holder, old.bic, old.proposed_by_id, old.proposed_at)
     or (new.account is distinct from old.account and not (current_user = 'app_owner' and starts_with(new.account, 'v1.')))
     or (old.decided_by_id is not null and new.decided_by_id is distinct from old.decided_by_id)
     or (old.state in ('rejected', 'withdrawn', 'replaced') and new.state <> old.state)
     or (old.state = 'confirmed' and new.state not in ('confirmed', 'replaced'))
     or (old.state = 'proposed' and new.state = 'replaced') then
    raise exception 'payout details do not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function app.guard_payout_details() from public;
create trigger guard_payout_details before update on public.payout_details
  for each row execute function app.guard_payout_details();
