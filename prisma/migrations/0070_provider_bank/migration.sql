-- AlterTable
ALTER TABLE "stripe_account" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "requirements" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "resolution" TEXT;

-- CreateTable
CREATE TABLE "closed_account" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closed_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_payout" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "stripe_payout_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "arrives_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure_code" TEXT,
    "failure_message" TEXT,

    CONSTRAINT "bank_payout_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "closed_account_account_id_key" ON "closed_account"("account_id");

-- CreateIndex
CREATE INDEX "closed_account_organization_id_idx" ON "closed_account"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_payout_stripe_payout_id_key" ON "bank_payout"("stripe_payout_id");

-- CreateIndex
CREATE INDEX "bank_payout_organization_id_made_at_idx" ON "bank_payout"("organization_id", "made_at");

-- ---------------------------------------------------------------------------------------------------------
alter table public.bank_payout
  add constraint bank_payout_states check (state in ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
  add constraint bank_payout_failure check ((state = 'failed') = (failed_at is not null));

do $$
declare t text;
begin
  foreach t in array array['closed_account','bank_payout'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (organization_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
  end loop;
end $$;
grant select on public.closed_account, public.bank_payout to app_user, app_worker, app_staff;
grant insert on public.closed_account to app_user, app_worker;
grant insert, update on public.bank_payout to app_user, app_worker;

-- A payout to a bank only goes forward: what the bank sent back is never paid again, whatever was told late.
create function app.bank_payout_goes_forward() returns trigger language plpgsql as $$
declare ranks constant jsonb := '{"pending":0,"in_transit":1,"paid":2,"failed":3,"canceled":3}';
begin
  if (ranks ->> new.state)::int < (ranks ->> old.state)::int
     or ((ranks ->> old.state)::int = 3 and new.state <> old.state) then
    raise exception 'a payout to a bank does not go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if (new.stripe_payout_id, new.account_id, new.organization_id, new.amount_minor, new.currency)
     is distinct from (old.stripe_payout_id, old.account_id, old.organization_id, old.amount_minor, old.currency) then
    raise exception 'what a payout to a bank is does not change' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger bank_payout_forward before update on public.bank_payout
  for each row execute function app.bank_payout_goes_forward();

-- A closed account stays closed: the row only moves on to another account, and never to one that was closed.
create function app.stripe_account_stays_closed() returns trigger language plpgsql
set search_path = public, app, pg_temp as $$
begin
  if old.closed_at is not null and new.account_id = old.account_id
     and (new.closed_at is null or new.transfers_status = 'active') then
    raise exception 'a closed account does not open again' using errcode = '23514';
  end if;
  if new.account_id <> old.account_id
     and exists (select 1 from public.closed_account c where c.account_id = new.account_id) then
    raise exception 'a closed account takes no money' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger stripe_account_closed before update on public.stripe_account
  for each row execute function app.stripe_account_stays_closed();

-- Asks the worker to look at every provider's account: a webhook may have been lost. SECURITY DEFINER because no
-- organisation may see all accounts; it answers nothing.
create function app.enqueue_account_looks() returns void language plpgsql
security definer set search_path = public, app, pg_temp as $$
declare a record;
begin
  for a in select organization_id from public.stripe_account loop
    perform app.enqueue('payout_account.look', json_build_object('organizationId', a.organization_id),
      'payout_account.look:' || a.organization_id);
  end loop;
end $$;
revoke execute on function app.bank_payout_goes_forward(), app.stripe_account_stays_closed(),
  app.enqueue_account_looks() from public;
grant execute on function app.enqueue_account_looks() to app_worker;
