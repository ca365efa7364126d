-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "applied_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "carried_on_minor" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "credit_note" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "number" TEXT,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "commission_minor" BIGINT NOT NULL,
    "provider_minor" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "memo" TEXT NOT NULL,
    "correction_id" UUID,
    "contest_id" UUID,
    "wished_refund_minor" BIGINT NOT NULL,
    "pre_payment_minor" BIGINT NOT NULL DEFAULT 0,
    "refund_minor" BIGINT NOT NULL DEFAULT 0,
    "balance_minor" BIGINT NOT NULL DEFAULT 0,
    "taken_from" TEXT,
    "stripe_credit_note_id" TEXT,
    "stopped_because" TEXT,
    "asked_by_id" UUID,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "credit_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_note_line" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,

    CONSTRAINT "credit_note_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_note_counter" (
    "legal_entity" TEXT NOT NULL,
    "last_number" BIGINT NOT NULL,

    CONSTRAINT "credit_note_counter_pkey" PRIMARY KEY ("legal_entity")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "stripe_refund_id" TEXT,
    "failure" TEXT,
    "replaced_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_change" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "cause_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "share_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "credit_note_number_key" ON "credit_note"("number");

-- CreateIndex
CREATE UNIQUE INDEX "credit_note_stripe_credit_note_id_key" ON "credit_note"("stripe_credit_note_id");

-- CreateIndex
CREATE INDEX "credit_note_invoice_id_idx" ON "credit_note"("invoice_id");

-- CreateIndex
CREATE INDEX "credit_note_organization_id_asked_at_idx" ON "credit_note"("organization_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "credit_note_id_organization_id_provider_id_key" ON "credit_note"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_note_line_credit_note_id_position_key" ON "credit_note_line"("credit_note_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "refund_stripe_refund_id_key" ON "refund"("stripe_refund_id");

-- CreateIndex
CREATE INDEX "refund_credit_note_id_idx" ON "refund"("credit_note_id");

-- CreateIndex
CREATE INDEX "refund_invoice_id_idx" ON "refund"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_id_organization_id_provider_id_key" ON "refund"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "share_change_invoice_id_idx" ON "share_change"("invoice_id");

-- AddForeignKey
ALTER TABLE "credit_note" ADD CONSTRAINT "credit_note_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_note_line" ADD CONSTRAINT "credit_note_line_credit_note_id_organization_id_provider_i_fkey" FOREIGN KEY ("credit_note_id", "organization_id", "provider_id") REFERENCES "credit_note"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_credit_note_id_organization_id_provider_id_fkey" FOREIGN KEY ("credit_note_id", "organization_id", "provider_id") REFERENCES "credit_note"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_change" ADD CONSTRAINT "share_change_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Credit notes, refunds and what they take from a provider's share. Both parties see them; staff ask for them and
-- the worker books them.
do $$
declare t text;
begin
  foreach t in array array['credit_note', 'credit_note_line', 'refund', 'share_change'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
    execute format('grant insert on public.%I to app_worker', t);
  end loop;
  foreach t in array array['credit_note_line', 'share_change'] loop
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
  end loop;
  foreach t in array array['credit_note', 'credit_note_line'] loop
    execute format('create policy staff_inserts on public.%I for insert to app_staff with check (true)', t);
    execute format('grant insert on public.%I to app_staff', t);
  end loop;
  foreach t in array array['credit_note', 'refund'] loop
    execute format('grant update on public.%I to app_worker', t);
    execute format('create trigger never_deleted before delete on public.%I for each row execute function app.refuse_change()', t);
  end loop;
end $$;
grant select, insert, update on public.credit_note_counter to app_worker;

alter table public.credit_note add constraint credit_note_state check (
  state in ('asked', 'issued', 'settled', 'stopped', 'withdrawn') and (state = 'asked') = (number is null));
alter table public.credit_note add constraint credit_note_reason check (
  reason in ('service_not_met', 'correction', 'contest', 'disputed_line', 'billing_error', 'goodwill'));
alter table public.credit_note add constraint credit_note_memo check (length(trim(memo)) between 3 and 1000);
alter table public.credit_note add constraint credit_note_adds_up check (
  net_minor > 0 and tax_minor >= 0 and commission_minor >= 0 and provider_minor >= 0
  and total_minor = net_minor + tax_minor and net_minor = commission_minor + provider_minor
  and wished_refund_minor between 0 and total_minor);
alter table public.credit_note add constraint credit_note_given_back check (
  pre_payment_minor >= 0 and refund_minor >= 0 and balance_minor >= 0
  and pre_payment_minor + refund_minor + balance_minor = case when state = 'asked' then 0 else total_minor end);
alter table public.credit_note add constraint credit_note_taken_from check (
  taken_from in ('provider_pending', 'provider_payable', 'provider_receivable') and state <> 'asked'
  or taken_from is null and state = 'asked');

-- What a credit note says never changes: neither its amounts and reason, nor, once it is booked, its number and
-- whom it was taken from.
create function app.keep_credit_note() returns trigger language plpgsql as $$
begin
  if row(new.organization_id, new.provider_id, new.engagement_id, new.invoice_id, new.currency, new.net_minor,
         new.tax_minor, new.total_minor, new.commission_minor, new.provider_minor, new.reason, new.memo,
         new.correction_id, new.contest_id, new.asked_by_id, new.asked_by_name, new.asked_at)
     is distinct from
     row(old.organization_id, old.provider_id, old.engagement_id, old.invoice_id, old.currency, old.net_minor,
         old.tax_minor, old.total_minor, old.commission_minor, old.provider_minor, old.reason, old.memo,
         old.correction_id, old.contest_id, old.asked_by_id, old.asked_by_name, old.asked_at)
     or (old.number is not null and (new.number is distinct from old.number
         or new.taken_from is distinct from old.taken_from or new.issued_at is distinct from old.issued_at))
     or old.state = 'withdrawn' then
    raise exception 'a credit note stays as it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep before update on public.credit_note for each row execute function app.keep_credit_note();

-- Credit notes of an invoice never come to more than it, in the minor unit. The lock lets one pass at a time.
create function app.refuse_overcredit() returns trigger language plpgsql as $$
declare credited bigint; owed bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('credit:' || new.invoice_id, 0));
  select coalesce(sum(total_minor), 0) into credited from public.credit_note
    where invoice_id = new.invoice_id and state <> 'withdrawn';
  select total_minor into owed from public.invoice where id = new.invoice_id;
  if credited > owed then
    raise exception 'credit notes would exceed the invoice' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger never_too_much after insert on public.credit_note for each row execute function app.refuse_overcredit();

alter table public.refund add constraint refund_state check (
  state in ('pending', 'succeeded', 'failed', 'replaced') and amount_minor > 0
  and (replaced_by is not null) = (state = 'replaced') and (replaced_by is null or replaced_by in ('refund', 'balance')));
alter table public.share_change add constraint share_change_cause check (
  amount_minor <> 0 and cause in ('credit_note', 'withdrawn_note', 'dispute', 'dispute_over', 'retransfer'));
create unique index share_change_once on public.share_change (cause, cause_id);

-- A buyer's credit is prepaid money: it is never below nothing.
create function app.guard_buyer_credit() returns trigger language plpgsql as $$
begin
  if new.code = 'buyer_credit' then new.guarded_side := 'credit'; end if;
  return new;
end $$;
create trigger guard_credit before insert on public.ledger_account for each row execute function app.guard_buyer_credit();

-- What credit notes, disputes and second transfers changed of what paid invoices leave their providers, beside
-- app.unpaid_shares(). SECURITY DEFINER for the same reason as that one; it answers sums.
create function app.changed_shares() returns table (provider_id uuid, engagement_id uuid, currency char(3), changed_minor bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select c.provider_id, c.engagement_id, c.currency, sum(c.amount_minor)::bigint
   from public.share_change c join public.invoice i on i.id = c.invoice_id
   where i.state = 'paid' group by 1, 2, 3 $$;

-- Which invoice of ours a charge paid. SECURITY DEFINER because an event of Stripe's names a charge and no tenant:
-- the job has to learn for whom to act.
create function app.invoice_of_charge(p_charge text) returns table (invoice_id uuid, organization_id uuid, provider_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select i.id, i.organization_id, i.provider_id from public.invoice i where i.stripe_charge_id = p_charge $$;
create unique index invoice_charge on public.invoice (stripe_charge_id) where stripe_charge_id is not null;

revoke execute on function app.changed_shares(), app.invoice_of_charge(text) from public;
grant execute on function app.changed_shares() to app_worker, app_staff;
grant execute on function app.invoice_of_charge(text) to app_worker;
