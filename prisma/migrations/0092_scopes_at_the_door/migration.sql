-- The same as in 0089, with what the key was given and how often it may ask. SECURITY DEFINER so that one digest can be
-- looked up and no other row can; whose membership counts is as in membership_of. Whether a key has expired is judged by
-- the caller's clock, as everything is.
drop function app.holder_of_key(text, timestamptz);
create function app.holder_of_key(p_hash text, p_now timestamptz)
returns table (key_id uuid, organization_id uuid, user_id uuid, name text, email text, organization text, kind text,
  zone text, role text, custom_role text, permissions text[], scopes text[], per_minute int)
language plpgsql stable security definer set search_path = public, app, pg_temp set enable_seqscan = off as $$
begin
  return query with k as materialized (
      select a.id, a.organization_id, a.user_id, a.scopes, a.per_minute from public.api_key a
      where a.secret_hash = p_hash and a.revoked_at is null and (a.expires_at is null or a.expires_at > p_now))
    select k.id, k.organization_id, k.user_id, u.name, u.email, o.name, o.kind, o.zone, m.role, c.name, c.permissions,
      k.scopes, k.per_minute
    from k
    join public.membership m on m.organization_id = k.organization_id and m.user_id = k.user_id and m.ended_at is null
    join public.organization o on o.id = k.organization_id
    join public.person u on u.id = k.user_id and u.disabled_at is null
    left join public.custom_role c on c.id = m.custom_role_id;
end $$;
revoke execute on function app.holder_of_key(text, timestamptz) from public;
grant execute on function app.holder_of_key(text, timestamptz) to app_user, app_worker, app_staff;
