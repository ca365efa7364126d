-- CreateTable
CREATE TABLE "sign_in_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "is_new_device" BOOLEAN NOT NULL,
    "session_id" UUID,

    CONSTRAINT "sign_in_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_in_event_user_id_at_idx" ON "sign_in_event"("user_id", "at");

-- ---------------------------------------------------------------------------------------------------------
-- A person's own, like their factors: no organisation of theirs reads it. What an organisation has to know stands in
-- its audit trail.
alter table public.sign_in_event enable row level security;
alter table public.sign_in_event force row level security;
create policy own on public.sign_in_event using (user_id = (select app.user_id()))
  with check (user_id = (select app.user_id()));
create policy set_up on public.sign_in_event to app_owner using (true) with check (true);
revoke all on public.sign_in_event from app_user, app_worker, app_staff;
grant select, insert, delete on public.sign_in_event to app_user, app_staff;
-- An attempt that was refused is written down by the worker, after the same work as for an address nobody has.
grant select, insert on public.sign_in_event to app_worker;
alter table public.sign_in_event add constraint sign_in_event_outcome
  check (outcome in ('signed_in', 'refused', 'throttled', 'own_sign_in'));
alter table public.sign_in_event add constraint sign_in_event_way
  check (way in ('password', 'totp', 'recovery', 'passkey', 'organisation', 'invitation'));

-- A session is now opened in the transaction that writes its audit row, which for staff runs as app_staff.
grant insert on public.session to app_staff;
