-- CreateTable
CREATE TABLE "charge_dispute" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "stripe_dispute_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "contestable" BOOLEAN NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL DEFAULT 0,
    "held_minor" BIGINT NOT NULL DEFAULT 0,
    "provider_minor" BIGINT NOT NULL DEFAULT 0,
    "commission_minor" BIGINT NOT NULL DEFAULT 0,
    "tax_minor" BIGINT NOT NULL DEFAULT 0,
    "taken_from" TEXT,
    "not_reversed" TEXT,
    "due_by" TIMESTAMPTZ(3),
    "submission_count" INTEGER NOT NULL DEFAULT 0,
    "borne_by" TEXT NOT NULL DEFAULT 'shares',
    "outcome" TEXT,
    "pays_twice" BOOLEAN NOT NULL DEFAULT false,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "charge_dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute_evidence" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "fields" JSONB NOT NULL,
    "submits" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "refused_because" TEXT,
    "by_id" UUID NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispute_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transfer_move" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "stripe_id" TEXT,
    "because" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "transfer_move_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "charge_dispute_stripe_dispute_id_key" ON "charge_dispute"("stripe_dispute_id");

-- CreateIndex
CREATE INDEX "charge_dispute_invoice_id_idx" ON "charge_dispute"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "charge_dispute_id_organization_id_provider_id_key" ON "charge_dispute"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "dispute_evidence_dispute_id_idx" ON "dispute_evidence"("dispute_id");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_move_stripe_id_key" ON "transfer_move"("stripe_id");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_move_dispute_id_kind_key" ON "transfer_move"("dispute_id", "kind");

-- AddForeignKey
ALTER TABLE "charge_dispute" ADD CONSTRAINT "charge_dispute_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute_evidence" ADD CONSTRAINT "dispute_evidence_dispute_id_organization_id_provider_id_fkey" FOREIGN KEY ("dispute_id", "organization_id", "provider_id") REFERENCES "charge_dispute"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer_move" ADD CONSTRAINT "transfer_move_dispute_id_organization_id_provider_id_fkey" FOREIGN KEY ("dispute_id", "organization_id", "provider_id") REFERENCES "charge_dispute"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Disputes of payments. Both parties see what concerns them, staff answer, the worker moves and books.
do $$
declare t text;
begin
  foreach t in array array['charge_dispute', 'dispute_evidence', 'transfer_move'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('create trigger never_deleted before delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
    execute format('grant insert, update on public.%I to app_worker', t);
  end loop;
end $$;
create policy staff_inserts on public.dispute_evidence for insert to app_staff with check (true);
grant insert on public.dispute_evidence to app_staff;
create policy staff_updates on public.charge_dispute for update to app_staff using (true) with check (true);
grant update (borne_by) on public.charge_dispute to app_staff;

alter table public.charge_dispute add constraint charge_dispute_words check (
  (outcome is null or outcome in ('won', 'lost', 'prevented', 'closed')) and (outcome is null) = (closed_at is null)
  and borne_by in ('shares', 'marketplace')
  and (taken_from is null or taken_from in ('provider_payable', 'reversal', 'provider_receivable')));
alter table public.charge_dispute add constraint charge_dispute_amounts check (
  amount_minor > 0 and held_minor >= 0 and provider_minor >= 0 and commission_minor >= 0 and tax_minor >= 0);
alter table public.dispute_evidence add constraint dispute_evidence_state check (
  state in ('asked', 'sent', 'refused') and (state = 'refused') = (refused_because is not null));
alter table public.transfer_move add constraint transfer_move_words check (
  kind in ('reversal', 'retransfer') and state in ('pending', 'unknown', 'done', 'refused') and amount_minor > 0
  and (state = 'done') = (stripe_id is not null));

-- Whose evidence it is and what it says never changes; only whether Stripe took it.
create function app.keep_evidence() returns trigger language plpgsql as $$
begin
  if row(new.dispute_id, new.fields, new.submits, new.by_id, new.by_name, new.at) is distinct from
     row(old.dispute_id, old.fields, old.submits, old.by_id, old.by_name, old.at) or old.state <> 'asked' then
    raise exception 'evidence stays as it was given' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep before update on public.dispute_evidence for each row execute function app.keep_evidence();
