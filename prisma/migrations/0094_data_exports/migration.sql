-- CreateTable
CREATE TABLE "data_export" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opens_numbers" BOOLEAN NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "done_kinds" INTEGER NOT NULL DEFAULT 0,
    "of_kinds" INTEGER NOT NULL,
    "row_count" BIGINT NOT NULL DEFAULT 0,
    "file_count" INTEGER NOT NULL DEFAULT 0,
    "byte_size" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "made_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "open_until" TIMESTAMPTZ(3),

    CONSTRAINT "data_export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_export_part" (
    "export_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "data_export_part_pkey" PRIMARY KEY ("export_id","position")
);

-- CreateIndex
CREATE INDEX "data_export_organization_id_user_id_idx" ON "data_export"("organization_id", "user_id");

-- ---------------------------------------------------------------------------------------------------------
-- An export is for whoever asked for it, and for nobody else of their organisation; that it was asked for and fetched
-- stands in the organisation's audit trail.
do $$
declare t text;
begin
  foreach t in array array['data_export', 'data_export_part'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (organization_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()))', t);
    execute format('create policy mine on public.%I as restrictive to app_user, app_staff
                    using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()))', t);
    execute format('create policy staff_reach on public.%I as restrictive to app_staff
                    using (organization_id = (select app.org_id())) with check (organization_id = (select app.org_id()))', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('revoke all on public.%I from app_user, app_worker, app_staff', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
  end loop;
end $$;
grant insert on public.data_export to app_user, app_staff;
grant update (open_until) on public.data_export to app_user, app_staff;
grant update (state, done_kinds, row_count, file_count, byte_size, sha256, made_at, expires_at) on public.data_export to app_worker;
grant insert, delete on public.data_export_part to app_worker;
-- One at a time: a second one asked for meanwhile would be the same.
create unique index data_export_one_under_way on public.data_export (organization_id, user_id, kind) where state = 'asked';
alter table public.data_export add constraint data_export_kind check (kind in ('organization', 'person'));
alter table public.data_export add constraint data_export_state check (state in ('asked', 'made', 'gone', 'dropped'));
alter table public.data_export add constraint data_export_made
  check ((state in ('made', 'gone')) = (made_at is not null and sha256 is not null and expires_at is not null));

-- A person's own record of how they sign in is theirs to take along. The policy of these tables lets a transaction see
-- the rows of the person that it speaks for and of nobody else.
grant select on public.passkey, public.totp_factor, public.recovery_code, public.known_device to app_worker;
grant select on public.sso_identity, public.directory_person, public.directory_group, public.directory_group_member,
  public.directory_token, public.sso_connection, public.sso_domain, public.api_key_call to app_worker;
create policy worker_reads on public.api_key_call for select to app_worker using (organization_id = (select app.org_id()));

-- What is kept for a time goes when its time is over. SECURITY DEFINER because no organisation's rights reach another's;
-- it takes away whole files and tells none.
create function app.sweep_data_exports(p_now timestamptz) returns bigint
language sql security definer set search_path = public, app, pg_temp as
$$ with gone as (update public.data_export set state = 'gone', open_until = null
     where state = 'made' and expires_at <= p_now returning id),
   parts as (delete from public.data_export_part p using gone where p.export_id = gone.id returning 1)
   select count(*) from gone $$;
revoke execute on function app.sweep_data_exports(timestamptz) from public;
grant execute on function app.sweep_data_exports(timestamptz) to app_worker;
