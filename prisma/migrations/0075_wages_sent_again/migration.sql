-- CreateTable
CREATE TABLE "wage_resend" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_by_name" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_by_id" UUID,
    "answered_by_name" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "rail_id" TEXT,
    "reason" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wage_resend_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payroll_payment_id_run_id_organization_id_provider_id_key" ON "payroll_payment"("id", "run_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "wage_resend_rail_id_key" ON "wage_resend"("rail_id");

-- CreateIndex
CREATE INDEX "wage_resend_payment_id_id_idx" ON "wage_resend"("payment_id", "id");

-- AddForeignKey
ALTER TABLE "wage_resend" ADD CONSTRAINT "wage_resend_payment_id_run_id_organization_id_provider_id_fkey" FOREIGN KEY ("payment_id", "run_id", "organization_id", "provider_id") REFERENCES "payroll_payment"("id", "run_id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for. As with wages: the two parties see it, the marketplace's staff do not.
alter table public.wage_resend enable row level security;
alter table public.wage_resend force row level security;
create policy parties on public.wage_resend using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy set_up on public.wage_resend to app_owner using (true) with check (true);
create trigger never_truncated before truncate on public.wage_resend execute function app.refuse_change();
create trigger never_deleted before delete on public.wage_resend for each row execute function app.refuse_change();
grant select, insert, update on public.wage_resend to app_user, app_worker;

alter table public.wage_resend add constraint wage_resend_state check (state in ('proposed', 'rejected', 'approved', 'sent', 'paid', 'returned'));
alter table public.wage_resend add constraint wage_resend_second_person check (
  (state = 'proposed') = (answered_by_id is null) and answered_by_id is distinct from proposed_by_id);
alter table public.wage_resend add constraint wage_resend_says_why check (state <> 'rejected' or coalesce(reason, '') <> '');
-- Of one wage at most one new try is under way or has arrived: whoever comes second finds this index.
create unique index wage_resend_one_under_way on public.wage_resend (payment_id) where state in ('proposed', 'approved', 'sent', 'paid');

-- Onto which account was decided with the proposal; afterwards only its course changes, and an end is an end.
create function app.guard_wage_resend() returns trigger language plpgsql as $$
begin
  if (new.payment_id, new.run_id, new.account, new.proposed_by_id) is distinct from (old.payment_id, old.run_id, old.account, old.proposed_by_id)
     or (old.answered_by_id is not null and new.answered_by_id is distinct from old.answered_by_id)
     or (old.state in ('rejected', 'paid', 'returned') and new.state <> old.state) then
    raise exception 'a wage that is sent again does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_wage_resend before update on public.wage_resend for each row execute function app.guard_wage_resend();

-- What the rail may have moved before the product has heard of it, without a person, an account number or a name.
-- SECURITY DEFINER because the nightly comparison adds up all clients, and staff see nobody's wages.
create function app.rail_movements(p_since timestamptz)
returns table (kind text, rail_id text, currency text, amount_minor bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select 'funds_' || f.state, f.rail_id, f.currency, f.amount_minor from public.client_funding f
   where f.rail_id is not null and (f.state = 'announced' or (f.state = 'cleared' and f.cleared_at > p_since))
   union all
   select 'wage', p.rail_id, p.currency, p.amount_minor from public.payroll_payment p
   where p.rail_id is not null and p.state = 'sent'
   union all
   select 'wage', r.rail_id, p.currency, p.amount_minor from public.wage_resend r
   join public.payroll_payment p on p.id = r.payment_id where r.rail_id is not null and r.state = 'sent' $$;
revoke execute on function app.rail_movements(timestamptz) from public;
grant execute on function app.rail_movements(timestamptz) to app_worker, app_staff;

-- Whose customer at Stripe has or owes a balance by the books, to compare it. SECURITY DEFINER because the comparison
-- speaks for no buyer; a buyer whose payment or credit is on its way to Stripe is left out until that has settled.
create function app.customer_balances()
returns table (organization_id uuid, customer_id text, currency text, credit_minor bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select c.organization_id, c.customer_id, a.currency, (-sum(b.balance_minor))::bigint
   from public.stripe_customer c
   join public.ledger_account a on a.organization_id = c.organization_id and a.code in ('buyer_credit', 'carried_balance')
   join public.ledger_balance b on b.account_id = a.id
   where not exists (select from public.stripe_operation o where o.organization_id = c.organization_id
                     and o.state in ('pending', 'sent', 'unknown'))
     and not exists (select from public.invoice i where i.organization_id = c.organization_id and i.state = 'issued')
   group by c.organization_id, c.customer_id, a.currency $$;
revoke execute on function app.customer_balances() from public;
grant execute on function app.customer_balances() to app_worker, app_staff;

-- Where account managers are written to. SECURITY DEFINER because an objection is told in the name of one buyer, who
-- sees neither the marketplace's members nor their addresses; the worker alone may ask.
create function app.manager_addresses()
returns table (user_id uuid, party_id uuid, name text, email text)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.user_id, m.party_id, m.name, u.email from app.account_managers() m
   join public.person u on u.id = m.user_id order by m.in_hand, m.user_id $$;
revoke execute on function app.manager_addresses() from public;
grant execute on function app.manager_addresses() to app_worker;
