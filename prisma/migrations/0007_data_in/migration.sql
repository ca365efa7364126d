-- AlterTable
ALTER TABLE "work_item" ADD COLUMN     "site" TEXT,
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "work_item_event" ADD COLUMN     "body_hash" TEXT,
ADD COLUMN     "engagement_id" UUID,
ADD COLUMN     "source" TEXT;

-- CreateTable
CREATE TABLE "late_work_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "item_reference" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "period" CHAR(7) NOT NULL,
    "body" JSONB NOT NULL,
    "received_by" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "late_work_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_mapping" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_connection" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "last_delivery_at" TIMESTAMPTZ(3),
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbound_connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_secret" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_delivery" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "failure" TEXT,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "results" JSONB,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "late_work_event_engagement_id_received_at_idx" ON "late_work_event"("engagement_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "late_work_event_engagement_id_source_event_id_key" ON "late_work_event"("engagement_id", "source", "event_id");

-- CreateIndex
CREATE INDEX "saved_mapping_engagement_id_name_idx" ON "saved_mapping"("engagement_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_connection_engagement_id_name_key" ON "inbound_connection"("engagement_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_connection_id_organization_id_provider_id_key" ON "inbound_connection"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "inbound_secret_connection_id_idx" ON "inbound_secret"("connection_id");

-- CreateIndex
CREATE INDEX "inbound_delivery_connection_id_received_at_idx" ON "inbound_delivery"("connection_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_delivery_connection_id_digest_key" ON "inbound_delivery"("connection_id", "digest");

-- AddForeignKey
ALTER TABLE "late_work_event" ADD CONSTRAINT "late_work_event_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_mapping" ADD CONSTRAINT "saved_mapping_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_connection" ADD CONSTRAINT "inbound_connection_engagement_id_organization_id_provider__fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_secret" ADD CONSTRAINT "inbound_secret_connection_id_organization_id_provider_id_fkey" FOREIGN KEY ("connection_id", "organization_id", "provider_id") REFERENCES "inbound_connection"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_delivery" ADD CONSTRAINT "inbound_delivery_connection_id_organization_id_provider_id_fkey" FOREIGN KEY ("connection_id", "organization_id", "provider_id") REFERENCES "inbound_connection"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Who may see which row: both parties and the marketplace's staff, as everywhere.
do $$
declare t text;
begin
  foreach t in array array['late_work_event','saved_mapping','inbound_connection','inbound_secret','inbound_delivery'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert on public.late_work_event to app_user, app_worker;
grant select, insert, update on public.saved_mapping, public.inbound_connection, public.inbound_delivery to app_user, app_worker;
grant select on public.late_work_event, public.saved_mapping, public.inbound_connection, public.inbound_delivery to app_staff;

-- A secret is written once and read by the function below alone: the column is not in what the roles may select.
grant insert on public.inbound_secret to app_user, app_worker;
grant select (id, organization_id, provider_id, connection_id, created_at, expires_at), update (expires_at)
  on public.inbound_secret to app_user, app_worker;
grant select (id, organization_id, provider_id, connection_id, created_at, expires_at) on public.inbound_secret to app_staff;

create unique index saved_mapping_one_of_a_name on public.saved_mapping (engagement_id, name) where removed_at is null;

-- Events are found again by their source and id. Only those that other systems send carry an engagement.
create unique index work_item_event_by_source on public.work_item_event (engagement_id, source, source_key)
  where engagement_id is not null;
alter table public.work_item_event add constraint work_item_event_sent check
  ((engagement_id is null) = (source is null) and (engagement_id is null) = (body_hash is null));
alter table public.inbound_delivery add constraint inbound_delivery_state check (state in ('received', 'processed', 'failed'));

create trigger append_only before update or delete on public.late_work_event for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.late_work_event execute function app.refuse_change();

-- A delivery comes before any organisation is known. SECURITY DEFINER so that the secrets of the one connection
-- that is named can be compared, and nothing else of these tables can be read.
create function app.inbound_door(p_connection uuid, p_at timestamptz)
returns table (organization_id uuid, provider_id uuid, secrets text[])
language sql stable security definer set search_path = public, app, pg_temp as
$$ select c.organization_id, c.provider_id,
     (select array_agg(s.secret order by s.created_at desc) from public.inbound_secret s
      where s.connection_id = c.id and (s.expires_at is null or s.expires_at > p_at))
   from public.inbound_connection c where c.id = p_connection and c.disabled_at is null $$;
revoke execute on function app.inbound_door(uuid, timestamptz) from public;
grant execute on function app.inbound_door(uuid, timestamptz) to app_user, app_worker;
