// npm run bench [-- name …] [--json]: ours against an honest floor, visited in turn within each round and
// divided inside the round, because only ratios taken in one run count on a machine that others use too.
import { execFileSync, fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { MEMORY } from "../scripts/server-process.mjs";
import { setUp } from "../scripts/set-up.mjs";
import { freePort, startEmbeddedPostgres } from "../server/postgres/embedded.ts";
import { createRolesAndDatabase, migrate } from "../server/postgres/set-up.ts";
import { benchBilling } from "./billing.ts";
import { fillCatalogue, LISTINGS } from "./catalogue-data.ts";
import { type Comparison, comparisons } from "./comparisons.ts";
import { benchIngest } from "./ingest.ts";
import { ask, load, median, type Round, round } from "./load.ts";
import { benchServiceLevels } from "./sla.ts";
import { benchStreams } from "./streams.ts";

const ROUNDS = 5;
const MS = 2_000;
const root = join(import.meta.dirname, "..");
const args = process.argv.slice(2);
const json = args.includes("--json");
const wanted = args.filter((one) => !one.startsWith("--"));
const say = (line: string) => json || process.stdout.write(`${line}\n`);

await setUp({ build: true, progress: process.stderr });

const folder = mkdtempSync(join(tmpdir(), "engine-room-bench-"));
chmodSync(folder, 0o755);
const postgres = await startEmbeddedPostgres(folder, ["shared_buffers=512MB"]);
const children: ReturnType<typeof fork>[] = [];
try {
  const urls = roleUrls(postgres.superuserUrl("bench"));
  await createRolesAndDatabase({ superuserUrl: postgres.superuserUrl(), urls });
  await migrate(urls);
  if (wanted.includes("sla")) await serviceLevels(urls);
  else if (wanted.includes("billing")) await billing(urls);
  else if (wanted.includes("ingest")) await ingest(urls);
  else if (wanted.includes("streams")) await streams(urls);
  else await requests(urls);
} finally {
  for (const child of children) child.kill("SIGTERM");
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

/** npm run bench -- sla [items=1000000] [contracts=1000] [--json] */
async function serviceLevels(urls: ReturnType<typeof roleUrls>) {
  const superuser = postgres.superuserUrl("bench_small");
  const small = roleUrls(superuser);
  await createRolesAndDatabase({ superuserUrl: postgres.superuserUrl(), urls: small });
  await migrate(small);
  const report = await benchServiceLevels({
    urls,
    small: { ...small, superuser },
    superuserUrl: postgres.superuserUrl("bench"),
    items: size("items", 1_000_000),
    contracts: size("contracts", 1_000),
    say,
  });
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

/** npm run bench -- billing [contracts=10000] [rounds=5] [invoices=500] [--json] */
async function billing(urls: ReturnType<typeof roleUrls>) {
  const report = await benchBilling({
    workerUrl: urls.worker,
    superuserUrl: postgres.superuserUrl("bench"),
    contracts: size("contracts", 10_000),
    rounds: size("rounds", 5),
    invoices: size("invoices", 500),
    say,
  });
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

function size(name: string, usual: number): number {
  return Number(wanted.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
}

async function ingest(urls: ReturnType<typeof roleUrls>) {
  const { port } = await startOurs(urls);
  const results = await benchIngest({ urls, superuserUrl: postgres.superuserUrl("bench"), port, say });
  if (json) process.stdout.write(`${JSON.stringify({ load: loadavg()[0], results }, null, 2)}\n`);
}

async function streams(urls: ReturnType<typeof roleUrls>) {
  const ours = await startOurs(urls);
  const floor = await startFloor("streams", postgres.superuserUrl("bench"));
  const report = await benchStreams({
    superuserUrl: postgres.superuserUrl("bench"),
    ours: { port: ours.port, pid: ours.child.pid ?? 0 },
    floor,
    say,
  });
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

async function requests(urls: ReturnType<typeof roleUrls>) {
  say(`Filling a catalogue of ${LISTINGS} services; load average ${loadavg()[0]?.toFixed(2)}`);
  await fillCatalogue(urls.owner);
  const floor = await startFloor("server", postgres.superuserUrl("bench"));
  const began = performance.now();
  const ours = await startOurs(urls);
  const startedMs = Math.round(performance.now() - began);
  const results = [];
  for (const comparison of await comparisons({
    floor: floor.port,
    ours: ours.port,
    owner: urls.owner,
    startFloor,
  })) {
    if (wanted.length > 0 && !wanted.includes(comparison.name)) continue;
    results.push(await compare(comparison));
    print(results.at(-1));
  }
  const rss = memoryOf(ours.child.pid ?? 0);
  say(`\nserver started in ${startedMs} ms on a filled database; resident memory after the load ${rss} MB`);
  if (json) process.stdout.write(`${JSON.stringify({ startedMs, rssMegabytes: rss, results }, null, 2)}\n`);
}

async function compare(c: Comparison) {
  const [a, b] = [await ask(c.ours()), await ask(c.floor())];
  c.same(a, b);
  await load(c.ours, 1_000);
  await load(c.floor, 1_000);
  const rounds: { ours: Round; floor: Round; ratio: number }[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const ours = await load(c.ours, MS);
    const floor = await load(c.floor, MS);
    rounds.push({ ours, floor, ratio: round(ours.perSecond / floor.perSecond) });
  }
  const ratios = rounds.map((one) => one.ratio);
  const middle = rounds.find((one) => one.ratio === median(ratios)) ?? rounds[0];
  return {
    name: c.name,
    goal: c.goal,
    ratio: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    middle,
  };
}

function print(result: Awaited<ReturnType<typeof compare>> | undefined) {
  if (!result?.middle) return;
  const { ours, floor } = result.middle;
  say(`\n${result.name}: ${result.ratio} of the floor (${result.min}–${result.max}); goal ${result.goal}`);
  say(
    `  ours  ${ours.perSecond}/s, p50 ${ours.p50} p95 ${ours.p95} p99 ${ours.p99} ms, ${ours.bytes} bytes`,
  );
  say(
    `  floor ${floor.perSecond}/s, p50 ${floor.p50} p95 ${floor.p95} p99 ${floor.p99} ms, ${floor.bytes} bytes`,
  );
}

function startFloor(name: string, argument: string): Promise<{ port: number; pid: number }> {
  const child = fork(join(root, `bench/floor/${name}.ts`), [argument], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  children.push(child);
  return new Promise((done) =>
    child.once("message", (message) => done({ ...(message as { port: number }), pid: child.pid ?? 0 })),
  );
}

async function startOurs(urls: ReturnType<typeof roleUrls>) {
  const port = await freePort();
  const child = fork(join(root, "build/product/main.js"), [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [...process.execArgv, ...MEMORY],
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: "1",
      NODE_ENV: "production",
      PORT: String(port),
      DATA_DIR: join(folder, "data"),
      DATABASE_URL: urls.user,
      DATABASE_WORKER_URL: urls.worker,
      LOG_LEVEL: "silent",
    },
  });
  children.push(child);
  for (let tries = 0; tries < 300; tries += 1) {
    const up = await ask({ port, method: "GET", path: "/healthz" }).then(
      () => true,
      () => false,
    );
    if (up) return { port, child };
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("the server did not start within 15 seconds");
}

function memoryOf(pid: number): number {
  const kilobytes = Number(
    execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim(),
  );
  return Math.round(kilobytes / 1024);
}

function roleUrls(base: string) {
  const as = (role: string) => {
    const url = new URL(base);
    url.username = role;
    url.password = `${role}-bench`;
    return url.href;
  };
  return { owner: as("app_owner"), user: as("app_user"), worker: as("app_worker") };
}
