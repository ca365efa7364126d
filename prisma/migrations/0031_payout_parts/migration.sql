-- AlterTable
ALTER TABLE "payout" ADD COLUMN     "release_on" DATE,
ADD COLUMN     "transfer_minor" BIGINT;

-- CreateTable
CREATE TABLE "payout_schedule" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "hold_days" INTEGER NOT NULL,
    "rhythm" TEXT NOT NULL,
    "run_day" INTEGER NOT NULL,
    "minimum_minor" BIGINT NOT NULL,
    "zone" TEXT NOT NULL,
    "holiday_place" TEXT,
    "reserve_bps" INTEGER NOT NULL,
    "reserve_cap_minor" BIGINT,
    "reserve_days" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payout_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payout_part" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "taken_minor" BIGINT NOT NULL DEFAULT 0,
    "reason" TEXT NOT NULL,
    "objection_id" UUID,
    "receivable_engagement_id" UUID,
    "from_part_id" UUID,
    "releases_on" DATE,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "held_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,
    "stripe_transfer_id" TEXT,

    CONSTRAINT "payout_part_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payout_step" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "payout_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payout_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_objection" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "line" TEXT,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_by_id" UUID NOT NULL,
    "opened_by_name" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_by_id" UUID,
    "answered_by_name" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "granted_minor" BIGINT,
    "credit_note_id" UUID,

    CONSTRAINT "statement_objection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payout_schedule_organization_id_currency_id_idx" ON "payout_schedule"("organization_id", "currency", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_part_stripe_transfer_id_key" ON "payout_part"("stripe_transfer_id");

-- CreateIndex
CREATE INDEX "payout_part_payout_id_idx" ON "payout_part"("payout_id");

-- CreateIndex
CREATE INDEX "payout_part_provider_id_state_idx" ON "payout_part"("provider_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "payout_part_id_organization_id_provider_id_key" ON "payout_part"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "payout_step_payout_id_id_idx" ON "payout_step"("payout_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_objection_credit_note_id_key" ON "statement_objection"("credit_note_id");

-- CreateIndex
CREATE INDEX "statement_objection_statement_id_idx" ON "statement_objection"("statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_objection_id_organization_id_provider_id_key" ON "statement_objection"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_id_organization_id_provider_id_key" ON "payout"("id", "organization_id", "provider_id");

-- AddForeignKey
ALTER TABLE "payout_part" ADD CONSTRAINT "payout_part_payout_id_organization_id_provider_id_fkey" FOREIGN KEY ("payout_id", "organization_id", "provider_id") REFERENCES "payout"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payout_part" ADD CONSTRAINT "payout_part_objection_id_organization_id_provider_id_fkey" FOREIGN KEY ("objection_id", "organization_id", "provider_id") REFERENCES "statement_objection"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payout_step" ADD CONSTRAINT "payout_step_payout_id_organization_id_provider_id_fkey" FOREIGN KEY ("payout_id", "organization_id", "provider_id") REFERENCES "payout"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_objection" ADD CONSTRAINT "statement_objection_statement_id_organization_id_provider__fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma has no word for: who sees which row, who writes it, and what never changes again.
do $$
declare t text;
begin
  foreach t in array array['payout_schedule','payout_part','payout_step','statement_objection'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_deleted before delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
  end loop;
  -- What a provider is paid, and why not, is no buyer's to read.
  foreach t in array array['payout_part','payout_step'] loop
    execute format('create policy provider on public.%I using (provider_id = (select app.org_id()))
                    with check (provider_id = (select app.org_id()))', t);
  end loop;
end $$;
create policy own on public.payout_schedule for select using (organization_id = (select app.org_id()));
create policy staff_inserts on public.payout_schedule for insert to app_staff with check (true);
create policy parties on public.statement_objection
  using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_updates on public.statement_objection for update to app_staff using (true) with check (true);
grant insert on public.payout_schedule to app_staff;
grant insert, update on public.payout_part to app_worker;
grant insert on public.payout_step to app_worker;
grant insert, update on public.statement_objection to app_user, app_worker;
grant update on public.statement_objection to app_staff;
create trigger append_only before update on public.payout_schedule for each row execute function app.refuse_change();
create trigger append_only before update on public.payout_step for each row execute function app.refuse_change();

alter table public.payout_schedule add constraint payout_schedule_sense check (
  hold_days between 0 and 90 and rhythm in ('each', 'weekly', 'monthly')
  and run_day between 1 and (case rhythm when 'weekly' then 5 else 28 end) and minimum_minor >= 0
  and reserve_bps between 0 and 10000 and (reserve_cap_minor is null or reserve_cap_minor > 0)
  and reserve_days between 0 and 730 and (reserve_bps = 0 or reserve_days > 0));
alter table public.payout_part add constraint payout_part_sense check (
  kind in ('contested', 'reserve', 'netted') and amount_minor > 0 and taken_minor between 0 and amount_minor
  and state in ('planned', 'held', 'sending', 'unknown', 'released', 'taken', 'dropped')
  and (kind <> 'reserve' or releases_on is not null)
  and (kind <> 'netted' or receivable_engagement_id is not null));
alter table public.statement_objection add constraint statement_objection_sense check (
  amount_minor > 0 and state in ('open', 'withdrawn', 'conceded', 'upheld', 'dismissed')
  and (state = 'open') = (answered_at is null)
  and (granted_minor is not null) = (state in ('conceded', 'upheld'))
  and granted_minor between 1 and amount_minor);
alter table public.payout add constraint payout_transfer_within check (transfer_minor between 0 and amount_minor);

-- An answer to an objection is given once; what it is about never changes. A granted one gets its credit note once.
create function app.keep_objection() returns trigger language plpgsql as $$
declare answer text[] := array['state', 'answered_by_id', 'answered_by_name', 'answered_at', 'answer', 'granted_minor'];
begin
  if (to_jsonb(new) - answer - 'credit_note_id') <> (to_jsonb(old) - answer - 'credit_note_id')
    or (old.state <> 'open' and (to_jsonb(new) - 'credit_note_id') <> (to_jsonb(old) - 'credit_note_id'))
    or (old.credit_note_id is not null and new.credit_note_id is distinct from old.credit_note_id) then
    raise exception 'an objection is answered once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger answered_once before update on public.statement_objection for each row execute function app.keep_objection();

-- Silence releases no money: a payout goes out only after dated rows that say why it may.
create function app.explain_release() returns trigger language plpgsql as $$
begin
  if new.state = 'sent' and old.state <> 'sent' and not exists (
    select 1 from public.payout_step s where s.payout_id = new.id and s.step = 'released') then
    raise exception 'a payout is released by a dated step' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger explained before update on public.payout for each row execute function app.explain_release();

-- Asks the worker to look at every provider that something of waits. SECURITY DEFINER because no organisation may see
-- all payouts; it answers nothing.
create function app.enqueue_due_payouts() returns void language plpgsql
security definer set search_path = public, app, pg_temp as $$
declare p record;
begin
  for p in select provider_id from public.payout where state in ('held', 'scheduled', 'failed', 'unknown', 'pending')
    union select provider_id from public.payout_part where state in ('held', 'sending', 'unknown')
  loop
    perform app.enqueue('payouts.releasable', json_build_object('organizationId', p.provider_id), 'payouts.releasable:' || p.provider_id);
  end loop;
end $$;

-- What is held of providers by the parts of their payouts, for the comparison with the books. SECURITY DEFINER
-- because the job that compares speaks for the marketplace, which is party to no payout; it answers sums.
create function app.held_parts() returns table (
  code text, provider_id uuid, engagement_id uuid, currency char(3), held_minor bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select case kind when 'reserve' then 'provider_reserve' else 'provider_held' end, provider_id, engagement_id, currency,
     sum(amount_minor - taken_minor)::bigint
   from public.payout_part where kind <> 'netted' and state in ('held', 'sending', 'unknown') group by 1, 2, 3, 4 $$;
revoke execute on function app.enqueue_due_payouts(), app.held_parts() from public;
grant execute on function app.enqueue_due_payouts() to app_worker;
grant execute on function app.held_parts() to app_worker, app_staff;
