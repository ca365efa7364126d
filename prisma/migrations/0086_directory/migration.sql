-- CreateTable
CREATE TABLE "directory_token" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "default_role" TEXT NOT NULL,
    "custom_role_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_person" (
    "membership_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "external_id" TEXT,
    "given_name" TEXT,
    "family_name" TEXT,
    "is_deleted" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_person_pkey" PRIMARY KEY ("membership_id")
);

-- CreateTable
CREATE TABLE "directory_group" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "external_id" TEXT,
    "role" TEXT,
    "custom_role_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_group_member" (
    "group_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,

    CONSTRAINT "directory_group_member_pkey" PRIMARY KEY ("group_id","membership_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "directory_token_secret_hash_key" ON "directory_token"("secret_hash");

-- CreateIndex
CREATE INDEX "directory_token_organization_id_idx" ON "directory_token"("organization_id");

-- CreateIndex
CREATE INDEX "directory_person_organization_id_idx" ON "directory_person"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "directory_person_membership_id_organization_id_key" ON "directory_person"("membership_id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_id_organization_id_key" ON "membership"("id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "directory_group_id_organization_id_key" ON "directory_group"("id", "organization_id");

-- CreateIndex
CREATE INDEX "directory_group_member_membership_id_idx" ON "directory_group_member"("membership_id");

-- AddForeignKey
ALTER TABLE "directory_group_member" ADD CONSTRAINT "directory_group_member_group_id_organization_id_fkey" FOREIGN KEY ("group_id", "organization_id") REFERENCES "directory_group"("id", "organization_id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "directory_person" ADD CONSTRAINT "directory_person_membership_id_organization_id_fkey" FOREIGN KEY ("membership_id", "organization_id") REFERENCES "membership"("id", "organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "directory_group_member" ADD CONSTRAINT "directory_group_member_membership_id_organization_id_fkey" FOREIGN KEY ("membership_id", "organization_id") REFERENCES "membership"("id", "organization_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------------------------------------------------
-- An organisation's directory is its own business, as its people are.
do $$
declare t text;
begin
  foreach t in array array['directory_token', 'directory_person', 'directory_group', 'directory_group_member'] loop
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
grant delete on public.directory_group, public.directory_group_member to app_user, app_staff;

-- Names are told apart as directories do, whatever their case; somebody who was deleted gives theirs free.
create unique index directory_person_name on public.directory_person (organization_id, lower(user_name)) where not is_deleted;
create unique index directory_group_name on public.directory_group (organization_id, lower(display_name));
alter table public.directory_token add constraint directory_token_role
  check ((custom_role_id is null or default_role = 'member') and default_role not in ('owner', 'admin', 'system'));
alter table public.directory_group add constraint directory_group_role
  check ((custom_role_id is null or role = 'member') and role not in ('owner', 'admin', 'system'));
-- Whose directory a token is of. SECURITY DEFINER so that one digest can be looked up and no other row can; the
-- time of its use is noted to the minute.
create function app.directory_door(p_hash text, p_now timestamptz)
returns table (token_id uuid, token text, organization_id uuid, organization text, kind text, zone text)
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update public.directory_token t set last_used_at = p_now
    where t.secret_hash = p_hash and t.revoked_at is null and t.expires_at > p_now
      and (t.last_used_at is null or t.last_used_at < p_now - interval '1 minute');
  return query select t.id, t.name, o.id, o.name, o.kind, o.zone
    from public.directory_token t join public.organization o on o.id = t.organization_id
    where t.secret_hash = p_hash and t.revoked_at is null and t.expires_at > p_now;
end $$;
revoke execute on function app.directory_door(text, timestamptz) from public;
grant execute on function app.directory_door(text, timestamptz) to app_user;
