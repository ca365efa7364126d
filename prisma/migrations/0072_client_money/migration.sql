-- CreateTable
CREATE TABLE "client_funding" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "rail_id" TEXT,
    "reference" TEXT,
    "requested_by_id" UUID NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "returned_at" TIMESTAMPTZ(3),
    "lost_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "client_funding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "payee_count" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "prepared_by_id" UUID NOT NULL,
    "prepared_by_name" TEXT NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_by_name" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "released_at" TIMESTAMPTZ(3),
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "returned_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "payroll_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payroll_payment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "payee" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "rail_id" TEXT,
    "reason" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payroll_payment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_funding_rail_id_key" ON "client_funding"("rail_id");

-- CreateIndex
CREATE INDEX "client_funding_engagement_id_id_idx" ON "client_funding"("engagement_id", "id");

-- CreateIndex
CREATE INDEX "payroll_run_engagement_id_id_idx" ON "payroll_run"("engagement_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_run_id_organization_id_provider_id_key" ON "payroll_run"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_payment_rail_id_key" ON "payroll_payment"("rail_id");

-- CreateIndex
CREATE INDEX "payroll_payment_run_id_id_idx" ON "payroll_payment"("run_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payroll_payment_run_id_account_payee_key" ON "payroll_payment"("run_id", "account", "payee");

-- AddForeignKey
ALTER TABLE "client_funding" ADD CONSTRAINT "client_funding_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_run" ADD CONSTRAINT "payroll_run_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payroll_payment" ADD CONSTRAINT "payroll_payment_run_id_organization_id_provider_id_fkey" FOREIGN KEY ("run_id", "organization_id", "provider_id") REFERENCES "payroll_run"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Both parties see funds and runs; the marketplace's staff see sums and states, never a person, an account or a wage.
do $$
declare t text;
begin
  foreach t in array array['client_funding','payroll_run','payroll_payment'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select, insert, update on public.%I to app_user, app_worker', t);
  end loop;
end $$;
create policy staff_reads on public.client_funding for select to app_staff using (true);
create policy staff_reads on public.payroll_run for select to app_staff using (true);
grant select on public.client_funding, public.payroll_run to app_staff;

alter table public.client_funding add constraint client_funding_above_nothing check (amount_minor > 0);
alter table public.client_funding add constraint client_funding_state check (state in ('requested', 'announced', 'cleared', 'returned'));
alter table public.payroll_run add constraint payroll_run_state check (state in ('prepared', 'rejected', 'approved', 'released', 'settled'));
alter table public.payroll_run add constraint payroll_run_sums check (total_minor > 0 and paid_minor + returned_minor <= total_minor);
alter table public.payroll_run add constraint payroll_run_says_why check (state <> 'rejected' or coalesce(reason, '') <> '');
alter table public.payroll_payment add constraint payroll_payment_above_nothing check (amount_minor > 0);
alter table public.payroll_payment add constraint payroll_payment_state check (state in ('waiting', 'sent', 'paid', 'returned'));

-- What a run pays and to whom is decided with it: afterwards only its course changes.
create function app.guard_payroll() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'payroll_payment' then
    if (new.run_id, new.payee, new.account, new.currency, new.amount_minor) is distinct from
       (old.run_id, old.payee, old.account, old.currency, old.amount_minor) then
      raise exception 'a wage of a run does not change' using errcode = 'check_violation';
    end if;
  elsif (new.total_minor, new.currency, new.payee_count, new.engagement_id) is distinct from
        (old.total_minor, old.currency, old.payee_count, old.engagement_id) then
    raise exception 'a payroll run does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_payroll before update on public.payroll_run for each row execute function app.guard_payroll();
create trigger guard_payroll before update on public.payroll_payment for each row execute function app.guard_payroll();

-- Client money is never overdrawn, whoever opens its accounts: one client's wages never come out of another's money.
create function app.guard_client_money() returns trigger language plpgsql as $$
begin
  if new.code in ('client_money', 'payroll_clearing', 'wages_unpaid') then new.guarded_side := 'credit';
  elsif new.code = 'fa_payroll' then new.guarded_side := 'debit';
  end if;
  if new.code in ('client_money', 'payroll_clearing', 'wages_unpaid', 'fa_payroll', 'receivable_returned_debit')
     and (new.organization_id is null or new.engagement_id is null) then
    raise exception 'money of clients stands in accounts of one client' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_client_money before insert or update on public.ledger_account for each row execute function app.guard_client_money();
