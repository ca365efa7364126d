-- Files of evidence are stored sealed, as account numbers are: bound to their row, under a key with an id. What stands
-- here in plain is sealed when the product starts; it becomes text for that, base64 of its bytes.
alter table public.stored_file drop constraint stored_file_bytes;
-- AlterTable
ALTER TABLE "stored_file" ALTER COLUMN "content" SET DATA TYPE TEXT USING translate(encode(content, 'base64'), E'\n', '');

create trigger sealed before insert or update on public.stored_file for each row execute function app.refuse_plain('content');
-- Its digest is that of the bytes: looked at here while they are plain, and by whoever opens them after that.
alter table public.stored_file add constraint stored_file_bytes check (
  byte_size between 1 and 5000000 and sha256 ~ '^[0-9a-f]{64}$'
  and case when starts_with(content, 'v1.') then octet_length(content) > byte_size
    else byte_size = octet_length(decode(content, 'base64')) and sha256 = encode(sha256(decode(content, 'base64')), 'hex') end);

-- A file never changes. That the same bytes are sealed, or under another key, is no change of them; only the owner of the
-- tables does that.
create function app.guard_stored_file() returns trigger language plpgsql as $$
begin
  if current_user = 'app_owner' and starts_with(new.content, 'v1.')
     and to_jsonb(new) - 'content' = to_jsonb(old) - 'content' then
    return new;
  end if;
  raise exception 'a file that was given does not change' using errcode = 'restrict_violation';
end $$;
revoke execute on function app.guard_stored_file() from public;
drop trigger never_changed on public.stored_file;
create trigger never_changed before update on public.stored_file for each row execute function app.guard_stored_file();
