import assert from "node:assert/strict";
import { type ClientRequest, get } from "node:http";
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { digest } from "../server/identity/lucia-adapter.ts";
import { cpuOf } from "./cpu.ts";
import { median, round } from "./load.ts";

const TENANTS = 50;
const PEOPLE = 4;
const STREAMS_OF_ONE = 5;
const CHANGES = 400;
const ROUNDS = 5;

type Server = { port: number; pid: number };
type Reader = { tenant: number; last: string; heard: (engagement: string) => void; request: ClientRequest };

/**
 * Goal 13: a thousand streams of fifty buyers and their providers. Every change is sent when the one before
 * was heard by all twenty that may hear it; time is counted from before the change was written.
 */
export async function benchStreams(p: {
  superuserUrl: string;
  ours: Server;
  floor: Server;
  say: (line: string) => unknown;
}) {
  const client = new pg.Client({ connectionString: p.superuserUrl });
  await client.connect();
  client.on("error", () => undefined);
  const tenants = await makeTenants(client);
  const floorOf = (n: number) => tenants[Math.floor(n / (PEOPLE * STREAMS_OF_ONE))];
  const readers = {
    ours: await open(p.ours.port, (n) => {
      const cookie = `sid=s${Math.floor(n / STREAMS_OF_ONE)}`;
      return { path: "/live", headers: { cookie } };
    }),
    floor: await open(p.floor.port, (n) => {
      const { buyer, provider } = floorOf(n) ?? { buyer: "", provider: "" };
      return { path: `/${n % 2 ? buyer : provider}`, headers: {} };
    }),
  };
  const lapOf = async (name: "ours" | "floor", changes: number) => {
    const cpu = cpuOf(p[name].pid);
    const began = performance.now();
    const times: number[] = [];
    for (let n = 0; n < changes; n += 1) times.push(await change(client, { n, tenants, name, readers }));
    const ms = performance.now() - began;
    times.sort((a, b) => a - b);
    const at = (share: number) => round(times[Math.floor(times.length * share)] ?? 0);
    return { cpu: cpuOf(p[name].pid) - cpu, ms, p50: at(0.5), p99: at(0.99) };
  };
  for (const name of ["ours", "floor"] as const) await lapOf(name, 50);
  const rounds: Record<"ours" | "floor", Awaited<ReturnType<typeof lapOf>>>[] = [];
  for (let n = 0; n < ROUNDS; n += 1)
    rounds.push({ ours: await lapOf("ours", CHANGES), floor: await lapOf("floor", CHANGES) });
  const resumed = await resume(client, { tenants, port: p.ours.port, readers: readers.ours });
  for (const one of [...readers.ours, ...readers.floor]) one.request.destroy();
  await client.end();
  const of = (name: "ours" | "floor") => {
    const pick = (key: "cpu" | "ms" | "p50" | "p99") => round(median(rounds.map((one) => one[name][key])));
    const cpu = round((pick("cpu") * 1000) / (CHANGES * PEOPLE * STREAMS_OF_ONE));
    return `p50 ${pick("p50")} ms, p99 ${pick("p99")} ms, ${cpu} µs of the server's processor a delivery`;
  };
  const report = {
    ratio: round(median(rounds.map(({ ours, floor }) => floor.ms / ours.ms))),
    cpuRatio: round(median(rounds.map(({ ours, floor }) => floor.cpu / Math.max(ours.cpu, 10)))),
    ours: of("ours"),
    floor: of("floor"),
    resumed,
    load: loadavg()[0],
  };
  p.say(
    `\nstreams: ${report.ratio} of the floor in time, ${report.cpuRatio} in the server's processor time; goal 0.5`,
  );
  p.say(`  ours  ${report.ours}\n  floor ${report.floor}`);
  p.say(`  none lost, none of another's; resumed ${resumed}; load average ${report.load?.toFixed(2)}`);
  return report;
}

type Tenant = { buyer: string; provider: string; engagement: string };

/** Fifty contracts, each with two people on either side and an item to change. */
async function makeTenants(client: pg.Client): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  await client.query("set session_replication_role = replica");
  for (let n = 0; n < TENANTS; n += 1) {
    const { rows } = await client.query(
      `with b as (insert into organization (kind, slug, name, country, zone, currency) values
        ('buyer', 'streams-b-' || $1::int, 'Buyer', 'DE', 'Europe/Berlin', 'USD') returning id),
      p as (insert into organization (kind, slug, name, country, zone, currency) values
        ('provider', 'streams-p-' || $1::int, 'Provider', 'DE', 'Europe/Berlin', 'USD') returning id),
      e as (insert into engagement (organization_id, provider_id, statement_of_work_id, sow_version_id,
        module_code, title, state, starts_on, zone, currency) select b.id, p.id, uuidv7(), uuidv7(),
        'it_support', 'Desk', 'active', '2025-11-01', 'Europe/Berlin', 'USD' from b, p returning id)
      insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title,
        state, opened_at) select b.id, p.id, e.id, 'bench', 'S', 'incident', 'Change me', 'open', now()
      from b, p, e returning organization_id as buyer, provider_id as provider, engagement_id as engagement`,
      [n],
    );
    const tenant = rows[0] as Tenant;
    tenants.push(tenant);
    for (let person = 0; person < PEOPLE; person += 1) {
      const number = n * PEOPLE + person;
      const secret = digest(`s${number}`);
      await client.query(
        `with u as (insert into person (email, name, password_hash) values ($1, 'Reader', 'none') returning id),
        m as (insert into membership (organization_id, user_id, role) select $2, id, 'owner' from u)
        insert into session (id_hash, user_id, organization_id, expires_at, absolute_expires_at)
        select $3, id, $2, now() + interval '1 hour', now() + interval '1 hour' from u`,
        [`streams${number}@example.test`, person % 2 ? tenant.buyer : tenant.provider, secret],
      );
    }
  }
  await client.query("set session_replication_role = origin");
  return tenants;
}

async function open(
  port: number,
  targetOf: (n: number) => { path: string; headers: Record<string, string> },
): Promise<Reader[]> {
  const all = TENANTS * PEOPLE * STREAMS_OF_ONE;
  const readers: Reader[] = [];
  for (let n = 0; n < all; n += 1) {
    const tenant = Math.floor(n / (PEOPLE * STREAMS_OF_ONE));
    readers.push(await reader({ port, tenant, ...targetOf(n) }));
  }
  await pause(500);
  return readers;
}

function reader(p: {
  port: number;
  tenant: number;
  path: string;
  headers: Record<string, string>;
}): Promise<Reader> {
  return new Promise((done, failed) => {
    const request = get({ host: "127.0.0.1", ...p, agent: false }, (answer) => {
      if (answer.statusCode !== 200)
        return failed(new Error(`A stream was answered ${answer.statusCode}.`));
      answer.setEncoding("utf8");
      answer.on("data", (text: string) => {
        for (const [, id = "", engagement = ""] of text.matchAll(
          /id: (\d+)\nevent: changed\ndata: (\S+)/g,
        )) {
          one.last = id;
          one.heard(engagement);
        }
      });
      answer.on("error", () => undefined);
      done(one);
    });
    request.on("error", failed);
    const one: Reader = { tenant: p.tenant, last: "", heard: () => undefined, request };
  });
}

/** Milliseconds from before the change until the last of those who may hear it has heard. */
async function change(
  client: pg.Client,
  p: {
    n: number;
    tenants: readonly Tenant[];
    name: "ours" | "floor";
    readers: Record<"ours" | "floor", Reader[]>;
  },
): Promise<number> {
  const place = p.n % TENANTS;
  const { engagement } = p.tenants[place] as Tenant;
  const waiting = new Set<Reader>(p.readers[p.name].filter((one) => one.tenant === place));
  assert.equal(waiting.size, PEOPLE * STREAMS_OF_ONE);
  const heard = new Promise<void>((done, failed) => {
    const late = setTimeout(() => failed(new Error(`${waiting.size} readers heard nothing.`)), 10_000);
    for (const one of p.readers[p.name])
      one.heard = (said) => {
        if (said !== p.tenants[one.tenant]?.engagement) return failed(new Error("A stranger heard it."));
        // The last change of the other's turn may still be on its way.
        if (said !== engagement) return;
        waiting.delete(one);
        if (waiting.size > 0) return;
        clearTimeout(late);
        done();
      };
    for (const one of p.readers[p.name === "ours" ? "floor" : "ours"]) one.heard = () => undefined;
  });
  const began = performance.now();
  await client.query(
    "update work_item set title = 'Change ' || clock_timestamp() where engagement_id = $1",
    [engagement],
  );
  await heard;
  return performance.now() - began;
}

/** Every stream of one contract breaks off, misses a change and is told of it when it comes back. */
async function resume(
  client: pg.Client,
  p: { tenants: readonly Tenant[]; port: number; readers: Reader[] },
): Promise<string> {
  const gone = p.readers.filter((one) => one.tenant === 0);
  for (const one of gone) one.request.destroy();
  await pause(300);
  const engagement = p.tenants[0]?.engagement ?? "";
  await client.query("update work_item set title = 'Missed' where engagement_id = $1", [engagement]);
  let told = 0;
  for (const [n, one] of gone.entries()) {
    const cookie = `sid=s${Math.floor(n / STREAMS_OF_ONE)}`;
    const headers = { cookie, "last-event-id": one.last };
    const back = await reader({ port: p.port, tenant: 0, path: "/live", headers });
    back.heard = (said) => {
      if (said === engagement) told += 1;
    };
    p.readers.push(back);
  }
  await pause(1_000);
  assert.ok(told >= gone.length, `${told} of ${gone.length} were told what they had missed.`);
  return `${gone.length} of ${gone.length}`;
}
