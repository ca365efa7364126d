-- The events of an item beside it in a few bytes, so that a month of a million items is counted from one
-- table; the shape is that of domain/delivery/event-tape.ts. Written by refresh-work-items, in the same
-- transaction as the events; a null one is made when it is read.
ALTER TABLE "work_item" ADD COLUMN "tape" BYTEA;

-- Null where an event is of a kind, or sets a priority, that a tape has no room for.
create function event_tape(item uuid) returns bytea language sql stable parallel safe as $$
  select case when bool_and(kind is not null and octet_length(priority) <= 250) then
    string_agg(int8send(ms) || decode(lpad(to_hex(kind), 2, '0') ||
      lpad(to_hex(octet_length(priority) + 1), 2, '0'), 'hex') || priority, ''::bytea order by ms, position)
    end
  from (select (date_part('epoch', e.at) * 1000)::bigint as ms, e.position,
      array_position(array['start', 'acknowledge', 'pause', 'resume', 'stop', 'close', 'reopen', 'reset',
        'cancel', 'priority', 'update'], e.type) as kind,
      convert_to(coalesce(e.data->>'priority', ''), 'UTF8') as priority
    from work_item_event e where e.work_item_id = item) n
$$;

update work_item set tape = event_tape(id);

-- Work that is not over: what a change of the calendar or a new event has to look at again, and the order
-- in which it falls due. A few of many rows, so that neither grows with the work that is done.
create index work_item_unfinished on work_item (engagement_id)
  where resolved_at is null and closed_at is null;
create index work_item_falls_due on work_item (due_at, id) where due_at is not null;
