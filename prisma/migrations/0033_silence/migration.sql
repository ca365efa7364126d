-- CreateTable
CREATE TABLE "statement_notice" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "by_name" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "statement_notice_statement_id_side_kind_step_key" ON "statement_notice"("statement_id", "side", "kind", "step");

-- AddForeignKey
ALTER TABLE "statement_notice" ADD CONSTRAINT "statement_notice_statement_id_organization_id_provider_id_fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Both parties and the marketplace's staff see the trail; nobody changes it.
alter table public.statement_notice enable row level security;
alter table public.statement_notice force row level security;
create policy parties on public.statement_notice
  using (organization_id = (select app.org_id()) or provider_id = (select app.org_id()))
  with check (organization_id = (select app.org_id()) or provider_id = (select app.org_id()));
create policy staff_reads on public.statement_notice for select to app_staff using (true);
create policy set_up on public.statement_notice to app_owner using (true) with check (true);
grant select on public.statement_notice to app_user, app_worker, app_staff;
grant insert on public.statement_notice to app_user, app_worker;
create trigger append_only before update or delete on public.statement_notice for each row execute function app.refuse_change();
create trigger never_truncated before truncate on public.statement_notice execute function app.refuse_change();
alter table public.statement_notice add constraint statement_notice_side check (side in ('buyer', 'provider'));
alter table public.statement_notice add constraint statement_notice_kind check (kind in ('presented', 'notice', 'objection', 'deemed'));
alter table public.statement_notice add constraint statement_notice_says_why check (kind <> 'objection' or note <> '');

-- Silence never releases money without its trail (T14): an approval without a person needs the side's dated notices
-- before it, every one of them, and no objection. Whoever writes to the table.
create function app.guard_silence() returns trigger language plpgsql as $$
declare v_side text; v_person uuid;
begin
  foreach v_side in array array['buyer', 'provider'] loop
    if v_side = 'buyer' then
      if new.buyer_approved_at is null or old.buyer_approved_at is not null then continue; end if;
      v_person := new.buyer_approved_by_id;
    else
      if new.provider_approved_at is null or old.provider_approved_at is not null then continue; end if;
      v_person := new.provider_approved_by_id;
    end if;
    if v_person is not null then continue; end if;
    if not exists (select from public.statement_notice d where d.statement_id = new.id and d.side = v_side
        and d.kind = 'deemed' and d.step >= 2
        and d.step - 1 = (select count(*) from public.statement_notice n where n.statement_id = new.id
          and n.side = v_side and n.kind = 'notice' and n.at < d.at))
      or exists (select from public.statement_notice o where o.statement_id = new.id and o.side = v_side
        and o.kind = 'objection')
    then
      raise exception 'the % has not approved, and no trail of notices stands for it', v_side
        using errcode = 'check_violation', constraint = 'statement_silence_needs_notices';
    end if;
  end loop;
  return new;
end $$;
create trigger guard_silence before update on public.statement for each row execute function app.guard_silence();

-- A person is also written to about a notice to their side. As before, only for a party of the one who asks.
create or replace function app.mail_reader(p_user uuid, p_party uuid)
returns table (name text, email text, zone text, unwanted text[])
language sql stable security definer set search_path = public, app, pg_temp as
$$ select u.name, u.email, coalesce(h.zone, o.zone),
     array(select p.kind from public.mail_preference p
           where p.organization_id = m.organization_id and p.user_id = m.user_id and not p.wanted)
   from public.membership m
   join public.organization o on o.id = m.organization_id
   join public.person u on u.id = m.user_id and u.disabled_at is null
   left join public.notice_hours h on h.organization_id = m.organization_id and h.user_id = m.user_id
   where m.user_id = p_user and m.organization_id = p_party and m.ended_at is null
     and (exists (select 1 from public.warning_notice n where n.user_id = p_user and n.party_id = p_party
                  and (n.organization_id = app.org_id() or n.provider_id = app.org_id()))
       or exists (select 1 from public.statement_notice n where n.kind = 'notice'
                  and p_party = case n.side when 'buyer' then n.organization_id else n.provider_id end
                  and (n.organization_id = app.org_id() or n.provider_id = app.org_id()))) $$;
