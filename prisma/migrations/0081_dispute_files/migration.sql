-- AlterTable
ALTER TABLE "dispute_evidence" ADD COLUMN     "files" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "stored_file" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_size" INTEGER NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "content" BYTEA NOT NULL,
    "kept_by_id" UUID NOT NULL,
    "kept_by_name" TEXT NOT NULL,
    "kept_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute_file" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "stripe_file_id" TEXT,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by_name" TEXT,

    CONSTRAINT "dispute_file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "stored_file_id_organization_id_provider_id_key" ON "stored_file"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_file_file_id_key" ON "dispute_file"("file_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_file_stripe_file_id_key" ON "dispute_file"("stripe_file_id");

-- CreateIndex
CREATE INDEX "dispute_file_dispute_id_idx" ON "dispute_file"("dispute_id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_file_file_id_organization_id_provider_id_key" ON "dispute_file"("file_id", "organization_id", "provider_id");

-- AddForeignKey
ALTER TABLE "dispute_file" ADD CONSTRAINT "dispute_file_dispute_id_organization_id_provider_id_fkey" FOREIGN KEY ("dispute_id", "organization_id", "provider_id") REFERENCES "charge_dispute"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute_file" ADD CONSTRAINT "dispute_file_file_id_organization_id_provider_id_fkey" FOREIGN KEY ("file_id", "organization_id", "provider_id") REFERENCES "stored_file"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Files: the rows of the two parties of a contract, given by the marketplace's staff, read by the worker.
do $$
declare t text;
begin
  foreach t in array array['stored_file', 'dispute_file'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy parties on public.%I using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
                    with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy staff_inserts on public.%I for insert to app_staff with check (true)', t);
    execute format('create policy staff_reach on public.%I as restrictive to app_staff
      using ((select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[])
        or provider_id = any ((select app.staff_ids())::uuid[]))
      with check ((select app.staff_sees_all()) or organization_id = any ((select app.staff_ids())::uuid[])
        or provider_id = any ((select app.staff_ids())::uuid[]))', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
    execute format('create trigger never_deleted before delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('grant select on public.%I to app_user, app_worker, app_staff', t);
    execute format('grant insert on public.%I to app_staff', t);
  end loop;
end $$;
create policy staff_updates on public.dispute_file for update to app_staff using (true) with check (true);
grant update (removed_at, removed_by_name) on public.dispute_file to app_staff;
grant update (stripe_file_id) on public.dispute_file to app_worker;
create trigger never_changed before update on public.stored_file for each row execute function app.refuse_change();

-- What is kept is what was given: its size and its digest are those of its bytes, and its name is safe in a header.
alter table public.stored_file add constraint stored_file_bytes check (
  byte_size = octet_length(content) and byte_size between 1 and 5000000 and sha256 = encode(sha256(content), 'hex'));
alter table public.stored_file add constraint stored_file_name check (
  length(name) between 1 and 120 and name !~ '[[:cntrl:]"\\/]' and media_type in ('application/pdf', 'image/jpeg', 'image/png'));
alter table public.dispute_file add constraint dispute_file_words check (
  field in ('receipt', 'service_documentation', 'customer_communication', 'customer_signature', 'refund_policy',
    'cancellation_policy', 'duplicate_charge_documentation', 'uncategorized_file')
  and (removed_at is null) = (removed_by_name is null));
create unique index dispute_file_one_a_field on public.dispute_file (dispute_id, field) where removed_at is null;

-- What a file is evidence of never changes; it is taken away once, and Stripe's name for it is kept once.
create function app.keep_dispute_file() returns trigger language plpgsql as $$
begin
  if row(new.dispute_id, new.file_id, new.field) is distinct from row(old.dispute_id, old.file_id, old.field)
     or (old.removed_at is not null and new.removed_at is distinct from old.removed_at)
     or (old.stripe_file_id is not null and new.stripe_file_id is distinct from old.stripe_file_id) then
    raise exception 'a file of evidence stays what it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep before update on public.dispute_file for each row execute function app.keep_dispute_file();

-- The files that went with an answer are part of what was given.
create or replace function app.keep_evidence() returns trigger language plpgsql as $$
begin
  if row(new.dispute_id, new.fields, new.files, new.submits, new.by_id, new.by_name, new.at) is distinct from
     row(old.dispute_id, old.fields, old.files, old.submits, old.by_id, old.by_name, old.at) or old.state <> 'asked' then
    raise exception 'evidence stays as it was given' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
