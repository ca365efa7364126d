-- An audit row also says in which role it was done, by which session or key, and from where. What tells of a person
-- (who, from where, with what data) stands in the chain as a salted digest, so that it can be erased one day without
-- breaking the chain. Rows from before keep their own way of being hashed.
alter table public.audit_event
  add column format smallint not null default 1,
  add column origin jsonb not null default '{}',
  add column salt uuid,
  add column personal_digest text,
  add constraint audit_event_format check (format = 1 or (format = 2 and personal_digest is not null));

create function app.audit_personal_digest(p_salt uuid, p_actor text, p_origin jsonb, p_data jsonb)
returns text language sql stable as
$$ select encode(sha256(convert_to(p_salt::text || jsonb_build_array(p_actor, p_origin, p_data)::text, 'UTF8')), 'hex') $$;

create function app.audit_link_hash(p_prev text, p_seq bigint, p_at timestamptz, p_action text, p_subject_type text,
  p_subject_id text, p_request text, p_personal text)
returns text language sql stable as
$$ select encode(sha256(convert_to(jsonb_build_array(2, p_prev, p_seq, (extract(epoch from p_at) * 1000)::bigint, p_action,
     p_subject_type, p_subject_id, p_request, p_personal)::text, 'UTF8')), 'hex') $$;

-- SECURITY DEFINER as before: the chain's tables are written by this function alone.
drop function app.append_audit(timestamptz, uuid, text, text, text, text, text, jsonb);
create function app.append_audit(p_at timestamptz, p_user uuid, p_actor text, p_action text, p_subject_type text,
  p_subject_id text, p_request text, p_data jsonb, p_origin jsonb default '{}')
returns bigint language plpgsql security definer set search_path = public, app, pg_temp as $$
declare org uuid := app.org_id(); place bigint; hash_before text; hash_after text; grain uuid := gen_random_uuid();
  personal text := app.audit_personal_digest(grain, p_actor, p_origin, p_data);
begin
  if org is null then raise exception 'an audit row needs an organisation'; end if;
  loop
    update public.audit_head h set seq = h.seq + 1,
      hash = app.audit_link_hash(h.hash, h.seq + 1, p_at, p_action, p_subject_type, p_subject_id, p_request, personal)
      where h.organization_id = org returning new.seq, old.hash, new.hash into place, hash_before, hash_after;
    exit when found;
    insert into public.audit_head (organization_id, seq, hash) values (org, 0, repeat('0', 64)) on conflict do nothing;
  end loop;
  insert into public.audit_event (organization_id, seq, at, actor_user_id, actor_name, action, subject_type, subject_id,
      request_id, data, prev_hash, hash, format, origin, salt, personal_digest)
    values (org, place, p_at, p_user, p_actor, p_action, p_subject_type, p_subject_id, p_request, p_data, hash_before,
      hash_after, 2, p_origin, grain, personal);
  return place;
end $$;

-- The end of every chain, for the signed file that is kept outside the database. SECURITY DEFINER because no
-- organisation may see another's chain; it tells numbers and hashes, and nothing of what they stand for.
create function app.audit_heads() returns table (organization_id uuid, seq bigint, hash text)
language sql stable security definer set search_path = public, app, pg_temp as
$$ select h.organization_id, h.seq, h.hash from public.audit_head h order by h.organization_id $$;

revoke execute on function app.audit_personal_digest(uuid, text, jsonb, jsonb),
  app.audit_link_hash(text, bigint, timestamptz, text, text, text, text, text),
  app.append_audit(timestamptz, uuid, text, text, text, text, text, jsonb, jsonb), app.audit_heads() from public;
grant execute on function app.audit_personal_digest(uuid, text, jsonb, jsonb),
  app.audit_link_hash(text, bigint, timestamptz, text, text, text, text, text),
  app.append_audit(timestamptz, uuid, text, text, text, text, text, jsonb, jsonb) to app_user, app_worker, app_staff;
grant execute on function app.audit_heads() to app_worker;

-- Whom a key stands for, in one question instead of two: asked with every request of a machine. SECURITY DEFINER so that
-- one digest can be looked up and no other row can; whose membership counts is as in membership_of. Whether a key has
-- expired is judged by the caller's clock, as everything is.
drop function app.api_key_by_hash(text);
create function app.holder_of_key(p_hash text, p_now timestamptz)
returns table (key_id uuid, organization_id uuid, user_id uuid, name text, email text, organization text, kind text,
  zone text, role text, custom_role text, permissions text[])
language plpgsql stable security definer set search_path = public, app, pg_temp as $$
begin
  return query select k.id, k.organization_id, k.user_id, u.name, u.email, o.name, o.kind, o.zone, m.role, c.name, c.permissions
    from public.api_key k
    join public.membership m on m.organization_id = k.organization_id and m.user_id = k.user_id and m.ended_at is null
    join public.organization o on o.id = k.organization_id
    join public.person u on u.id = k.user_id and u.disabled_at is null
    left join public.custom_role c on c.id = m.custom_role_id
    where k.secret_hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > p_now);
end $$;
revoke execute on function app.holder_of_key(text, timestamptz) from public;
grant execute on function app.holder_of_key(text, timestamptz) to app_user, app_worker, app_staff;
