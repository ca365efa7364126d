-- A tape also says for whom a pause waits, the tags and the site that an event names, and the moment from which it is
-- said to count: what the conditions of a clock ask. The shape is that of domain/delivery/event-tape.ts.

-- One part of what an event says beside the usual: what it is, its length and its bytes; null where it has no room.
create function app.tape_part(what text, said text) returns bytea language sql immutable parallel safe as $$
  select case when octet_length(convert_to(said, 'UTF8')) <= 250 then
    decode(what || lpad(to_hex(octet_length(convert_to(said, 'UTF8'))), 2, '0'), 'hex') || convert_to(said, 'UTF8') end
$$;

-- All parts of an event, empty where it says no more, and null where one has no room.
create function app.tape_rest(data jsonb) returns bytea language sql immutable parallel safe as $$
  select case when not data ?| array['tags', 'site', 'since'] then ''::bytea else
    case when jsonb_typeof(data->'tags') = 'array' then '\x0100'::bytea || coalesce((
      select case when bool_and(app.tape_part('02', tag) is not null) then
        string_agg(app.tape_part('02', tag), ''::bytea order by place) end
      from jsonb_array_elements_text(data->'tags') with ordinality t (tag, place)
      having count(*) > 0), case when jsonb_array_length(data->'tags') = 0 then ''::bytea end) else ''::bytea end
    || case when jsonb_typeof(data->'site') = 'string' then app.tape_part('03', data->>'site') else ''::bytea end
    || case when data->>'since' <> '' then app.tape_part('04', data->>'since') else ''::bytea end end
$$;

-- Null where an event is of a kind, or says something, that a tape has no room for.
create or replace function event_tape(item uuid) returns bytea language sql stable parallel safe as $$
  select case when bool_and(kind is not null and octet_length(priority) <= 250
      and coalesce(octet_length(rest), 60001) <= 60000) then
    string_agg(int8send(ms) || decode(lpad(to_hex(kind | (holder << 4) | ((rest <> '')::int << 6)), 2, '0') ||
      lpad(to_hex(octet_length(priority) + 1), 2, '0'), 'hex') || priority ||
      case when rest = '' then '' else decode(lpad(to_hex(octet_length(rest)), 4, '0'), 'hex') || rest end,
      ''::bytea order by ms, position)
    end
  from (select (date_part('epoch', e.at) * 1000)::bigint as ms, e.position,
      array_position(array['start', 'acknowledge', 'pause', 'resume', 'stop', 'close', 'reopen', 'reset',
        'cancel', 'priority', 'update'], e.type) as kind,
      case when e.type = 'pause' then
        coalesce(array_position(array['buyer', 'third_party', 'provider'], e.held_by), 0) else 0 end as holder,
      convert_to(coalesce(e.data->>'priority', ''), 'UTF8') as priority,
      app.tape_rest(e.data) as rest
    from work_item_event e where e.work_item_id = item) n
$$;

-- Tapes that are there say less than their events do. Nothing else of an item changes, so nobody is told.
alter table public.work_item no force row level security;
alter table public.work_item_event no force row level security;
alter table public.work_item disable trigger user;
update work_item w set tape = event_tape(w.id)
where w.tape is not null and exists (select from work_item_event e where e.work_item_id = w.id
  and ((e.type = 'pause' and e.held_by is not null) or e.data ?| array['tags', 'site', 'since']));
alter table public.work_item enable trigger user;
alter table public.work_item_event force row level security;
alter table public.work_item force row level security;
