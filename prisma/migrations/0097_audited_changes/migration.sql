-- What a command changed, before and after, for its audit row. A trigger on each table that people decide about notes
-- the named columns of a changed row in a setting of the transaction; the statement that appends the audit row takes
-- the notes with it. A column with "!" is sensitive: of it and of what is long only a digest is noted. Only columns
-- that every party to the row may read are named, since the trail is read by the whole of an organisation's owners.
create function app.noted_value(p_value jsonb, p_secret boolean) returns jsonb language sql immutable as
$$ select case when p_value is null or p_value = 'null'::jsonb then 'null'::jsonb
     when p_secret or length(p_value::text) > 300
       then to_jsonb('sha256:' || left(encode(sha256(convert_to(p_value::text, 'UTF8')), 'hex'), 16))
     else p_value end $$;

create function app.note_change() returns trigger language plpgsql as $$
declare
  noted jsonb := coalesce(nullif(current_setting('app.changes', true), ''), '[]')::jsonb;
  was jsonb := to_jsonb(old); now_is jsonb := to_jsonb(new); fields jsonb := '{}'; col text; name text;
begin
  -- A deed on hundreds of rows says so; what each of them was stands elsewhere.
  if jsonb_array_length(noted) > 40 then return null; end if;
  foreach col in array tg_argv loop
    name := rtrim(col, '!');
    if was -> name is distinct from now_is -> name then
      fields := fields || jsonb_build_object(name, jsonb_build_array(
        app.noted_value(was -> name, col like '%!'), app.noted_value(now_is -> name, col like '%!')));
    end if;
  end loop;
  if fields <> '{}' then
    noted := noted || case when jsonb_array_length(noted) = 40 then '{"more": true}'::jsonb
      else jsonb_strip_nulls(jsonb_build_object('of', tg_table_name, 'id', was -> 'id')) || jsonb_build_object('fields', fields) end;
    perform set_config('app.changes', noted::text, true);
  end if;
  return null;
end $$;

-- Gives the notes once, to be put beside what the command itself says.
create function app.noted_changes() returns jsonb language plpgsql volatile as $$
declare noted text := nullif(current_setting('app.changes', true), '');
begin
  if noted is null then return '{}'; end if;
  perform set_config('app.changes', '', true);
  return jsonb_build_object('changes', noted::jsonb);
end $$;
revoke execute on function app.noted_value(jsonb, boolean), app.note_change(), app.noted_changes() from public;
grant execute on function app.noted_value(jsonb, boolean), app.noted_changes() to app_user, app_worker, app_staff;

do $$
declare t record;
begin
  for t in select * from (values
    ('person', 'name,email,password_hash!,disabled_at'),
    ('organization', 'name,country,city,zone,currency,about'),
    ('membership', 'role,custom_role_id,ended_at'),
    ('custom_role', 'name,permissions,removed_at'),
    ('invitation', 'role,role_name,sendings,accepted_at,revoked_at'),
    ('ownership_offer', 'state'),
    ('api_key', 'name,scopes,per_minute,expires_at,revoked_at'),
    ('sso_connection', 'issuer,client_id,sealed_secret!,default_role,tested_at,enforced_at,removed_at'),
    ('sso_domain', 'verified_at,removed_at'),
    ('directory_token', 'name,default_role,expires_at,revoked_at'),
    ('directory_group', 'display_name,role,custom_role_id'),
    ('directory_person', 'user_name,is_deleted'),
    ('staff_access', 'opened_at,expires_at,approved_by_name,ended_at,ended_by_name'),
    ('staff_assignment', 'ended_at'),
    ('tax_identity', 'name,address_line,postal_code,city,country,status,vat_number!,registration_number!,email'),
    ('legal_entity', 'name,address_line,postal_code,city,country,currency,status,vat_number,registration_number,email'),
    ('payout_details', 'holder!,account!,bic!,state,decided_by_name'),
    ('payment_method', 'is_default,mandate_status,removed_at'),
    ('payroll_run', 'state,answered_by_name'),
    ('wage_resend', 'account!,state'),
    ('statement_of_work', 'title,state,current_version,offered_at,closed_at,closed_reason'),
    ('engagement', 'title,state,starts_on,ends_on'),
    ('checklist_item', 'done_at,done_by_name'),
    ('listing', 'title,summary,price_model,monthly_fee_minor,currency,languages,hours,zone,pool_bps,onboarding_days,published_at'),
    ('contest', 'state'),
    ('correction', 'state,answer_by,buyer_accepted_at,provider_accepted_at,buyer_objected_at,provider_objected_at,ruling'),
    ('breach', 'state,severity,due_at,action_due_on,promised_month,promised_figure,assigned_to_name'),
    ('month_review', 'reviewed_at,window_ends_at,buyer_confirmed_at,provider_confirmed_at'),
    ('statement', 'state,buyer_approved_at,provider_approved_at'),
    ('statement_objection', 'state,answer,granted_minor'),
    ('commission_rule', 'ends_on,withdrawn_at,ended_by_name'),
    ('dunning_case', 'state,held_until,held_because'),
    ('recon_break', 'owner_name,closed_at,close_reason'),
    ('work_suspension', 'lifted_at,lifted_because'),
    ('inbound_connection', 'name,source,disabled_at'),
    ('saved_mapping', 'name,removed_at'),
    ('mail_preference', 'wanted'),
    ('notice_hours', 'zone,opens,closes,days'),
    ('passkey', 'name'),
    ('totp_factor', 'sealed_secret!,confirmed_at')
  ) as listed(name, columns) loop
    execute format('create trigger note_change after update on public.%I for each row execute function app.note_change(%s)',
      t.name, (select string_agg(quote_literal(c), ', ') from unnest(string_to_array(t.columns, ',')) as c));
  end loop;
end $$;
