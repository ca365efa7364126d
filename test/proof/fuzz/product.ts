import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { demoAccount } from "../../../prisma/seed/demo-accounts.ts";
import type { Sender } from "../../fuzz/cases.ts";
import { filled, idsOf } from "../../fuzz/filled.ts";
import { ID_KINDS } from "../../fuzz/values.ts";
import { roleUrls, TEMPLATE } from "../../global-setup.ts";
import { startOwnPostgres } from "../own-postgres.ts";
import { send } from "./send.ts";

const root = join(import.meta.dirname, "../../..");

const ACCOUNTS = {
  buyer: demoAccount({ slug: "halden-foods", role: "owner" }),
  finance: demoAccount({ slug: "halden-foods", role: "finance" }),
  provider: demoAccount({ slug: "quaylink-it", role: "owner" }),
  manager: demoAccount({ slug: "northern-accounts", role: "account_manager" }),
  admin: demoAccount({ slug: "northern-accounts", role: "admin" }),
} as const satisfies Partial<Record<Sender, unknown>>;
type Known = keyof typeof ACCOUNTS;

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** The whole product as a process of its own, with the demo story on a database of its own. */
export async function startProduct() {
  const postgres = await startOwnPostgres(["fsync=off", "synchronous_commit=off"]);
  const superuser = new pg.Client({ connectionString: postgres.superuserUrl });
  await superuser.connect();
  await superuser.query(`create database fuzz template ${TEMPLATE} owner app_owner`);
  await superuser.end();
  const base = new URL(postgres.superuserUrl);
  base.pathname = "/fuzz";
  const urls = roleUrls(base.href);
  const folder = mkdtempSync(join(tmpdir(), "engine-room-fuzz-"));
  const port = await freePort();
  const log = join(folder, "server.log");
  const server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "server/main.ts"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ...{ DATABASE_URL: urls.user, DATABASE_WORKER_URL: urls.worker, DATABASE_OWNER_URL: urls.owner },
      ...{ SEED: "demo", DATA_DIR: folder, PORT: String(port), LOG_LEVEL: "error", LOG_FILE: log },
    },
  });
  await answering(port, () => server.exitCode);
  const owner = new pg.Client({ connectionString: urls.owner });
  owner.on("error", () => undefined);
  await owner.connect();
  const row = async (sql: string) => (await owner.query(sql)).rows[0];
  const ids = { ...(await idsOf(ID_KINDS, row)), directory_token: await directoryToken(owner) };
  const cookies = new Map<Sender, string>();
  return {
    port,
    log,
    ids,
    /** The headers by which the server knows a sender. */
    credentials: (sender: Sender, by: "key" | "cookie"): Record<string, string> => {
      if (!isKnown(sender)) return {};
      if (by === "key") return { authorization: `Bearer ${ACCOUNTS[sender].apiKey}` };
      return { cookie: cookies.get(sender) ?? "" };
    },
    /** Signs everybody in whose session is gone; what was sent may have ended it. */
    async signIn(): Promise<void> {
      for (const sender of Object.keys(ACCOUNTS) as Known[]) {
        const cookie = cookies.get(sender);
        const headers: Record<string, string> = cookie ? { cookie } : {};
        const home = { method: "GET", path: "/home", headers };
        if (cookie && (await send(port, home)).status === 200) continue;
        const { email, password } = ACCOUNTS[sender];
        const answer = await send(port, {
          ...{ method: "POST", path: "/sign-in" },
          headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
          body: new URLSearchParams({ email, password }).toString(),
        });
        const given = answer.cookies.map((one) => one.split(";")[0]).join("; ");
        if (given) cookies.set(sender, given);
      }
    },
    signedIn: () => cookies.size,
    alive: () => server.exitCode === null,
    fill: (one: Parameters<typeof filled>[0]) => filled(one, ids),
    async stop(): Promise<void> {
      server.kill("SIGKILL");
      await owner.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isKnown(sender: Sender): sender is Known {
  return sender in ACCOUNTS;
}

async function directoryToken(owner: pg.Client): Promise<string> {
  const secret = "erd_of_a_fuzzed_directory";
  await owner.query(
    `insert into directory_token (organization_id, name, prefix, secret_hash, default_role, created_by_name,
       created_at, expires_at)
     select id, 'Fuzz', 'erd_', $1, 'member', 'Nobody', now(), now() + interval '1 day'
     from organization where slug = 'halden-foods'`,
    [createHash("sha256").update(secret).digest("hex")],
  );
  return secret;
}

async function answering(port: number, ended: () => number | null): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (ended() !== null) throw new Error("The product ended while it started.");
    const answer = await send(port, { method: "GET", path: "/readyz", headers: {} });
    if (answer.status === 200) return;
    await sleep(100);
  }
  throw new Error("The product did not start within five minutes.");
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
