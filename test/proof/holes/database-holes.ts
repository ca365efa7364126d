import type { AskDatabase } from "../../walls/ask-database.ts";

/** A hole in the database: what it is, where, the statement that makes it, and whether rows may show it. */
export type DatabaseHole = { kind: string; place: string; sql: string; showsRows: boolean };

const TABLES = "c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relforcerowsecurity";

/** How each kind of hole is made, for everything of the catalogue that it can be made in. */
const KINDS: readonly { kind: string; from: string; showsRows?: true }[] = [
  {
    kind: "row-level security off",
    from: `select relname as place, format('alter table %I disable row level security', relname) as sql
      from pg_class c where ${TABLES}`,
    showsRows: true,
  },
  {
    kind: "row-level security not forced",
    from: `select relname as place, format('alter table %I no force row level security', relname) as sql
      from pg_class c where ${TABLES}`,
  },
  {
    kind: "policy dropped",
    from: `select relname || '.' || polname as place, format('drop policy %I on %I', polname, relname) as sql
      from pg_policy join pg_class c on c.oid = polrelid where ${TABLES} and polname <> 'set_up'`,
  },
  {
    kind: "policy widened to all",
    from: `select relname || '.' || polname as place, format('alter policy %I on %I using (true)', polname, relname)
        as sql from pg_policy join pg_class c on c.oid = polrelid
      where ${TABLES} and pg_get_expr(polqual, polrelid) <> 'true'`,
    showsRows: true,
  },
  {
    kind: "writing widened to all",
    from: `select relname || '.' || polname as place,
        format('alter policy %I on %I with check (true)', polname, relname) as sql
      from pg_policy join pg_class c on c.oid = polrelid
      where ${TABLES} and pg_get_expr(polwithcheck, polrelid) <> 'true'`,
  },
  {
    kind: "condition hidden beside the tenant",
    from: `select relname || '.' || polname as place, format('alter policy %I on %I using (%s or id is not null)',
        polname, relname, pg_get_expr(polqual, polrelid)) as sql
      from pg_policy join pg_class c on c.oid = polrelid
      where ${TABLES} and pg_get_expr(polqual, polrelid) ~ 'org_id'
        and exists (select 1 from pg_attribute where attrelid = c.oid and attname = 'id')`,
    showsRows: true,
  },
  {
    kind: "policy added for everybody",
    from: `select relname as place, format('create policy more on %I for select using (true)', relname) as sql
      from pg_class c where ${TABLES} and not exists (select 1 from pg_policy p where p.polrelid = c.oid
        and p.polcmd in ('r', '*') and p.polroles = '{0}' and pg_get_expr(p.polqual, p.polrelid) = 'true')`,
    showsRows: true,
  },
  {
    kind: "right given: delete",
    from: `select relname as place, format('grant delete on %I to app_user', relname) as sql from pg_class c
      where ${TABLES} and not has_table_privilege('app_user', c.oid, 'delete')`,
  },
  {
    kind: "right given: truncate",
    from: `select relname as place, format('grant truncate on %I to app_worker', relname) as sql
      from pg_class c where ${TABLES}`,
  },
  {
    kind: "right given: read, to the web",
    from: `select relname as place, format('grant select on %I to app_user', relname) as sql from pg_class c
      where ${TABLES} and not has_table_privilege('app_user', c.oid, 'select')`,
  },
  {
    kind: "right given: change, to the marketplace's people",
    from: `select relname as place, format('grant update on %I to app_staff', relname) as sql from pg_class c
      where ${TABLES} and not has_table_privilege('app_staff', c.oid, 'update')`,
  },
  {
    kind: "right given to everybody",
    from: `select relname as place, format('grant select on %I to public', relname) as sql
      from pg_class c where ${TABLES}`,
  },
  {
    kind: "key that leaves the tenant out",
    from: `select a.relname || ' → ' || b.relname as place,
        format('alter table %I drop constraint %I; alter table %I add foreign key (%I) references %I (id) not valid',
          a.relname, k.conname, a.relname, att.attname, b.relname) as sql
      from pg_constraint k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
      join pg_attribute att on att.attrelid = a.oid and att.attnum = any (k.conkey)
      join pg_attribute idd on idd.attrelid = b.oid and idd.attname = 'id' and idd.attnum = any (k.confkey)
        and array_position(k.confkey, idd.attnum) = array_position(k.conkey, att.attnum)
      where k.contype = 'f' and array_length(k.conkey, 1) > 1
        and exists (select 1 from pg_index i where i.indrelid = b.oid and i.indisunique and i.indkey::text =
          idd.attnum::text)`,
  },
  {
    kind: "key dropped",
    from: `select a.relname || '.' || k.conname as place, format('alter table %I drop constraint %I', a.relname,
        k.conname) as sql from pg_constraint k join pg_class a on a.oid = k.conrelid
      where k.contype = 'f' and array_length(k.conkey, 1) > 1`,
  },
  {
    kind: "trigger dropped",
    from: `select c.relname || '.' || tgname as place, format('drop trigger %I on %I', tgname, c.relname) as sql
      from pg_trigger join pg_class c on c.oid = tgrelid
      where not tgisinternal and c.relnamespace = 'public'::regnamespace`,
  },
  {
    kind: "trigger switched off",
    from: `select c.relname || '.' || tgname as place,
        format('alter table %I disable trigger %I', c.relname, tgname) as sql
      from pg_trigger join pg_class c on c.oid = tgrelid
      where tgname in ('sealed', 'append_only', 'never_truncated', 'never_deleted')`,
  },
  {
    kind: "function open to everybody",
    from: `select proname as place, format('grant execute on function %s to public', oid::regprocedure) as sql
      from pg_proc where pronamespace = 'app'::regnamespace and prosecdef and prorettype <> 'trigger'::regtype`,
  },
  {
    kind: "function that finds others' names",
    from: `select proname as place, format('alter function %s reset search_path', oid::regprocedure) as sql
      from pg_proc where pronamespace = 'app'::regnamespace and prosecdef`,
  },
  {
    kind: "function given its owner's rights",
    from: `select proname as place, format('alter function %s security definer', oid::regprocedure) as sql
      from pg_proc where pronamespace = 'app'::regnamespace and not prosecdef and prokind = 'f'`,
  },
  {
    kind: "view that looks past",
    from: `select relname as place, format('create view app.seen_%s as select * from %I', relname, relname) as sql
      from pg_class c where ${TABLES} limit 20`,
  },
  {
    kind: "role that may too much",
    from: `select place, sql from (values
      ('app_user bypasses row-level security', 'alter role app_user bypassrls'),
      ('app_worker bypasses row-level security', 'alter role app_worker bypassrls'),
      ('app_staff bypasses row-level security', 'alter role app_staff bypassrls'),
      ('app_user is a superuser', 'alter role app_user superuser'),
      ('app_worker makes roles', 'alter role app_worker createrole'),
      ('app_user is given the owner', 'grant app_owner to app_user'),
      ('app_worker is given the owner', 'grant app_owner to app_worker'),
      ('app_user owns a table', 'alter table statement owner to app_user'),
      ('app_worker owns a table', 'alter table membership owner to app_worker')) as t (place, sql)`,
  },
];

export async function databaseHoles(ask: AskDatabase): Promise<DatabaseHole[]> {
  const holes: DatabaseHole[] = [];
  for (const { kind, from, showsRows = false } of KINDS)
    for (const one of await ask<{ place: string; sql: string }>(`select * from (${from}) h order by 1`))
      holes.push({ kind, ...one, showsRows });
  return holes;
}
