-- Whom a key stands for, found by the key's digest whatever the tables looked like when the plan was made. A connection
-- keeps its plan: one made while api_key held a few rows read every key of the organisation (or the whole table) at each
-- request until the next ANALYZE, and each key made every later request dearer. The fence keeps other tables from being
-- read first, and a digest has an index of its own. The rest is as it was in 0046.
create or replace function app.holder_of_key(p_hash text, p_now timestamptz)
returns table (key_id uuid, organization_id uuid, user_id uuid, name text, email text, organization text, kind text,
  zone text, role text, custom_role text, permissions text[])
language plpgsql stable security definer set search_path = public, app, pg_temp set enable_seqscan = off as $$
begin
  return query with k as materialized (
      select a.id, a.organization_id, a.user_id from public.api_key a
      where a.secret_hash = p_hash and a.revoked_at is null and (a.expires_at is null or a.expires_at > p_now))
    select k.id, k.organization_id, k.user_id, u.name, u.email, o.name, o.kind, o.zone, m.role, c.name, c.permissions
    from k
    join public.membership m on m.organization_id = k.organization_id and m.user_id = k.user_id and m.ended_at is null
    join public.organization o on o.id = k.organization_id
    join public.person u on u.id = k.user_id and u.disabled_at is null
    left join public.custom_role c on c.id = m.custom_role_id;
end $$;
