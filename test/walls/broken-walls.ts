import { BEFORE_TENANTS } from "../factories/own-rows.ts";
import type { AskDatabase } from "./ask-database.ts";
import { DEFINERS } from "./definers.ts";
import { OPEN_TO, SENTENCES } from "./sentences.ts";

/** Keys of one column between tables of tenants: what they lead to is published or belongs to no tenant. */
const PLAIN_KEYS = [
  ...["listing.organization_id", "membership.organization_id", "attestation.organization_id"],
  "statement_of_work.listing_id",
];

/** The same for everybody, written by the marketplace alone. */
const THE_LAWS = ["legal_entity", "tax_rate"];

const RULES: Record<string, string> = {
  "row-level security is not enabled and forced on": `
    select relname as where from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not (relrowsecurity and relforcerowsecurity) and relname <> all ($1)`,
  "a right without a policy that says whose rows, or a right to everybody, on": `
    select c.relname || ': ' || r.role || ' ' || r.command as where
    from pg_class c cross join (select role, command from
        unnest(array['app_user', 'app_worker', 'app_staff']) role,
        unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) command) r
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and has_table_privilege(r.role, c.oid, r.command)
      and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polpermissive
        and (p.polroles = '{0}' or r.role::regrole::oid = any (p.polroles)
          or r.role = 'app_staff' and 'app_user'::regrole::oid = any (p.polroles))
        and p.polcmd in ('*', case r.command when 'SELECT' then 'r' when 'INSERT' then 'a' when 'UPDATE'
          then 'w' else 'd' end::"char"))
    union all select c.relname || ': ' || case when g.grantee = 0 then 'everybody' else g.grantee::regrole::text end
        || ' ' || g.privilege_type
      from pg_class c, aclexplode(c.relacl) g where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
        and g.grantee <> c.relowner and (g.grantee = 0
          or g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))`,
  "the marketplace's people are not held to their reach on": `
    select c.relname as where from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname like 'staff%'
        and p.polpermissive and c.relname <> all ($2))
      and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'staff_reach'
        and not p.polpermissive and p.polcmd = '*' and p.polroles = array['app_staff'::regrole::oid])`,
  "a narrowing policy widens": `
    select c.relname || '.' || polname as where from pg_policy p join pg_class c on c.oid = polrelid
    where polpermissive and polname in ('staff_reach', 'mine', 'my_reading', 'not_by_provider')`,
  "a key between tenants' tables leaves the tenant out": `
    select a.relname || '.' || att.attname as where from pg_constraint k
    join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
    join pg_attribute att on att.attrelid = a.oid and att.attnum = k.conkey[1]
    where k.contype = 'f' and array_length(k.conkey, 1) = 1 and a.relname || '.' || att.attname <> all ($3)
      and exists (select 1 from pg_attribute x where x.attrelid = a.oid and x.attname = 'organization_id')
      and exists (select 1 from pg_attribute x where x.attrelid = b.oid and x.attname = 'organization_id')`,
  "a role of the server is more than it may be": `
    select rolname as where from pg_roles where rolname in ('app_user', 'app_worker', 'app_staff')
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
    union all select r.rolname || ' is given to ' || m.rolname from pg_auth_members a
      join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
      where m.rolname in ('app_user', 'app_worker', 'app_staff') and r.rolname <> 'app_staff'
    union all select 'app_owner bypasses' from pg_roles where rolname = 'app_owner' and (rolsuper or rolbypassrls)
    union all select tableowner || ' owns ' || tablename from pg_tables
      where schemaname in ('public', 'app') and tableowner <> 'app_owner'`,
  "a function runs with its owner's rights and is not on the list, or is open": `
    select proname as where from pg_proc where pronamespace = 'app'::regnamespace and prosecdef
      and (proname <> all ($4) or not exists (select 1 from unnest(proconfig) c where c like 'search_path=%')
        or has_function_privilege('public', oid, 'execute') and prorettype <> 'trigger'::regtype)`,
  "a view looks past row-level security": `
    select relname as where from pg_class where relkind in ('v', 'm')
      and relnamespace in ('public'::regnamespace, 'app'::regnamespace)
      and (relkind = 'm' or not 'security_invoker=true' = any (coalesce(reloptions, '{}')))`,
};

/** Every wall of the catalogue that does not stand, in words; none where all do. */
export async function brokenWalls(ask: AskDatabase): Promise<string[]> {
  const values = [
    [...BEFORE_TENANTS, ...THE_LAWS, "_prisma_migrations"],
    OPEN_TO.app_staff,
    PLAIN_KEYS,
    DEFINERS,
  ];
  const broken: string[] = [];
  for (const [words, sql] of Object.entries(RULES)) {
    const given = values.filter((_, n) => sql.includes(`$${n + 1}`));
    const own = sql.replace(
      /\$\d/g,
      (one) => `$${given.indexOf(values[Number(one[1]) - 1] as string[]) + 1}`,
    );
    for (const row of await ask<{ where: string }>(own, given)) broken.push(`${words} ${row.where}`);
  }
  return [...broken, ...(await strangeSentences(ask))];
}

type Policy = { table: string; name: string; roles: string; using: string | null; check: string | null };

/** Policies that say what no policy of ours says, or that ask nothing where something has to be asked. */
async function strangeSentences(ask: AskDatabase): Promise<string[]> {
  const policies = await ask<Policy & { reach: boolean }>(`
    select c.relname as table, polname as name, pg_get_expr(polqual, polrelid) as using,
      pg_get_expr(polwithcheck, polrelid) as check,
      case when polroles = '{0}' then 'everyone' else (select string_agg(rolname, ' ' order by rolname)
        from pg_roles where oid = any (polroles)) end as roles,
      exists (select 1 from pg_policy r where r.polrelid = c.oid and not r.polpermissive
        and r.polname = 'staff_reach') as reach
    from pg_policy join pg_class c on c.oid = polrelid
    where c.relnamespace = 'public'::regnamespace and polroles <> array['app_owner'::regrole::oid]`);
  return policies.flatMap(({ table, name, roles, using, check, reach }) =>
    [using, check].flatMap((text) => {
      const says = text === null ? null : sentence(text);
      if (says === null || SENTENCES.includes(says)) return [];
      const isHeld = roles === "app_staff" && reach;
      if (says === "true" && (isHeld || isOpen(roles, table))) return [];
      return [`a policy says what none of ours says: ${table}.${name} for ${roles}: ${says}`];
    }),
  );
}

function isOpen(roles: string, table: string): boolean {
  return (Object.keys(OPEN_TO) as (keyof typeof OPEN_TO)[]).some(
    (role) => role === roles && OPEN_TO[role].includes(table),
  );
}

/** PostgreSQL's own print of a policy, on one line, without names of columns and outer brackets. */
export function sentence(text: string): string {
  const line = text.replace(/\s+/g, " ").replace(/ AS \w+(?=\))/g, "");
  return line.startsWith("(") && line.endsWith(")") && closes(line) ? line.slice(1, -1) : line;
}

/** Whether the first bracket is closed by the last one. */
function closes(line: string): boolean {
  let depth = 0;
  for (const [at, sign] of [...line].entries()) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (depth === 0) return at === line.length - 1;
  }
  return false;
}
