import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { copyPostgres, installedPostgres, makeExecutable, reachableByOthers } from "./binaries.ts";

export type EmbeddedPostgres = {
  /** A connection string of the cluster's superuser, for set-up only. */
  superuserUrl: (database?: string) => string;
  /** The file that the server writes its log to. */
  log: string;
  stop: () => Promise<void>;
};

/** A refused statement is told without its text and its row: either may hold what somebody entered. */
const QUIET_LOG = ["log_min_error_statement=panic", "log_error_verbosity=terse"];

type Owner = { uid?: number; gid?: number };

/**
 * Starts a real PostgreSQL under `folder`, initialising it on first use, on a free port of the loopback
 * address. A server that an earlier, killed process left running on the same folder is stopped first;
 * PostgreSQL then recovers from its log. The server runs in a process group of its own, so that Ctrl-C
 * reaches us and not it.
 */
export async function startEmbeddedPostgres(
  folder: string,
  settings: string[] = [],
): Promise<EmbeddedPostgres> {
  const place = placeFor(resolve(folder));
  const owner = place.owner;
  const data = join(place.folder, "data");
  const passwordFile = join(place.folder, "superuser-password");
  prepareFolder(place.folder, owner);
  if (!existsSync(join(data, "PG_VERSION"))) initialise({ ...place, data, passwordFile });
  stopLeftover({ programs: place.programs, data, owner });
  const password = readFileSync(passwordFile, "utf8").trim();
  const logFile = join(place.folder, "postgres.log");
  const { server, port } = await started({ ...place, data, settings, password, logFile });
  const exited = new Promise<void>((done) => server.once("exit", () => done()));
  return {
    superuserUrl: (database = "postgres") => superuserUrl({ password, port, database }),
    log: logFile,
    async stop() {
      server.ref();
      if (server.exitCode === null) {
        server.kill("SIGINT");
        await exited;
      }
    },
  };
}

interface Start {
  folder: string;
  programs: string;
  owner: Owner;
  data: string;
  settings: string[];
  password: string;
  logFile: string;
}

/** Another program may take the port between our look and PostgreSQL's start: then it is tried on another. */
async function started(p: Start, triesLeft = 2): Promise<{ server: ChildProcess; port: number }> {
  const port = await freePort();
  const log = openSync(p.logFile, "a");
  const flags = [
    "-D",
    p.data,
    "-p",
    String(port),
    "-h",
    "127.0.0.1",
    "-k",
    "",
    ...[...QUIET_LOG, ...p.settings].flatMap((s) => ["-c", s]),
  ];
  const server = spawn(join(p.programs, "bin", "postgres"), flags, {
    ...p.owner,
    cwd: p.folder,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  server.unref();
  try {
    const url = superuserUrl({ password: p.password, port, database: "postgres" });
    await answering({ url, gone: () => server.exitCode !== null, log: p.logFile });
    return { server, port };
  } catch (error) {
    if (server.exitCode === null || triesLeft === 0) throw error;
    return started(p, triesLeft - 1);
  }
}

function superuserUrl(p: { password: string; port: number; database: string }): string {
  return `postgresql://postgres:${p.password}@127.0.0.1:${p.port}/${p.database}`;
}

/** Where a server that another process started on the folder answers; null where none runs. */
export function runningPostgres(folder: string): string | null {
  const file = join(placeFor(resolve(folder)).folder, "data", "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // Another user's process is not ours to signal, and runs.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return null;
  }
  return `postgresql://127.0.0.1:${port}`;
}

/**
 * Root can't run PostgreSQL, so another user does; where that user can't reach the folder, one under
 * /var/tmp serves.
 */
function placeFor(folder: string): { folder: string; programs: string; owner: Owner } {
  const programs = installedPostgres();
  makeExecutable(programs);
  if (process.getuid?.() !== 0) return { folder, programs, owner: {} };
  const owner = unprivilegedUser();
  const base = join(
    "/var/tmp",
    `engine-room-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`,
  );
  const reachable = reachableByOthers(programs) && reachableByOthers(dirname(folder));
  if (reachable) return { folder, programs, owner };
  return { folder: base, programs: copyPostgres({ from: programs, to: `${base}-programs` }), owner };
}

function unprivilegedUser(): Owner {
  for (const name of ["postgres", "nobody"]) {
    const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(
    "PostgreSQL does not run as root and this machine has neither a postgres nor a nobody user.",
  );
}

function prepareFolder(folder: string, owner: Owner): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
}

function initialise(p: { programs: string; data: string; passwordFile: string; owner: Owner }): void {
  // A folder without PG_VERSION is the rest of an initialisation that was killed half way.
  rmSync(p.data, { recursive: true, force: true });
  writeFileSync(p.passwordFile, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  if (p.owner.uid !== undefined && p.owner.gid !== undefined)
    chownSync(p.passwordFile, p.owner.uid, p.owner.gid);
  const flags = [
    `--pgdata=${p.data}`,
    "--auth=scram-sha-256",
    "--username=postgres",
    `--pwfile=${p.passwordFile}`,
  ];
  execFileSync(
    join(p.programs, "bin", "initdb"),
    [...flags, "--encoding=UTF8", "--locale=C", "--no-sync"],
    {
      ...p.owner,
      cwd: dirname(p.data),
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
}

function stopLeftover(p: { programs: string; data: string; owner: Owner }): void {
  if (!existsSync(join(p.data, "postmaster.pid"))) return;
  const flags = ["stop", "-D", p.data, "-m", "fast", "-w", "-t", "30"];
  spawnSync(join(p.programs, "bin", "pg_ctl"), flags, {
    ...p.owner,
    cwd: dirname(p.data),
    stdio: "ignore",
  });
}

async function answering(p: { url: string; gone: () => boolean; log: string }): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (p.gone()) throw new Error(`The embedded PostgreSQL did not start; its log is ${p.log}`);
    const client = new pg.Client({ connectionString: p.url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error(`The embedded PostgreSQL did not answer within 30 seconds; its log is ${p.log}`);
}

/** A port of the loopback address that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
