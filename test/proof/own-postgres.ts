import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { installedPostgres } from "../../server/postgres/binaries.ts";
import { startEmbeddedPostgres } from "../../server/postgres/embedded.ts";
import { createRolesAndDatabase, migrate } from "../../server/postgres/set-up.ts";
import { roleUrls, TEMPLATE, withoutTax } from "../global-setup.ts";

export type OwnPostgres = Awaited<ReturnType<typeof startOwnPostgres>>;

/** A PostgreSQL of the trial's own, with a migrated database to copy, that can be killed and come back. */
export async function startOwnPostgres(settings: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "engine-room-proof-pg-"));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres(folder, ["max_connections=200", ...settings]);
  const superuserUrl = postgres.superuserUrl();
  const urls = roleUrls(postgres.superuserUrl(TEMPLATE));
  await createRolesAndDatabase({ superuserUrl, urls });
  await migrate(urls);
  await withoutTax(urls.owner);
  const data = await asked(superuserUrl, "show data_directory", "data_directory");
  return {
    superuserUrl,
    /** Ends the server without a word to anybody, as `pg_ctl stop -m immediate` does, and starts it again. */
    async killAndRestart() {
      const program = programOf(postmaster(data));
      process.kill(postmaster(data), "SIGQUIT");
      await sleep(150);
      startAgain({ program, data, port: new URL(superuserUrl).port, settings });
      await answers(superuserUrl);
    },
    async stop() {
      process.kill(postmaster(data), "SIGQUIT");
      await sleep(200);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function postmaster(data: string): number {
  return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
}

/** The running server's own program: it may be a copy that an unprivileged user can reach. */
function programOf(pid: number): string {
  const link = `/proc/${pid}/exe`;
  return existsSync(link) ? readlinkSync(link) : join(installedPostgres(), "bin", "postgres");
}

function startAgain(p: { program: string; data: string; port: string; settings: string[] }): void {
  const { uid, gid } = statSync(p.data);
  const flags = ["max_connections=200", ...p.settings].flatMap((one) => ["-c", one]);
  const place = ["-D", p.data, "-p", p.port, "-h", "127.0.0.1", "-k", ""];
  const server = spawn(p.program, [...place, ...flags], {
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    cwd: p.data,
    detached: true,
    stdio: "ignore",
  });
  server.unref();
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await asked(url, "select 1 as one", "one").catch(() => null)) return;
    await sleep(50);
  }
  throw new Error("PostgreSQL did not come back within 30 seconds.");
}

async function asked(connectionString: string, sql: string, column: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return String((await client.query(sql)).rows[0][column]);
  } finally {
    await client.end().catch(() => undefined);
  }
}
