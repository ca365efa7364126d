-- Bringing in work in thousands. PostgreSQL checks a foreign key by a query for every row, which was a third of
-- what writing an event took; a batch's events belong to a few items and its items to one engagement, so these two
-- keys are checked once for each of those, by the triggers below. They refuse with the code of a foreign key.
-- The other side of a foreign key was that nobody takes away what it points at: work and engagements are never
-- deleted and never move to other parties, whoever asks.

alter table public.work_item_event alter constraint work_item_event_work_item_id_organization_id_provider_id_fkey not enforced;
alter table public.work_item alter constraint work_item_engagement_id_organization_id_provider_id_fkey not enforced;

-- One look-up by key for each item or engagement that the statement names, whatever PostgreSQL believes of the
-- tables' sizes: a query among the columns is never turned into a join, and no table is read whole.
drop trigger mark_inserted on public.work_item_event;
drop function app.mark_months_of_events();
create function app.place_events() returns trigger language plpgsql set enable_seqscan = off as $$
declare place record;
begin
  for place in
    select distinct n.organization_id, n.provider_id, (select w.engagement_id from public.work_item w
      where w.id = n.work_item_id and w.organization_id = n.organization_id and w.provider_id = n.provider_id)
      as engagement_id
    from (select distinct work_item_id, organization_id, provider_id from new_rows) n
  loop
    if place.engagement_id is null then
      raise exception 'an event belongs to a work item of the same parties' using errcode = 'foreign_key_violation';
    end if;
    insert into public.month_roll_up_mark (organization_id, provider_id, engagement_id, tx)
    values (place.organization_id, place.provider_id, place.engagement_id, pg_current_xact_id()::text::bigint)
    on conflict do nothing;
  end loop;
  return null;
end $$;
create trigger place_inserted after insert on public.work_item_event referencing new table as new_rows
  for each statement execute function app.place_events();

create function app.place_work() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select 1 from (select distinct engagement_id, organization_id, provider_id from new_rows) n
    where (select true from public.engagement e where e.id = n.engagement_id
      and e.organization_id = n.organization_id and e.provider_id = n.provider_id) is null)
  then
    raise exception 'a work item belongs to an engagement of the same parties' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger place_inserted after insert on public.work_item referencing new table as new_rows
  for each statement execute function app.place_work();

create function app.refuse_move() returns trigger language plpgsql as
$$ begin raise exception '% stays where it is', tg_table_name using errcode = 'restrict_violation'; end $$;
create function app.refuse_delete() returns trigger language plpgsql as
$$ begin raise exception '% is never deleted', tg_table_name using errcode = 'restrict_violation'; end $$;
create trigger never_deleted before delete on public.work_item for each row execute function app.refuse_delete();
create trigger never_deleted before delete on public.engagement for each row execute function app.refuse_delete();
create trigger never_truncated before truncate on public.work_item execute function app.refuse_delete();
create trigger never_truncated before truncate on public.engagement execute function app.refuse_delete();
create trigger never_moved before update of id, organization_id, provider_id, engagement_id on public.work_item
  for each row when ((old.id, old.organization_id, old.provider_id, old.engagement_id)
    is distinct from (new.id, new.organization_id, new.provider_id, new.engagement_id))
  execute function app.refuse_move();
create trigger never_moved before update of id, organization_id, provider_id on public.engagement
  for each row when ((old.id, old.organization_id, old.provider_id)
    is distinct from (new.id, new.organization_id, new.provider_id))
  execute function app.refuse_move();
