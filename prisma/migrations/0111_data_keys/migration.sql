-- CreateTable
CREATE TABLE "data_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "wrapped" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "data_key_organization_id_key" ON "data_key"("organization_id");

-- ---------------------------------------------------------------------------------------------------------
-- What an organisation's numbers and files are sealed under. Nobody has a right to the table: a key is asked for by the
-- functions below, wrapped, and is of no use without FIELD_KEYS, which the database never sees. A key that is destroyed
-- never comes back, and its organisation gets no other.
alter table public.data_key enable row level security;
alter table public.data_key force row level security;
create policy set_up on public.data_key to app_owner using (true) with check (true);
revoke all on public.data_key from app_user, app_worker, app_staff;
alter table public.data_key add constraint data_key_destroyed check ((wrapped is null) = (destroyed_at is not null));
create trigger sealed before insert or update on public.data_key for each row execute function app.refuse_plain('wrapped');

create function app.guard_data_key() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.destroyed_at is not null or (new.id, new.organization_id) is distinct from (old.id, old.organization_id) then
    raise exception 'a destroyed key stays destroyed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke execute on function app.guard_data_key() from public;
create trigger never_again before update or delete on public.data_key for each row execute function app.guard_data_key();

-- The key of that id, wrapped; null where it is destroyed. SECURITY DEFINER because a value of one organisation is read by
-- the other party of its deal as well: whoever may read the value has the id of its key, and nobody else has.
create function app.data_key(p_id uuid) returns table (id uuid, wrapped text)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select k.id, k.wrapped from public.data_key k where k.id = p_id $$;

-- The key of an organisation, or an id for the one that it does not have yet. SECURITY DEFINER because a provider prepares
-- the wages of its buyer's people, and staff keep files of a provider: what is sealed for somebody is sealed under their key.
create function app.data_key_of(p_organization uuid) returns table (id uuid, wrapped text, is_destroyed boolean)
language sql volatile security definer set search_path = public, app, pg_temp as
$$ select coalesce(k.id, uuidv7()), k.wrapped, k.destroyed_at is not null
   from public.organization o left join public.data_key k on k.organization_id = o.id where o.id = p_organization $$;

-- Keeps the first key of an organisation, and says whether it was the first. SECURITY DEFINER for the same reason; it can
-- neither change nor replace one.
create function app.keep_data_key(p_id uuid, p_organization uuid, p_wrapped text) returns boolean
language sql volatile security definer set search_path = public, app, pg_temp as
$$ with kept as (insert into public.data_key (id, organization_id, wrapped) values (p_id, p_organization, p_wrapped)
     on conflict (organization_id) do nothing returning 1)
   select exists (select 1 from kept) $$;

revoke execute on function app.data_key(uuid), app.data_key_of(uuid), app.keep_data_key(uuid, uuid, text) from public;
grant execute on function app.data_key(uuid), app.data_key_of(uuid), app.keep_data_key(uuid, uuid, text)
  to app_user, app_worker, app_staff, app_owner;
