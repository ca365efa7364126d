-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "custom_role_id" UUID,
ADD COLUMN     "ended_by_name" TEXT,
ADD COLUMN     "last_active_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "custom_role" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "permissions" TEXT[],
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "custom_role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "custom_role_id" UUID,
    "role_name" TEXT NOT NULL,
    "invited_by_id" UUID NOT NULL,
    "invited_by_name" TEXT NOT NULL,
    "secret_hash" TEXT,
    "sendings" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_name" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership_offer" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "from_user_id" UUID NOT NULL,
    "from_name" TEXT NOT NULL,
    "to_user_id" UUID NOT NULL,
    "to_name" TEXT NOT NULL,
    "role_after" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "ownership_offer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "custom_role_id_organization_id_key" ON "custom_role"("id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_secret_hash_key" ON "invitation"("secret_hash");

-- CreateIndex
CREATE INDEX "invitation_organization_id_created_at_idx" ON "invitation"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "ownership_offer_organization_id_idx" ON "ownership_offer"("organization_id");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_custom_role_id_organization_id_fkey" FOREIGN KEY ("custom_role_id", "organization_id") REFERENCES "custom_role"("id", "organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_custom_role_id_organization_id_fkey" FOREIGN KEY ("custom_role_id", "organization_id") REFERENCES "custom_role"("id", "organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------------------------------------------------
-- An organisation's people are its own business: nobody else, and no staff of the marketplace, reads these.
do $$
declare t text;
begin
  foreach t in array array['custom_role','invitation','ownership_offer'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (organization_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()))', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('grant select, insert, update on public.%I to app_user, app_worker, app_staff', t);
  end loop;
end $$;
-- The marketplace's administrators govern their own people as others do theirs; the policies say whose.
grant insert, update on public.membership to app_staff;
grant insert on public.person to app_staff;
grant delete on public.session to app_staff;

alter table public.membership add constraint membership_custom_role check (custom_role_id is null or role = 'member');
alter table public.invitation add constraint invitation_custom_role check (custom_role_id is null or role = 'member');
alter table public.invitation add constraint invitation_one_end check (num_nonnulls(accepted_at, revoked_at) <= 1);
alter table public.ownership_offer add constraint ownership_offer_state
  check (state in ('open', 'accepted', 'declined', 'withdrawn'));
create unique index invitation_one_open on public.invitation (organization_id, email)
  where accepted_at is null and revoked_at is null;
create unique index ownership_offer_one_open on public.ownership_offer (organization_id) where state = 'open';
create unique index custom_role_name on public.custom_role (organization_id, lower(name)) where removed_at is null;
create index membership_of_organisation on public.membership (organization_id, id);

-- The same as before, with the role that an organisation made: what a person may do travels with who they are.
-- SECURITY DEFINER so that the memberships of the one person who has proved who they are can be read, and of
-- nobody else.
drop function app.membership_of(uuid);
create function app.membership_of(p_user uuid)
returns table (organization_id uuid, organization text, kind text, zone text, role text, name text, email text,
  custom_role text, permissions text[])
language sql stable security definer set search_path = public, app, pg_temp as
$$ select m.organization_id, o.name, o.kind, o.zone, m.role, u.name, u.email, c.name, c.permissions
   from public.membership m join public.organization o on o.id = m.organization_id join public.person u on u.id = m.user_id
   left join public.custom_role c on c.id = m.custom_role_id
   where m.user_id = p_user and m.ended_at is null and u.disabled_at is null order by m.created_at, m.id $$;
revoke execute on function app.membership_of(uuid) from public;
grant execute on function app.membership_of(uuid) to app_user, app_worker, app_staff;

-- Whose invitation a link is, known before anybody has signed in. SECURITY DEFINER so that one digest can be looked up
-- and nothing else can; it answers open invitations alone.
create function app.invitation_by_hash(p_hash text, p_now timestamptz)
returns table (id uuid, organization_id uuid, organization text, kind text, zone text, email text, role text,
  role_name text, invited_by text, expires_at timestamptz, user_id uuid, disabled boolean)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select i.id, i.organization_id, o.name, o.kind, o.zone, i.email, i.role, i.role_name, i.invited_by_name, i.expires_at,
     u.id, coalesce(u.disabled_at is not null, false)
   from public.invitation i join public.organization o on o.id = i.organization_id
   left join public.person u on u.email = i.email
   where i.secret_hash = p_hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > p_now $$;
revoke execute on function app.invitation_by_hash(text, timestamptz) from public;
grant execute on function app.invitation_by_hash(text, timestamptz) to app_user;

-- When a member was last there: a session that begins or moves on says so, to the minute. SECURITY DEFINER because
-- a session moves on before any organisation is spoken for; it touches the one membership that the session names.
create function app.note_activity() returns trigger language plpgsql security definer
set search_path = public, app, pg_temp as $$
begin
  update public.membership set last_active_at = now()
  where organization_id = new.organization_id and user_id = new.user_id
    and (last_active_at is null or last_active_at < now() - interval '1 minute');
  return null;
end $$;
revoke execute on function app.note_activity() from public;
create trigger note_activity after insert or update of expires_at on public.session
  for each row when (new.organization_id is not null) execute function app.note_activity();

-- Streams end, too, where a role of the organisation's own was taken, given or changed.
drop trigger tell_left on public.membership;
create trigger tell_left after update of ended_at, role, custom_role_id on public.membership
  for each row execute function app.tell_person();
create function app.tell_holders() returns trigger language plpgsql as $$
begin
  perform pg_notify('live', 'person ' || m.user_id) from public.membership m
    where m.custom_role_id = new.id and m.ended_at is null;
  return null;
end $$;
create trigger tell_changed after update of permissions on public.custom_role
  for each row execute function app.tell_holders();
-- The text of a mail that carried a link which works once is not kept after it went out.
grant update (body_text, body_html) on public.mail_message to app_worker;
