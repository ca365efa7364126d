import { makeWorkerUtils } from "graphile-worker";
import type pg from "pg";
import { missingMigrations } from "./missing-migrations.ts";
import { withClient } from "./with-client.ts";

/** Connection strings of one database, one a role. None but `owner` may change its tables' shape. */
export type RoleUrls = { owner: string; user: string; worker: string };

const ROLES = ["app_owner", "app_user", "app_worker"] as const;

/**
 * Makes the roles and the database where they are missing, with the passwords that `urls` carry. Needs a
 * superuser, or a role that may create roles and databases; done once per database server, harmless when
 * repeated.
 */
export async function createRolesAndDatabase(p: { superuserUrl: string; urls: RoleUrls }): Promise<void> {
  const database = new URL(p.urls.owner).pathname.slice(1);
  await withClient(p.superuserUrl, async (client) => {
    for (const url of [p.urls.owner, p.urls.user, p.urls.worker]) await createLogin(client, new URL(url));
    const staff = await client.query("select 1 from pg_roles where rolname = 'app_staff'");
    if (staff.rowCount === 0) await client.query("create role app_staff nologin nobypassrls");
    // Without INHERIT the staff's rights are had only inside a transaction that asks for them by name.
    await client.query("grant app_staff to app_user with inherit false, set true");
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0)
      await client.query(`create database ${client.escapeIdentifier(database)} owner app_owner`);
  });
}

/**
 * Brings the tables, the job queue's own tables and every right up to date; answers the migrations applied.
 */
export async function migrate(urls: RoleUrls): Promise<string[]> {
  const applied = (await missingMigrations(urls.owner)).length > 0 ? await applyMissing(urls.owner) : [];
  const utils = await makeWorkerUtils({ connectionString: urls.owner, noPreparedStatements: true });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
  }
  await withClient(urls.owner, (client) => client.query(QUEUE_RIGHTS));
  return applied;
}

/** The engine is loaded where there is something to apply: it stays in a process, and weighs 60 MB there. */
async function applyMissing(ownerUrl: string): Promise<string[]> {
  const { applyMigrations } = await import("../../prisma/schema-engine.ts");
  return applyMigrations(ownerUrl);
}

async function createLogin(client: pg.Client, url: URL): Promise<void> {
  const role = ROLES.find((name) => name === decodeURIComponent(url.username));
  if (!role)
    throw new Error(`Expected one of ${ROLES.join(", ")} in the connection string, not ${url.username}.`);
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  const verb = found.rowCount === 0 ? "create" : "alter";
  const password = client.escapeLiteral(decodeURIComponent(url.password));
  await client.query(`${verb} role ${role} login nosuperuser nobypassrls password ${password}`);
}

/** The queue's tables have row-level security on and no policy, so the worker needs one to see its jobs. */
const QUEUE_RIGHTS = `
  grant usage on schema graphile_worker to app_worker;
  grant all on all tables in schema graphile_worker to app_worker;
  grant all on all sequences in schema graphile_worker to app_worker;
  grant execute on all functions in schema graphile_worker to app_worker;
  do $$ declare t text; begin
    for t in select relname from pg_class where relnamespace = 'graphile_worker'::regnamespace and
      relkind = 'r' loop
      execute format('drop policy if exists worker on graphile_worker.%I', t);
      execute format('create policy worker on graphile_worker.%I to app_worker using (true) with check (true)', t);
    end loop;
  end $$;
`;
