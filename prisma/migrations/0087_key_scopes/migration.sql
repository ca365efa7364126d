-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "budget_calls" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "budget_minute" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "per_minute" INTEGER,
ADD COLUMN     "scopes" TEXT[];

-- CreateTable
CREATE TABLE "api_key_call" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "operation" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "address" TEXT NOT NULL,

    CONSTRAINT "api_key_call_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "api_key_call_key_id_at_idx" ON "api_key_call"("key_id", "at");

-- CreateIndex
CREATE INDEX "api_key_call_at_idx" ON "api_key_call"("at");

-- ---------------------------------------------------------------------------------------------------------
-- Keys that were made before keep what their members may (scopes is null) and a common budget (per_minute is null).
alter table public.api_key add constraint api_key_per_minute check (per_minute between 1 and 6000);
alter table public.api_key add constraint api_key_scopes check (scopes is null or cardinality(scopes) > 0);

-- What a key did is read by its organisation and written by the two functions below alone.
alter table public.api_key_call enable row level security;
alter table public.api_key_call force row level security;
create policy own on public.api_key_call for select to app_user, app_staff using (organization_id = (select app.org_id()));
create policy set_up on public.api_key_call to app_owner using (true) with check (true);
revoke all on public.api_key_call from app_user, app_worker, app_staff;
grant select on public.api_key_call to app_user, app_staff;

-- What a web process's keys did in the last second, and how many requests it let each of them send in the minute that
-- is named: answers what all processes together have let through. SECURITY DEFINER because one message carries the keys
-- of many organisations; whose a call is comes from the key's own row, and a key that is not there gets nothing.
create function app.note_key_calls(p_calls jsonb, p_counts jsonb)
returns table (key_id uuid, minute bigint, calls int)
language sql security definer set search_path = public, app, pg_temp as $$
  with kept as (
    insert into public.api_key_call (organization_id, key_id, at, operation, outcome, address)
    select k.organization_id, k.id, c.at, c.operation, c.outcome, c.address
    from rows from (jsonb_to_recordset(p_calls) as (key uuid, at timestamptz, operation text, outcome text, address text))
      with ordinality as c(key, at, operation, outcome, address, place)
    join public.api_key k on k.id = c.key
    -- Ids are made in the order of the requests, and the log is read by them.
    order by c.place)
  update public.api_key k set last_used_at = greatest(k.last_used_at, n.at),
    budget_minute = greatest(k.budget_minute, n.minute),
    budget_calls = case when k.budget_minute = n.minute then k.budget_calls + n.calls
      when k.budget_minute < n.minute then n.calls else k.budget_calls end
  from jsonb_to_recordset(p_counts) as n(key uuid, at timestamptz, minute bigint, calls int)
  where k.id = n.key
  returning k.id, k.budget_minute, k.budget_calls $$;
revoke execute on function app.note_key_calls(jsonb, jsonb) from public;
grant execute on function app.note_key_calls(jsonb, jsonb) to app_user;

-- Calls are kept for a time and no longer. SECURITY DEFINER because no organisation's rights reach another's.
create function app.sweep_key_calls(p_before timestamptz) returns bigint
language sql security definer set search_path = public, app, pg_temp as
$$ with gone as (delete from public.api_key_call where at < p_before returning 1) select count(*) from gone $$;
revoke execute on function app.sweep_key_calls(timestamptz) from public;
grant execute on function app.sweep_key_calls(timestamptz) to app_worker;

-- Keys that will stop working and whom to tell. SECURITY DEFINER because the nightly job speaks for no organisation
-- before it has a key; it tells no digest of a secret.
create function app.keys_that_end(p_now timestamptz, p_until timestamptz)
returns table (key_id uuid, organization_id uuid, user_id uuid, key_name text, prefix text, person text, email text,
  zone text, expires_at timestamptz)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select k.id, k.organization_id, k.user_id, k.name, k.prefix, u.name, u.email, o.zone, k.expires_at
   from public.api_key k
   join public.membership m on m.organization_id = k.organization_id and m.user_id = k.user_id and m.ended_at is null
   join public.organization o on o.id = k.organization_id
   join public.person u on u.id = k.user_id and u.disabled_at is null
   where k.revoked_at is null and k.expires_at > p_now and k.expires_at <= p_until
     -- A key that was made for a few days is not about to end by surprise.
     and k.expires_at - k.created_at > interval '14 days' $$;
revoke execute on function app.keys_that_end(timestamptz, timestamptz) from public;
grant execute on function app.keys_that_end(timestamptz, timestamptz) to app_worker;
