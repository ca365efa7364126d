-- CreateTable
CREATE TABLE "commission_rule" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID,
    "module_code" TEXT,
    "currency" CHAR(3),
    "commission_bps" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "withdrawn_at" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by_name" TEXT,

    CONSTRAINT "commission_rule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "commission_rule_starts_on_idx" ON "commission_rule"("starts_on");

-- What Prisma has no word for: the marketplace's own rules, read and set by its staff alone.
alter table public.commission_rule enable row level security;
alter table public.commission_rule force row level security;
revoke all on public.commission_rule from app_user, app_worker, app_staff;
grant select, insert, update on public.commission_rule to app_staff;
create policy staff_reads on public.commission_rule for select to app_staff using (true);
create policy staff_inserts on public.commission_rule for insert to app_staff with check (true);
create policy staff_updates on public.commission_rule for update to app_staff using (true) with check (true);
create policy set_up on public.commission_rule to app_owner using (true) with check (true);
alter table public.commission_rule add constraint commission_rule_sense
  check (commission_bps between 0 and 5000 and (ends_on is null or ends_on >= starts_on) and length(trim(note)) >= 3);
create trigger never_deleted before delete on public.commission_rule for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.commission_rule execute function app.refuse_change();

-- A rule proposes what it was set to for as long as it lasts: only its end is ever written.
create function app.keep_commission_rule() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - array['ends_on', 'withdrawn_at', 'ended_by_name'])
      <> (to_jsonb(old) - array['ends_on', 'withdrawn_at', 'ended_by_name'])
    or (old.ends_on is not null and new.ends_on is distinct from old.ends_on and new.ends_on > old.ends_on)
    or (old.ends_on is not null and new.ends_on is null)
    or (old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at) then
    raise exception 'a commission rule is only ended' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger only_ended before update on public.commission_rule for each row execute function app.keep_commission_rule();

-- Two rules for the same provider, module and currency never hold on one day.
create function app.refuse_commission_overlap() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('commission_rule', 0));
  if new.withdrawn_at is null and exists (
    select 1 from public.commission_rule r
    where r.id <> new.id and r.withdrawn_at is null
      and r.provider_id is not distinct from new.provider_id
      and r.module_code is not distinct from new.module_code
      and r.currency is not distinct from new.currency
      and daterange(r.starts_on, r.ends_on, '[]') && daterange(new.starts_on, new.ends_on, '[]')) then
    raise exception 'two commission rules for the same contracts overlap' using errcode = 'exclusion_violation';
  end if;
  return new;
end $$;
create trigger no_overlap before insert or update on public.commission_rule
  for each row execute function app.refuse_commission_overlap();

-- The rules that may propose a commission to one provider: the general ones and its own, never another's.
-- SECURITY DEFINER because a buyer who orders reads no rule, yet the draft of the order follows from one.
create function app.commission_rules_for(p_provider uuid) returns table (
  id uuid, provider_id uuid, module_code text, currency char(3), commission_bps int, starts_on date, ends_on date)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select r.id, r.provider_id, r.module_code, r.currency, r.commission_bps, r.starts_on, r.ends_on
   from public.commission_rule r
   where r.withdrawn_at is null and (r.provider_id is null or r.provider_id = p_provider) $$;
revoke execute on function app.commission_rules_for(uuid) from public;
grant execute on function app.commission_rules_for(uuid) to app_user, app_worker, app_staff;
