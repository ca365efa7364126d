-- What follows a batch of events: asked for once however many batches come, and in proportion to the work that is
-- open, not to all that a contract ever had.

-- The outbox for work that others may have asked for a moment ago: a job that waits keeps the time at which it
-- runs, so that a burst of batches neither hurries it nor puts it off. One that has failed is tried at once, as
-- with app.enqueue. SECURITY DEFINER for the reason of app.enqueue.
create function app.enqueue_once(p_task text, p_payload json, p_key text)
returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform graphile_worker.add_job(p_task, p_payload, job_key => p_key, max_attempts => 25,
    job_key_mode => 'preserve_run_at');
end $$;
revoke execute on function app.enqueue_once(text, json, text) from public;
grant execute on function app.enqueue_once(text, json, text) to app_user, app_worker, app_staff;

-- Work that falls due or is to be warned of. Before, every item had an entry, and what is done has no due time:
-- of a contract's work all but a few.
drop index public.work_item_engagement_id_due_at_idx;
create index work_item_watched on public.work_item (engagement_id, due_at)
  where due_at is not null or warn_at is not null;
