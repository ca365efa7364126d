-- CreateTable
CREATE TABLE "payment_setup" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "state" TEXT NOT NULL,
    "session_id" TEXT,
    "url" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "started_by_id" UUID NOT NULL,
    "started_by_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_setup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_method" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "stripe_payment_method_id" TEXT,
    "currency" CHAR(3) NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "exp_month" INTEGER,
    "exp_year" INTEGER,
    "mandate_id" TEXT,
    "mandate_status" TEXT,
    "bank_address" JSONB,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "added_by_name" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by_name" TEXT,

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "autopay_consent" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "payment_method_id" UUID NOT NULL,
    "wording" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "autopay_consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_attempt" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "payment_method_id" UUID,
    "state" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "decline_code" TEXT,
    "decline_message" TEXT,
    "started_by_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dunning_policy" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "version" INTEGER NOT NULL,
    "write_off_after_days" INTEGER NOT NULL,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dunning_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dunning_policy_step" (
    "policy_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "days_after_due" INTEGER NOT NULL,

    CONSTRAINT "dunning_policy_step_pkey" PRIMARY KEY ("policy_id","position")
);

-- CreateTable
CREATE TABLE "dunning_case" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "step_on" DATE NOT NULL,
    "next_on" DATE,
    "held_until" DATE,
    "held_because" TEXT,
    "held_by_name" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_because" TEXT,

    CONSTRAINT "dunning_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dunning_step" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "taken_on" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dunning_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_write_off" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "booked_at" TIMESTAMPTZ(3),
    "overtaken_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_write_off_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_suspension" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "work_suspension_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_setup_session_id_key" ON "payment_setup"("session_id");

-- CreateIndex
CREATE INDEX "payment_setup_organization_id_started_at_idx" ON "payment_setup"("organization_id", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_stripe_payment_method_id_key" ON "payment_method"("stripe_payment_method_id");

-- CreateIndex
CREATE INDEX "payment_method_organization_id_added_at_idx" ON "payment_method"("organization_id", "added_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_id_organization_id_key" ON "payment_method"("id", "organization_id");

-- CreateIndex
CREATE INDEX "autopay_consent_organization_id_at_idx" ON "autopay_consent"("organization_id", "at");

-- CreateIndex
CREATE INDEX "payment_attempt_invoice_id_started_at_idx" ON "payment_attempt"("invoice_id", "started_at");

-- CreateIndex
CREATE INDEX "payment_attempt_organization_id_state_idx" ON "payment_attempt"("organization_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "dunning_policy_version_key" ON "dunning_policy"("version");

-- CreateIndex
CREATE UNIQUE INDEX "dunning_case_invoice_id_key" ON "dunning_case"("invoice_id");

-- CreateIndex
CREATE INDEX "dunning_case_organization_id_closed_at_idx" ON "dunning_case"("organization_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "dunning_case_id_organization_id_key" ON "dunning_case"("id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "dunning_case_invoice_id_organization_id_provider_id_key" ON "dunning_case"("invoice_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "dunning_step_case_id_position_key" ON "dunning_step"("case_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_write_off_invoice_id_key" ON "invoice_write_off"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_write_off_invoice_id_organization_id_provider_id_key" ON "invoice_write_off"("invoice_id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "work_suspension_organization_id_since_idx" ON "work_suspension"("organization_id", "since");

-- AddForeignKey
ALTER TABLE "autopay_consent" ADD CONSTRAINT "autopay_consent_payment_method_id_organization_id_fkey" FOREIGN KEY ("payment_method_id", "organization_id") REFERENCES "payment_method"("id", "organization_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_payment_method_id_organization_id_fkey" FOREIGN KEY ("payment_method_id", "organization_id") REFERENCES "payment_method"("id", "organization_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dunning_policy_step" ADD CONSTRAINT "dunning_policy_step_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "dunning_policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dunning_case" ADD CONSTRAINT "dunning_case_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dunning_case" ADD CONSTRAINT "dunning_case_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "dunning_policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dunning_step" ADD CONSTRAINT "dunning_step_case_id_organization_id_fkey" FOREIGN KEY ("case_id", "organization_id") REFERENCES "dunning_case"("id", "organization_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_write_off" ADD CONSTRAINT "invoice_write_off_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.
do $$
declare t text;
begin
  -- How a buyer pays is the buyer's own; the marketplace's staff read it, the provider does not.
  foreach t in array array['payment_setup','payment_method','autopay_consent','payment_attempt','dunning_case','dunning_step','invoice_write_off','work_suspension'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (organization_id = (select app.org_id())) with check (organization_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
  end loop;
  foreach t in array array['autopay_consent','dunning_step'] loop
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
  end loop;
  foreach t in array array['dunning_policy','dunning_policy_step'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy everyone on public.%I for select using (true)', t);
    execute format('create policy staff_inserts on public.%I for insert to app_staff with check (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
    execute format('grant insert on public.%I to app_staff', t);
  end loop;
end $$;
grant insert, update on public.payment_setup, public.payment_method, public.payment_attempt to app_user, app_worker;
grant insert on public.autopay_consent to app_user, app_worker;
grant insert, update on public.dunning_case, public.work_suspension to app_worker;
grant insert on public.dunning_step to app_worker;
-- Staff agree to wait for an invoice, and an administrator gives one up; the worker books it.
create policy staff_holds on public.dunning_case for update to app_staff using (true) with check (true);
grant update (held_until, held_because, held_by_name) on public.dunning_case to app_staff;
create policy staff_inserts on public.invoice_write_off for insert to app_staff with check (true);
grant insert on public.invoice_write_off to app_staff;
grant update (booked_at, overtaken_at) on public.invoice_write_off to app_worker;
-- A provider learns that its buyer's new work is suspended, before it records any.
create policy providers_read on public.work_suspension for select
  using (organization_id in (select organization_id from public.engagement where provider_id = (select app.org_id())));

alter table public.payment_setup add constraint payment_setup_state check (state in ('asked', 'waiting', 'saved', 'ended'));
alter table public.payment_method add constraint payment_method_kind check (kind in ('card', 'us_bank_account', 'sepa_debit', 'bank_transfer'));
alter table public.payment_method add constraint payment_method_with_stripe check ((kind = 'bank_transfer') = (stripe_payment_method_id is null));
alter table public.payment_method add constraint payment_method_default_is_kept check (not (is_default and removed_at is not null));
create unique index payment_method_one_default on public.payment_method (organization_id) where is_default;
create unique index payment_method_one_transfer on public.payment_method (organization_id, currency)
  where kind = 'bank_transfer' and removed_at is null;

alter table public.payment_attempt add constraint payment_attempt_kind check (kind in ('autopay', 'retry', 'by_hand', 'hosted_page'));
alter table public.payment_attempt add constraint payment_attempt_state check (state in ('open', 'processing', 'succeeded', 'failed', 'canceled'));
alter table public.payment_attempt add constraint payment_attempt_ended check ((state in ('open', 'processing')) = (ended_at is null));
alter table public.payment_attempt add constraint payment_attempt_amount check (amount_minor > 0);
-- Of one invoice at most one attempt is on its way: whoever comes second finds this index.
create unique index payment_attempt_one_open on public.payment_attempt (invoice_id) where state in ('open', 'processing');

alter table public.dunning_policy_step add constraint dunning_policy_step_days check (days_after_due between 0 and 365 and position >= 0);
alter table public.dunning_case add constraint dunning_case_state check (state ~ '^(due|retry_[1-9]|grace|suspended|written_off)$');
alter table public.dunning_case add constraint dunning_case_closed check ((closed_at is null) = (closed_because is null));
alter table public.dunning_case add constraint dunning_case_held check ((held_until is null) = (held_because is null));
alter table public.dunning_step add constraint dunning_step_action check (action in ('charge', 'remind'));
create unique index work_suspension_one_open on public.work_suspension (organization_id) where lifted_at is null;

-- The rules until an administrator sets others: 3, 5, 7 and 14 days, three tries, a week of grace.
insert into public.dunning_policy (version, write_off_after_days, set_by_name, set_at) values (1, 60, 'Engine Room', now());
insert into public.dunning_policy_step (policy_id, position, state, days_after_due)
select p.id, s.position, s.state, s.days from public.dunning_policy p, (values
  (0, 'due', 0), (1, 'retry_1', 3), (2, 'retry_2', 5), (3, 'retry_3', 7), (4, 'grace', 14), (5, 'suspended', 21)) s(position, state, days);

-- Invoices that may need collecting: due on a day that has begun somewhere, or with an attempt on its way. SECURITY
-- DEFINER because the clock's job speaks for no organisation yet; it gives ids and nothing else.
create function app.invoices_to_collect(p_day date)
returns table (invoice_id uuid, organization_id uuid) language sql stable security definer set search_path = public, app, pg_temp as
$$ select i.id, i.organization_id from public.invoice i
   where i.state = 'open' and i.stripe_invoice_id is not null and (i.due_on <= p_day or exists (
     select from public.payment_attempt a where a.invoice_id = i.id and a.state in ('open', 'processing')))
   order by i.due_on, i.id $$;
-- Who is told that an organisation's invoice is unpaid: its owners and its finance people, with their addresses.
create function app.billing_people(p_organization uuid)
returns table (user_id uuid, name text, email text) language sql stable security definer set search_path = public, app, pg_temp as
$$ select u.id, u.name, u.email from public.membership m join public.person u on u.id = m.user_id
   where m.organization_id = p_organization and p_organization = app.org_id() and m.role in ('owner', 'finance', 'operations_lead')
     and m.ended_at is null and u.disabled_at is null order by (m.role = 'finance') desc, u.id $$;
revoke execute on function app.invoices_to_collect(date), app.billing_people(uuid) from public;
grant execute on function app.invoices_to_collect(date), app.billing_people(uuid) to app_worker;
-- Whose a saved method is: Stripe names it in events before we know the organisation. SECURITY DEFINER for that one
-- question; it gives ids and nothing else.
create function app.payment_method_of(p_stripe_id text)
returns table (id uuid, organization_id uuid) language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.id, m.organization_id from public.payment_method m where m.stripe_payment_method_id = p_stripe_id $$;
revoke execute on function app.payment_method_of(text) from public;
grant execute on function app.payment_method_of(text) to app_worker;
