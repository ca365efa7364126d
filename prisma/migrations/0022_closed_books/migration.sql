-- CreateTable
CREATE TABLE "journal_book" (
    "code" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "closed_through" DATE,

    CONSTRAINT "journal_book_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "journal_link" (
    "book" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "journal_link_pkey" PRIMARY KEY ("book","seq")
);

-- CreateTable
CREATE TABLE "period_lock" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "book" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "closed_through" DATE,
    "reason" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "period_lock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_run" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "asked_by_id" UUID,
    "asked_by_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "covers_from" TIMESTAMPTZ(3),
    "covers_until" TIMESTAMPTZ(3),
    "transaction_count" INTEGER NOT NULL DEFAULT 0,
    "matched_count" INTEGER NOT NULL DEFAULT 0,
    "booked_count" INTEGER NOT NULL DEFAULT 0,
    "waiting_count" INTEGER NOT NULL DEFAULT 0,
    "open_break_count" INTEGER NOT NULL DEFAULT 0,
    "balances" JSONB NOT NULL DEFAULT '[]',
    "failure" TEXT,

    CONSTRAINT "recon_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recon_break" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "currency" CHAR(3),
    "expected_minor" BIGINT,
    "actual_minor" BIGINT,
    "entry_id" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "first_run_id" UUID NOT NULL,
    "last_run_id" UUID NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "owner_id" UUID,
    "owner_name" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,
    "closed_by_name" TEXT,
    "close_reason" TEXT,

    CONSTRAINT "recon_break_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "journal_link_entry_id_key" ON "journal_link"("entry_id");

-- CreateIndex
CREATE INDEX "recon_run_started_at_idx" ON "recon_run"("started_at");

-- ---------------------------------------------------------------------------------------------------------
-- The books' chain and lock, and what reconciliation found. They are the marketplace's own: the worker writes,
-- staff read, and nobody else has any right to them.
do $$
declare t text;
begin
  foreach t in array array['journal_book', 'journal_link', 'period_lock', 'recon_run', 'recon_break'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy books on public.%I to app_worker using (true) with check (true)', t);
    execute format('create policy staff_reads on public.%I for select to app_staff using (true)', t);
    execute format('create policy set_up on public.%I to app_owner using (true) with check (true)', t);
    execute format('grant select on public.%I to app_worker, app_staff', t);
  end loop;
  foreach t in array array['journal_link', 'period_lock'] loop
    execute format('create trigger append_only before update or delete on public.%I for each row execute function app.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on public.%I execute function app.refuse_change()', t);
  end loop;
end $$;

insert into public.journal_book (code, seq, hash) values ('engine-room', 0, repeat('0', 64));

-- The hash of an entry with all its legs, after the hash of the entry before it.
create function app.journal_hash(p_prev text, p_seq bigint, p_entry uuid) returns text language sql stable as
$$ select encode(sha256(convert_to(jsonb_build_array(p_prev, p_seq, e.id, e.source, e.source_id, e.step, e.memo,
     (extract(epoch from e.effective_at) * 1000)::bigint,
     (select jsonb_agg(jsonb_build_array(p.account_id, p.currency, p.amount_minor) order by p.account_id, p.id)
      from public.posting p where p.entry_id = e.id))::text, 'UTF8')), 'hex')
   from public.journal_entry e where e.id = p_entry $$;

-- SECURITY DEFINER because nobody may add a link that is not the next of the chain: the worker holds no right to
-- insert one. The head is held until commit, so a closing of the books and an entry never pass each other.
create function app.link_journal_entry(p_entry uuid) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare head public.journal_book; day date; next_hash text;
begin
  select * into head from public.journal_book where code = 'engine-room' for update;
  select (effective_at at time zone 'UTC')::date into day from public.journal_entry where id = p_entry;
  if day <= head.closed_through then
    raise exception 'the books are closed through %', head.closed_through using errcode = 'check_violation';
  end if;
  next_hash := app.journal_hash(head.hash, head.seq + 1, p_entry);
  insert into public.journal_link (book, seq, entry_id, prev_hash, hash)
    values (head.code, head.seq + 1, p_entry, head.hash, next_hash);
  update public.journal_book set seq = head.seq + 1, hash = next_hash where code = head.code;
end $$;

-- Entries from before the chain, in the order in which they were written.
do $$
declare one record;
begin
  for one in select id from public.journal_entry order by created_at, id loop
    perform app.link_journal_entry(one.id);
  end loop;
end $$;

-- As before, and first of all the entry takes its place in the chain: the head is taken before any balance, so
-- that two transactions with several entries never wait for each other.
create or replace function app.close_journal_entry() returns trigger language plpgsql as $$
declare leg record; side text; balance bigint;
begin
  if (select count(*) from public.posting where entry_id = new.id) < 2 then
    raise exception 'journal entry % has fewer than two legs', new.id using errcode = 'check_violation';
  end if;
  if exists (select 1 from public.posting where entry_id = new.id group by currency having sum(amount_minor) <> 0) then
    raise exception 'journal entry % does not balance', new.id using errcode = 'check_violation';
  end if;
  perform app.link_journal_entry(new.id);
  for leg in select account_id, sum(amount_minor)::bigint as change from public.posting where entry_id = new.id
             group by account_id order by account_id loop
    insert into public.ledger_balance as b (account_id, balance_minor) values (leg.account_id, leg.change)
      on conflict (account_id) do update set balance_minor = b.balance_minor + excluded.balance_minor
      returning balance_minor into balance;
    select guarded_side into side from public.ledger_account where id = leg.account_id;
    if (side = 'debit' and balance < 0) or (side = 'credit' and balance > 0) then
      raise exception 'account % would be overdrawn', leg.account_id using errcode = 'check_violation';
    end if;
  end loop;
  return null;
end $$;

-- Closing and reopening: the day moves only with a row that says who, when and why. SECURITY DEFINER because no
-- server role may move the day itself. An entry under way commits before or meets the new day.
alter table public.period_lock add constraint period_lock_action check (action in ('close', 'reopen'));
alter table public.period_lock add constraint period_lock_reason check (action = 'close' or length(trim(reason)) >= 10);
create function app.move_period_lock() returns trigger
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare head public.journal_book;
begin
  select * into head from public.journal_book where code = new.book for update;
  if new.action = 'close' and (new.closed_through is null or new.closed_through <= coalesce(head.closed_through, '-infinity')
     or new.closed_through >= (new.at at time zone 'UTC')::date) then
    raise exception 'the books close forward, up to yesterday' using errcode = 'check_violation';
  end if;
  if new.action = 'reopen' and (head.closed_through is null or coalesce(new.closed_through, '-infinity') >= head.closed_through) then
    raise exception 'the books reopen backward' using errcode = 'check_violation';
  end if;
  update public.journal_book set closed_through = new.closed_through where code = new.book;
  return null;
end $$;
create trigger move_lock after insert on public.period_lock for each row execute function app.move_period_lock();
grant insert on public.period_lock to app_staff;
create policy staff_inserts on public.period_lock for insert to app_staff with check (true);

-- The first link that is not what it says, or an entry without one; no row where the chain holds.
create function app.broken_journal_link() returns table (seq bigint, entry_id uuid, why text) language sql stable as
$$ (select l.seq, l.entry_id, 'changed' from (
      select *, lag(hash, 1, repeat('0', 64)) over (partition by book order by seq) as before,
             row_number() over (partition by book order by seq) as place
      from public.journal_link) l
    where l.prev_hash <> l.before or l.seq <> l.place
      or l.hash is distinct from app.journal_hash(l.prev_hash, l.seq, l.entry_id)
    order by l.seq limit 1)
   union all
   (select null, e.id, 'not in the chain' from public.journal_entry e
    where not exists (select 1 from public.journal_link l where l.entry_id = e.id) limit 1)
   union all
   (select b.seq, null, 'the head is not the last link' from public.journal_book b
    where b.seq <> (select count(*) from public.journal_link l where l.book = b.code)
      or b.hash <> coalesce((select l.hash from public.journal_link l where l.book = b.code and l.seq = b.seq), repeat('0', 64))) $$;

revoke execute on function app.journal_hash(text, bigint, uuid), app.link_journal_entry(uuid), app.broken_journal_link() from public;
grant execute on function app.link_journal_entry(uuid) to app_worker;
grant execute on function app.journal_hash(text, bigint, uuid), app.broken_journal_link() to app_worker, app_staff;

-- ---------------------------------------------------------------------------------------------------------
-- Reconciliation: one run at a time; a break is open once per kind and subject, and closed with a reason for good.
alter table public.recon_run add constraint recon_run_state check (state in ('running', 'done', 'failed')
  and (finished_at is null) = (state = 'running'));
create unique index recon_run_one_running on public.recon_run (state) where state = 'running';
create unique index recon_break_open on public.recon_break (kind, subject) where closed_at is null;
create index recon_break_by_age on public.recon_break ((closed_at is null), since, id);
alter table public.recon_break add constraint recon_break_closed check (
  (closed_at is null and closed_by_id is null and closed_by_name is null and close_reason is null)
  or (closed_at is not null and closed_by_id is not null and closed_by_name is not null and length(trim(close_reason)) >= 10));
create function app.keep_closed_break() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null or new.kind <> old.kind or new.subject <> old.subject or new.since <> old.since then
    raise exception 'a closed break stays as it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_closed before update on public.recon_break for each row execute function app.keep_closed_break();
create trigger never_deleted before delete on public.recon_break for each row execute function app.refuse_change();
grant insert, update on public.recon_run, public.recon_break to app_worker;
grant insert, update on public.recon_run to app_staff;
grant update on public.recon_break to app_staff;
create policy staff_inserts on public.recon_run for insert to app_staff with check (true);
create policy staff_updates on public.recon_run for update to app_staff using (true) with check (true);
create policy staff_updates on public.recon_break for update to app_staff using (true) with check (true);

-- What is still owed to providers, by their statements: the share of every paid invoice less what was sent for it.
-- SECURITY DEFINER because the job that compares it with the books speaks for the marketplace, which is party to
-- no statement; it answers sums.
create function app.unpaid_shares() returns table (provider_id uuid, engagement_id uuid, currency char(3), owed_minor bigint)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select i.provider_id, s.engagement_id, i.currency,
     sum(s.provider_minor - coalesce((select sum(p.amount_minor) from public.payout p
       where p.invoice_id = i.id and p.state = 'sent'), 0))::bigint
   from public.invoice i join public.statement s on s.id = i.statement_id
   where i.state = 'paid' group by 1, 2, 3 $$;
revoke execute on function app.unpaid_shares() from public;
grant execute on function app.unpaid_shares() to app_worker, app_staff;
