-- CreateTable
CREATE TABLE "staff_assignment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID,
    "user_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "assigned_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_access" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "documents" BOOLEAN NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "hours" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "approved_by_id" UUID,
    "approved_by_name" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_name" TEXT,

    CONSTRAINT "staff_access_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "staff_assignment_user_id_idx" ON "staff_assignment"("user_id");

-- CreateIndex
CREATE INDEX "staff_assignment_organization_id_idx" ON "staff_assignment"("organization_id");

-- CreateIndex
CREATE INDEX "staff_access_user_id_idx" ON "staff_access"("user_id");

-- CreateIndex
CREATE INDEX "staff_access_organization_id_idx" ON "staff_access"("organization_id");

-- ---------------------------------------------------------------------------------------------------------
-- Who of the marketplace reads an organisation is shown to it, and to the marketplace's own people.
alter table public.staff_assignment add constraint staff_assignment_times check (ended_at is null or ended_at >= created_at);
create unique index staff_assignment_once on public.staff_assignment (user_id, organization_id) nulls not distinct
  where ended_at is null;
alter table public.staff_access add constraint staff_access_hours check (hours between 1 and 24);
alter table public.staff_access add constraint staff_access_reason check (length(reason) >= 10);
alter table public.staff_access add constraint staff_access_opened
  check ((opened_at is null) = (expires_at is null) and (opened_at is null or not documents or approved_by_id is not null));
alter table public.staff_access add constraint staff_access_second_person check (approved_by_id is distinct from user_id);
do $$
declare t text;
begin
  foreach t in array array['staff_assignment','staff_access'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I for select to app_user, app_worker
                    using (organization_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy staff_inserts on public.%I for insert to app_staff with check (true)', t);
    execute format('create policy staff_updates on public.%I for update to app_staff using (true) with check (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
    execute format('grant insert on public.%I to app_staff', t);
  end loop;
end $$;
grant update (ended_at) on public.staff_assignment to app_staff;
grant update (opened_at, expires_at, approved_by_id, approved_by_name, ended_at, ended_by_name) on public.staff_access to app_staff;
-- Whoever looks after all organisations is shown to each of them.
create policy to_all on public.staff_assignment for select to app_user using (organization_id is null);

-- Whether the person who asks reads every organisation: an administrator and an auditor by their role, others where
-- they look after all of them. A role that the marketplace made is neither.
create function app.staff_sees_all() returns boolean language sql stable as
$$ select exists (select 1 from public.membership m where m.user_id = (select app.user_id())
       and m.organization_id = (select app.org_id()) and m.role in ('admin', 'auditor') and m.ended_at is null)
     or exists (select 1 from public.staff_assignment a where a.user_id = (select app.user_id())
       and a.organization_id is null and a.ended_at is null) $$;

-- The organisations that the person who asks reads: those they look after, those they were let into for a time, and
-- their own.
create function app.staff_ids() returns uuid[] language sql stable as
$$ select array_append(coalesce(array_agg(distinct reach.organization_id), '{}'), (select app.org_id())) from (
     select a.organization_id from public.staff_assignment a
       where a.user_id = (select app.user_id()) and a.ended_at is null and a.organization_id is not null
     union
     select x.organization_id from public.staff_access x
       where x.user_id = (select app.user_id()) and x.opened_at is not null and x.ended_at is null and x.expires_at > now()
   ) reach $$;

-- The same for documents: an access that does not say so carries none.
create function app.staff_reads_documents(p_organization uuid, p_provider uuid) returns boolean language sql stable as
$$ select (select app.staff_sees_all())
     or exists (select 1 from public.staff_assignment a where a.user_id = (select app.user_id()) and a.ended_at is null
       and a.organization_id in (p_organization, p_provider))
     or exists (select 1 from public.staff_access x where x.user_id = (select app.user_id()) and x.documents
       and x.opened_at is not null and x.ended_at is null and x.expires_at > now()
       and x.organization_id in (p_organization, p_provider)) $$;
revoke execute on function app.staff_sees_all(), app.staff_ids(), app.staff_reads_documents(uuid, uuid) from public;
grant execute on function app.staff_sees_all(), app.staff_ids(), app.staff_reads_documents(uuid, uuid) to app_staff;

-- A restrictive policy beside the permissive ones: whatever else lets staff read or write a tenant's row, it must be
-- within their reach. Left out are the marketplace's own books, what is published, who is who, and what is one
-- person's own already.
do $$
declare t record; reach text;
begin
  for t in
    select c.relname as name, exists (select 1 from pg_attribute p where p.attrelid = c.oid and p.attname = 'provider_id') as two
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and c.relname <> all (array['membership', 'staff_assignment', 'staff_access', 'custom_role', 'invitation',
        'ownership_offer', 'ledger_account', 'posting', 'billing_run_part', 'listing', 'listing_card', 'attestation',
        'mail_message', 'mail_preference', 'notice_hours', 'warning_notice', 'idempotency_key', 'api_key'])
  loop
    reach := '(select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[])';
    if t.two then reach := reach || ' or provider_id = any ((select app.staff_ids())::uuid[])'; end if;
    execute format('create policy staff_reach on public.%I as restrictive to app_staff using (%s) with check (%s)',
      t.name, reach, reach);
  end loop;
end $$;

-- A breach escalates to somebody who looks after its buyer, where there is somebody.
create or replace function app.account_managers()
returns table (user_id uuid, party_id uuid, name text, zone text, opens text, closes text, days text[], in_hand bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ with manager as (
     select m.user_id, m.organization_id, u.name, coalesce(h.zone, o.zone) as zone, h.opens::text, h.closes::text, h.days,
       (select count(*) from public.breach b where b.assigned_to_id = m.user_id and b.closed_at is null) as in_hand,
       exists (select 1 from public.staff_assignment a where a.user_id = m.user_id and a.ended_at is null
         and (a.organization_id is null or a.organization_id = app.org_id())) as assigned
     from public.membership m
     join public.organization o on o.id = m.organization_id and o.kind = 'marketplace'
     join public.person u on u.id = m.user_id and u.disabled_at is null
     left join public.notice_hours h on h.organization_id = m.organization_id and h.user_id = m.user_id
     where m.role = 'account_manager' and m.ended_at is null)
   select user_id, organization_id, name, zone, opens, closes, days, in_hand from manager
   where assigned or not exists (select 1 from manager where assigned) $$;

-- Account managers who are there already look after whom they looked after until now.
insert into public.staff_assignment (organization_id, user_id, user_name, assigned_by_name, created_at)
select null, m.user_id, u.name, 'Engine Room', now()
from public.membership m join public.organization o on o.id = m.organization_id and o.kind = 'marketplace'
join public.person u on u.id = m.user_id where m.role = 'account_manager' and m.ended_at is null;

-- Open pages learn at once that somebody's reach has changed.
create function app.tell_staff() returns trigger language plpgsql as $$
begin
  perform pg_notify('live', 'person ' || new.user_id);
  return null;
end $$;
revoke execute on function app.tell_staff() from public;
create trigger tell_changed after insert or update on public.staff_assignment for each row execute function app.tell_staff();
create trigger tell_changed after insert or update on public.staff_access for each row execute function app.tell_staff();
