-- Ends a transaction whose key no longer stands for whom it was begun: asked in the same message as the commit, so that
-- a write which needs no answer on its way is a single message. The print is the holder as text, compared as a whole.
create function app.demand_holder(p_hash text, p_now timestamptz, p_print text) returns void
language plpgsql stable set search_path = app, pg_temp as $$
begin
  if not exists (select 1 from app.holder_of_key(p_hash, p_now) h where h::text = p_print) then
    raise exception 'The key does not stand for whom it stood.' using errcode = 'ER001';
  end if;
end $$;
revoke execute on function app.demand_holder(text, timestamptz, text) from public;
grant execute on function app.demand_holder(text, timestamptz, text) to app_user, app_worker, app_staff;
