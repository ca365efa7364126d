-- An audit row takes two statements instead of four. The update locks the chain's head, reads the hash before and
-- writes the one after; where another transaction held the row, PostgreSQL evaluates it again over what that one
-- has written. The digest was declared immutable although jsonb_build_array is stable only, so it could not be
-- inlined.
alter function app.audit_hash(text, bigint, timestamptz, text, text, text, text, text, jsonb) stable;

create or replace function app.append_audit(p_at timestamptz, p_user uuid, p_actor text, p_action text, p_subject_type text, p_subject_id text, p_request text, p_data jsonb)
returns bigint language plpgsql security definer set search_path = public, app, pg_temp as $$
declare org uuid := app.org_id(); place bigint; hash_before text; hash_after text;
begin
  if org is null then raise exception 'an audit row needs an organisation'; end if;
  loop
    update public.audit_head h set seq = h.seq + 1,
      hash = app.audit_hash(h.hash, h.seq + 1, p_at, p_actor, p_action, p_subject_type, p_subject_id, p_request, p_data)
      where h.organization_id = org returning new.seq, old.hash, new.hash into place, hash_before, hash_after;
    exit when found;
    insert into public.audit_head (organization_id, seq, hash) values (org, 0, repeat('0', 64)) on conflict do nothing;
  end loop;
  insert into public.audit_event (organization_id, seq, at, actor_user_id, actor_name, action, subject_type, subject_id, request_id, data, prev_hash, hash)
    values (org, place, p_at, p_user, p_actor, p_action, p_subject_type, p_subject_id, p_request, p_data, hash_before, hash_after);
  return place;
end $$;
