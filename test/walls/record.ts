import type { AskDatabase } from "./ask-database.ts";
import { sentence } from "./broken-walls.ts";

/** What a wall is made of, told of each table and function that has it. */
type Fact = { fact: string; of: string };

const ROLE = "case when g.grantee = 0 then 'everybody' else g.grantee::regrole::text end";
const FACTS = `
  select 'row-level security: ' || case when relforcerowsecurity then 'forced' when relrowsecurity
      then 'enabled' else 'none' end as fact, relname as of, null as text, null as other
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
  union all select concat_ws(' ', case when polpermissive then 'policy' else 'narrowing policy' end, polname,
      case polcmd when '*' then 'for all' when 'r' then 'for select' when 'a' then 'for insert' when 'w'
        then 'for update' else 'for delete' end, 'to', case when polroles = '{0}' then 'everyone'
        else (select string_agg(rolname, ', ' order by rolname) from pg_roles where oid = any (polroles)) end),
      c.relname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
    from pg_policy join pg_class c on c.oid = polrelid where c.relnamespace = 'public'::regnamespace
  union all select 'right of ' || ${ROLE} || ' to ' || lower(string_agg(g.privilege_type, ', '
      order by g.privilege_type)), c.relname, null, null
    from pg_class c, aclexplode(c.relacl) g
    where c.relnamespace = 'public'::regnamespace and g.grantee <> c.relowner group by g.grantee, c.relname
  union all select 'right of ' || ${ROLE} || ' to ' || lower(g.privilege_type) || ' ' || string_agg(a.attname, ', '
      order by a.attname), c.relname, null, null
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
    where c.relnamespace = 'public'::regnamespace and g.grantee <> c.relowner
    group by g.grantee, g.privilege_type, c.relname
  union all select concat_ws(' ', 'trigger', t.tgname, case when t.tgenabled = 'O' then null else 'switched off' end),
      c.relname, null, null
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
  union all select 'a key within one tenant, of columns ' || array_length(k.conkey, 1), a.relname || ' → '
      || k.confrelid::regclass, null, null
    from pg_constraint k join pg_class a on a.oid = k.conrelid
    where k.contype = 'f' and array_length(k.conkey, 1) > 1
  union all select 'function with its owner''s rights', proname, null, null
    from pg_proc where pronamespace = 'app'::regnamespace and prosecdef`;

/**
 * What stands between tenants in the database, as a text that a change of it can be read in: each wall with
 * the tables that have it.
 */
export async function recordOfWalls(ask: AskDatabase): Promise<string> {
  const rows = await ask<Fact & { text: string | null; other: string | null }>(FACTS);
  const groups = new Map<string, string[]>();
  for (const { fact, of, text, other } of rows) {
    const using = text === null ? "" : `\n  where ${sentence(text)}`;
    const check = other === null ? "" : `\n  written where ${sentence(other)}`;
    const wall = `${fact}${using}${check}`;
    groups.set(wall, [...(groups.get(wall) ?? []), of]);
  }
  return [...groups.keys()]
    .sort()
    .map((wall) => `${wall}\n${wrapped((groups.get(wall) ?? []).sort())}\n`)
    .join("\n");
}

function wrapped(names: string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 104) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(`    ${name}`);
  }
  return lines.join("\n");
}
