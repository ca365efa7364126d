-- What follows a batch of events is asked for with nearly every batch, and nearly always somebody has asked already.

-- The outbox for work that others may have asked for a moment ago. A job that waits is held until the end of this
-- transaction, so that no worker takes it before what it is for is committed; nothing of it is written, and nobody is
-- woken. Where none waits, where it is being taken at this moment, or where it has failed, it is asked for anew, to run
-- after the pause. SECURITY DEFINER for the reason of app.enqueue.
drop function app.enqueue_once(text, json, text);
create function app.enqueue_once(p_task text, p_payload json, p_key text, p_milliseconds bigint)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform from graphile_worker._private_jobs j
    where j.key = p_key and j.locked_at is null and j.attempts = 0 for key share skip locked;
  if found then return; end if;
  perform graphile_worker.add_job(p_task, p_payload, job_key => p_key, max_attempts => 25,
    run_at => clock_timestamp() + p_milliseconds * interval '1 millisecond', job_key_mode => 'preserve_run_at');
end $$;
revoke execute on function app.enqueue_once(text, json, text, bigint) from public;
grant execute on function app.enqueue_once(text, json, text, bigint) to app_user, app_worker, app_staff;
