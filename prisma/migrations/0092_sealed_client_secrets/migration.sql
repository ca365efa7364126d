-- The secret with which an organisation's identity provider knows us is sealed as every other is, and refused in plain.
create trigger sealed before insert or update on public.sso_connection for each row execute function app.refuse_plain('sealed_secret');
