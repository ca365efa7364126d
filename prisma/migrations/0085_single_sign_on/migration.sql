-- AlterTable
ALTER TABLE "session" ADD COLUMN     "sso_connection_id" UUID;

-- CreateTable
CREATE TABLE "sso_connection" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "default_role" TEXT,
    "custom_role_id" UUID,
    "tested_at" TIMESTAMPTZ(3),
    "enforced_at" TIMESTAMPTZ(3),
    "break_glass_id" UUID,
    "break_glass_name" TEXT,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sso_connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_domain" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sso_domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_identity" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_identity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sso_connection_organization_id_idx" ON "sso_connection"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "sso_connection_id_organization_id_key" ON "sso_connection"("id", "organization_id");

-- CreateIndex
CREATE INDEX "sso_domain_organization_id_idx" ON "sso_domain"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "sso_identity_connection_id_subject_key" ON "sso_identity"("connection_id", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "sso_identity_connection_id_user_id_key" ON "sso_identity"("connection_id", "user_id");

-- AddForeignKey
ALTER TABLE "sso_connection" ADD CONSTRAINT "sso_connection_custom_role_id_organization_id_fkey" FOREIGN KEY ("custom_role_id", "organization_id") REFERENCES "custom_role"("id", "organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sso_identity" ADD CONSTRAINT "sso_identity_connection_id_organization_id_fkey" FOREIGN KEY ("connection_id", "organization_id") REFERENCES "sso_connection"("id", "organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- ---------------------------------------------------------------------------------------------------------
-- How its people sign in is an organisation's own business: nobody else, and no staff of the marketplace, reads it.
do $$
declare t text;
begin
  foreach t in array array['sso_connection', 'sso_domain', 'sso_identity'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (organization_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()))', t);
    execute format('create policy staff_reach on public.%I as restrictive to app_staff
                    using (organization_id = (select app.org_id())) with check (organization_id = (select app.org_id()))', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('revoke all on public.%I from app_user, app_worker, app_staff', t);
    execute format('grant select, insert, update on public.%I to app_user, app_staff', t);
  end loop;
end $$;
grant delete on public.sso_identity to app_user, app_staff;

alter table public.sso_connection add constraint sso_connection_role
  check ((custom_role_id is null or default_role = 'member') and default_role not in ('owner', 'admin', 'system'));
alter table public.sso_connection add constraint sso_connection_spare_key
  check ((enforced_at is null) = (break_glass_id is null) and (enforced_at is null or tested_at is not null));
create unique index sso_connection_one on public.sso_connection (organization_id) where removed_at is null;
create unique index sso_domain_once on public.sso_domain (organization_id, domain) where removed_at is null;
-- Who holds a domain can show it to one organisation at a time: an address leads to one sign-in.
create unique index sso_domain_holder on public.sso_domain (domain) where verified_at is not null and removed_at is null;
alter table public.sso_domain add constraint sso_domain_ascii check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$');

-- What a browser has still to answer, now also at the organisation's own sign-in.
alter table public.sign_in_challenge drop constraint sign_in_challenge_purpose;
alter table public.sign_in_challenge add constraint sign_in_challenge_purpose check (purpose in
  ('second_factor', 'passkey_sign_in', 'passkey_add', 'passkey_step_up', 'sso_sign_in', 'sso_step_up'));
alter table public.sign_in_challenge drop constraint sign_in_challenge_person;
alter table public.sign_in_challenge add constraint sign_in_challenge_person
  check (purpose in ('passkey_sign_in', 'sso_sign_in') or user_id is not null);

-- Where an address or a link leads before anybody has signed in. SECURITY DEFINER so that the one connection of a
-- verified domain, or of an id, can be looked up and nothing else can; the secret in it is sealed.
create function app.sso_door(p_domain text, p_id uuid)
returns table (id uuid, organization_id uuid, organization text, kind text, zone text, issuer text, client_id text,
  sealed_secret text, updated_at timestamptz)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select c.id, c.organization_id, o.name, o.kind, o.zone, c.issuer, c.client_id, c.sealed_secret, c.updated_at
   from public.sso_connection c join public.organization o on o.id = c.organization_id
   where c.removed_at is null and (c.id = p_id or c.organization_id = (select d.organization_id from public.sso_domain d
     where d.domain = p_domain and d.verified_at is not null and d.removed_at is null)) $$;

-- Whether an organisation lets this member in by its own sign-in alone. SECURITY DEFINER because it is asked before
-- any organisation is spoken for; it answers yes or no.
create function app.demands_sso(p_organization uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as
$$ select exists (select 1 from public.sso_connection c where c.organization_id = p_organization and c.removed_at is null
     and c.enforced_at is not null and c.break_glass_id is distinct from p_user) $$;

-- The last guard, whatever door a session came in by: an organisation that wants its own sign-in has no other
-- sessions, and a session that such a sign-in opened never moves to another organisation. SECURITY DEFINER because a
-- session is written before any organisation is spoken for; it reads the one connection that the session names.
create function app.guard_session() returns trigger language plpgsql security definer
set search_path = public, app, pg_temp as $$
begin
  if new.sso_connection_id is null then
    if app.demands_sso(new.organization_id, new.user_id) then
      raise exception 'this organisation is entered by its own sign-in alone';
    end if;
  elsif not exists (select 1 from public.sso_connection c where c.id = new.sso_connection_id
      and c.organization_id = new.organization_id and c.removed_at is null) then
    raise exception 'a session of an organisation''s own sign-in is good for that organisation alone';
  end if;
  return new;
end $$;
create trigger guard before insert or update of organization_id, sso_connection_id on public.session
  for each row when (new.organization_id is not null) execute function app.guard_session();

revoke execute on function app.sso_door(text, uuid), app.demands_sso(uuid, uuid), app.guard_session() from public;
grant execute on function app.sso_door(text, uuid) to app_user;
grant execute on function app.demands_sso(uuid, uuid) to app_user, app_worker, app_staff;

-- Whether another organisation has shown to hold a domain. SECURITY DEFINER because no organisation sees another's
-- domains; it is asked only after whoever asks has shown that it holds the domain now, and answers yes or no.
create function app.domain_is_held(p_domain text, p_organization uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as
$$ select exists (select 1 from public.sso_domain d where d.domain = p_domain and d.organization_id <> p_organization
     and d.verified_at is not null and d.removed_at is null) $$;
revoke execute on function app.domain_is_held(text, uuid) from public;
grant execute on function app.domain_is_held(text, uuid) to app_user, app_staff;
