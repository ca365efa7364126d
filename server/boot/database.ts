import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrationNames } from "../../prisma/migration-names.ts";
import type { Env } from "../env.ts";
import { runningPostgres, startEmbeddedPostgres } from "../postgres/embedded.ts";
import { missingMigrations } from "../postgres/missing-migrations.ts";
import { createRolesAndDatabase, migrate, type RoleUrls } from "../postgres/set-up.ts";
import { claimDataFolder } from "./running.ts";

export type BootedDatabase = {
  user: string;
  worker: string;
  /**
   * Null where the operator gave only the run-time connections: then nothing is migrated or seeded from
   * here.
   */
  owner: string | null;
  embedded: boolean;
  stop: () => Promise<void>;
};

/** A sentence for the terminal about a database that can't be used. */
export class DatabaseProblem extends Error {}

const DATABASE = "engine_room";

/** Brings a database up: the embedded one under the data folder, or the one that DATABASE_URL names. */
export async function bootDatabase(env: Env, say: (line: string) => void): Promise<BootedDatabase> {
  if (env.DATABASE_URL) return bootExternal(env, env.DATABASE_URL, say);
  if (env.ROLE !== "all")
    throw new DatabaseProblem(
      "A web or worker process of its own needs DATABASE_URL; the embedded database serves one.",
    );
  const release = claimDataFolder(env.dataDir);
  const folder = join(env.dataDir, "postgres");
  say(
    existsSync(join(folder, "data")) ? "Starting the database" : "Creating the database (about 2 seconds)",
  );
  const postgres = await startEmbeddedPostgres(folder, ["max_connections=100", "shared_buffers=256MB"]);
  const urls = roleUrls(postgres.superuserUrl(DATABASE), passwordsIn(env.dataDir));
  await createRolesAndDatabase({ superuserUrl: postgres.superuserUrl(), urls });
  await migrateAloud(urls, say);
  const stop = async () => {
    await postgres.stop();
    release();
  };
  return { ...urls, embedded: true, stop };
}

/**
 * A database for a command that only reads: the one that DATABASE_URL names, or the embedded one, which is
 * left running where the product runs on it and started for as long as the command takes where not.
 */
export async function databaseToRead(env: Env): Promise<Pick<BootedDatabase, "worker" | "stop">> {
  const external = env.DATABASE_WORKER_URL ?? env.DATABASE_URL;
  if (external) return { worker: external, stop: async () => undefined };
  const url = runningPostgres(join(env.dataDir, "postgres"));
  if (!url) return bootDatabase(env, () => undefined);
  return { ...roleUrls(`${url}/${DATABASE}`, passwordsIn(env.dataDir)), stop: async () => undefined };
}

/**
 * The same for a command that changes what only the owner of the tables may. Throws DatabaseProblem where
 * DATABASE_URL is set and DATABASE_OWNER_URL is not.
 */
export async function databaseToChange(env: Env): Promise<{ owner: string; stop: () => Promise<void> }> {
  const stop = async () => undefined;
  if (env.DATABASE_OWNER_URL) return { owner: env.DATABASE_OWNER_URL, stop };
  if (env.DATABASE_URL)
    throw new DatabaseProblem("Set DATABASE_OWNER_URL to the connection of app_owner for this.");
  const url = runningPostgres(join(env.dataDir, "postgres"));
  if (url) return { owner: roleUrls(`${url}/${DATABASE}`, passwordsIn(env.dataDir)).owner, stop };
  const booted = await bootDatabase(env, () => undefined);
  return { owner: booted.owner ?? "", stop: booted.stop };
}

async function bootExternal(env: Env, url: string, say: (line: string) => void): Promise<BootedDatabase> {
  await reach(env.DATABASE_OWNER_URL ?? url);
  const worker = env.DATABASE_WORKER_URL ?? url;
  const stop = async () => undefined;
  if (!env.DATABASE_OWNER_URL) {
    await refuseOldTables(url);
    return { user: url, worker, owner: null, embedded: false, stop };
  }
  await migrateAloud({ owner: env.DATABASE_OWNER_URL, user: url, worker }, say);
  return { user: url, worker, owner: env.DATABASE_OWNER_URL, embedded: false, stop };
}

async function migrateAloud(urls: RoleUrls, say: (line: string) => void): Promise<void> {
  const applied = await migrate(urls);
  if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length === 1 ? "" : "s"}`);
}

/** Where nothing is migrated from here, the tables must be today's already. */
async function refuseOldTables(url: string): Promise<void> {
  const missing = await missingMigrations(url);
  if (missing.length === migrationNames().length) throw new DatabaseProblem(behindWords("all of them"));
  if (missing.length > 0) throw new DatabaseProblem(behindWords(missing.join(", ")));
}

function behindWords(missing: string): string {
  return (
    `The database lacks migrations (${missing}). ` +
    "Start once with DATABASE_OWNER_URL set to the connection of app_owner to apply them."
  );
}

async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const target = new URL(url);
    const reason = error instanceof Error && error.message ? error.message : "no answer";
    throw new DatabaseProblem(
      `The database at ${target.hostname}:${target.port || 5432}${target.pathname} can't be reached (${reason}). ` +
        "Check DATABASE_URL, or unset it to use the embedded PostgreSQL.",
    );
  }
}

function roleUrls(base: string, passwords: Record<string, string>): RoleUrls {
  const as = (role: string) => {
    const url = new URL(base);
    url.username = role;
    url.password = passwords[role] ?? "";
    return url.href;
  };
  return { owner: as("app_owner"), user: as("app_user"), worker: as("app_worker") };
}

function passwordsIn(dataDir: string): Record<string, string> {
  const file = join(dataDir, "role-passwords.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const made = Object.fromEntries(
    ["app_owner", "app_user", "app_worker"].map((role) => [role, randomBytes(24).toString("hex")]),
  );
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
