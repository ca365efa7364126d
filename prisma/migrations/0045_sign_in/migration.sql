-- CreateTable
CREATE TABLE "totp_factor" (
    "user_id" UUID NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_device" (
    "user_id" UUID NOT NULL,
    "device_hash" TEXT NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_device_pkey" PRIMARY KEY ("user_id","device_hash")
);

-- CreateTable
CREATE TABLE "sign_in_challenge" (
    "holder_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" UUID,
    "challenge" TEXT NOT NULL DEFAULT '',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_challenge_pkey" PRIMARY KEY ("holder_hash","purpose")
);

-- CreateTable
CREATE TABLE "mailed_link" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailed_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE INDEX "recovery_code_user_id_idx" ON "recovery_code"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_challenge_expires_at_idx" ON "sign_in_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "mailed_link_user_id_idx" ON "mailed_link"("user_id");

-- ---------------------------------------------------------------------------------------------------------
-- A person's own: a transaction that speaks for somebody else finds no row, in whatever organisation.
do $$
declare t text;
begin
  foreach t in array array['totp_factor', 'passkey', 'recovery_code', 'known_device'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own on public.%I using (user_id = (select app.user_id()))
                    with check (user_id = (select app.user_id()))', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('revoke all on public.%I from app_user, app_worker, app_staff', t);
    execute format('grant select, insert, update, delete on public.%I to app_user, app_staff', t);
  end loop;
end $$;

-- Known before anybody is: by the digest of a browser's cookie, or of the secret in a mail.
revoke all on public.sign_in_challenge, public.mailed_link from app_user, app_worker, app_staff;
grant select, insert, update, delete on public.sign_in_challenge to app_user;
grant select, insert, update on public.mailed_link to app_user, app_worker, app_staff;
-- Staff secure their own accounts like everybody else; their transactions run as app_staff.
grant update (password_hash, email) on public.person to app_staff;
grant update, delete on public.session to app_staff;

alter table public.sign_in_challenge add constraint sign_in_challenge_purpose
  check (purpose in ('second_factor', 'passkey_sign_in', 'passkey_add', 'passkey_step_up'));
alter table public.sign_in_challenge add constraint sign_in_challenge_person
  check (purpose = 'passkey_sign_in' or user_id is not null);
alter table public.mailed_link add constraint mailed_link_purpose
  check (purpose in ('password', 'email', 'email_back'));
-- A link that works once: nothing makes it unused again.
create function app.keep_used() returns trigger language plpgsql as $$
begin
  if old.used_at is not null and new.used_at is distinct from old.used_at then
    raise exception 'what was used once stays used';
  end if;
  return new;
end $$;
create trigger used_once before update on public.mailed_link for each row execute function app.keep_used();
create trigger used_once before update on public.recovery_code for each row execute function app.keep_used();
