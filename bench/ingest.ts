import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { openDatabase } from "../server/db.ts";
import { commitImport } from "../server/delivery/commit-import.ts";
import { packContent } from "../server/delivery/import-file.ts";
import { testFields } from "../test/factories/field-keys.ts";
import { benchAlerts } from "./alerts.ts";
import { copyEvents, type FloorEvent, makeFloorTable, unnestEvents } from "./floor/ingest.ts";
import {
  FILE_MAPPING,
  makeTakers,
  type SentEvent,
  type Taker,
  ticketEvents,
  ticketFile,
} from "./ingest-data.ts";
import { inTurnAsync, ratioOf } from "./laps.ts";
import { ask } from "./load.ts";

const BATCH = 1_000;
/** So many that what follows the events is done within a lap, as in a stream of batches that goes on. */
const BATCHES = 40;
const LANES = 4;
const TICKETS = 10_000;
const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");

type Deps = { urls: { owner: string; worker: string }; superuserUrl: string; port: number };
type Result = { name: string; goal: string; ratio: number; ours: string; floor: string };

/**
 * Goal 8: events over HTTP against `unnest`, a file against COPY; both give the same rows, a replay none. And
 * goal 7: how soon after its due instant somebody is warned.
 */
export async function benchIngest(p: Deps & { say: (line: string) => unknown }): Promise<Result[]> {
  const takers = await makeTakers(p.urls.owner, LANES + 1);
  const client = new pg.Client({ connectionString: p.superuserUrl });
  await client.connect();
  const pool = new pg.Pool({ connectionString: p.superuserUrl, max: LANES });
  try {
    await makeFloorTable(client);
    const before = loadavg()[0]?.toFixed(2);
    const results: Result[] = [];
    for (const measure of [overHttp, fromFile, onTime]) {
      const one = await measure({ ...p, client, pool, takers });
      results.push(one);
      p.say(`\n${one.name}: ${one.ratio} of the floor; goal ${one.goal}`);
      p.say(`  ours  ${one.ours}\n  floor ${one.floor}`);
    }
    p.say(`\nload average ${before} to ${loadavg()[0]?.toFixed(2)}`);
    return results;
  } finally {
    await pool.end();
    await client.end();
  }
}

async function overHttp(
  p: Deps & { client: pg.Client; pool: pg.Pool; takers: readonly Taker[] },
): Promise<Result> {
  await sameRows(p);
  let series = 0;
  const inLanes = async (send: (taker: Taker, events: SentEvent[]) => Promise<unknown>) => {
    series += 1;
    const lane = async (taker: Taker, n: number) => {
      for (let batch = 0; batch < BATCHES / LANES; batch += 1)
        await send(taker, ticketEvents(`${series}-${n}-${batch}`, BATCH));
    };
    await Promise.all(p.takers.slice(0, LANES).map(lane));
  };
  const laps = await inTurnAsync(
    () => inLanes((taker, events) => send(p.port, taker, events)),
    () => inLanes((taker, events) => unnestEvents(p.pool, floorEvents(taker, events))),
    1,
    () => followedUp(p.client),
  );
  const rate = (ms: number) =>
    `${Math.round((BATCH * BATCHES * 1000) / ms).toLocaleString("en-US")} events/s`;
  return { name: "ingest-events", goal: "at least 0.5 of unnest-1,000", ...ratioOf(laps, rate) };
}

/** Waits until nothing that follows the events is left to do: it must not run in the floor's lap. */
async function followedUp(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await client.query(`select count(*)::int as n from graphile_worker.jobs
      where task_identifier in ('work.changed', 'months.changed') and run_at < now() + interval '5 s'`);
    if (rows[0].n === 0) return;
    await pause(100);
  }
}

/** Both record the same events, and the same call again adds nothing. */
async function sameRows(p: Deps & { client: pg.Client; pool: pg.Pool; takers: readonly Taker[] }) {
  const [taker] = p.takers;
  if (!taker) throw new Error("There is nobody to send.");
  const events = ticketEvents("same", BATCH);
  const first = await send(p.port, taker, events);
  assert.deepEqual(first, { accepted: BATCH, duplicates: 0, refused: 0 });
  assert.equal(await unnestEvents(p.pool, floorEvents(taker, events)), BATCH);
  const ours = `select source_key as key, type, at from work_item_event where engagement_id = $1 order by 1`;
  const floor = `select key, type, at from bench_event where contract = $1 order by 1`;
  const read = async (text: string) => (await p.client.query(text, [taker.engagementId])).rows;
  const recorded = await read(ours);
  assert.deepEqual(recorded, await read(floor));
  const again = await send(p.port, taker, events);
  assert.deepEqual(again, { accepted: 0, duplicates: BATCH, refused: 0 });
  assert.deepEqual(await read(ours), recorded);
}

const MUTATION = `mutation($input: RecordWorkEventsInput!) { recordWorkEvents(input: $input) { __typename
  ... on MutationRecordWorkEventsSuccess { data { accepted duplicates refused } } } }`;

async function send(port: number, taker: Taker, events: readonly SentEvent[]) {
  const variables = { input: { engagementId: taker.engagementId, source: "bench", events } };
  const headers = { "content-type": "application/json", authorization: `Bearer ${taker.key}` };
  const body = JSON.stringify({ query: MUTATION, variables });
  const text = await ask({ port, method: "POST", path: "/graphql", headers, body });
  const data = JSON.parse(text).data?.recordWorkEvents?.data;
  assert.ok(data, text.slice(0, 300));
  return data;
}

function floorEvents(taker: Taker, events: readonly SentEvent[]): FloorEvent[] {
  return events.map(({ id, item, type, at, ...data }) => ({
    contract: taker.engagementId,
    key: id,
    type,
    at,
    data: JSON.stringify({ item, ...data }),
  }));
}

/** A contract of its own, so that its items are the only open ones. */
async function onTime(p: Deps & { client: pg.Client; takers: readonly Taker[] }): Promise<Result> {
  const taker = p.takers.at(-1);
  if (!taker) throw new Error("There is nobody to warn.");
  return benchAlerts({ client: p.client, taker, send: (events) => send(p.port, taker, events) });
}

/** The whole job behind a confirmed file, from its stored bytes, against COPY of the events it says. */
async function fromFile(p: Deps & { client: pg.Client; takers: readonly Taker[] }): Promise<Result> {
  const [taker] = p.takers;
  if (!taker) throw new Error("There is nobody to import.");
  const db = openDatabase({ url: p.urls.worker, connections: 2, fields: testFields });
  let series = 0;
  let recorded: FloorEvent[] = [];
  const ours = async (importId: string) => {
    const payload = { importId, organizationId: taker.organizationId };
    await commitImport({ db, clock: { now: () => NOW } }, payload);
  };
  try {
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) ids.push(await fileOf(p.client, taker, `f${n}`));
    await ours(ids.pop() ?? "");
    recorded = await eventsOfFile(p.client, taker);
    assert.equal(recorded.length, TICKETS * 4);
    const laps = await inTurnAsync(
      () => ours(ids.pop() ?? ""),
      () => {
        series += 1;
        return copyEvents(
          p.client,
          recorded.map((one) => ({ ...one, key: `${series}/${one.key}` })),
        );
      },
    );
    const rate = (ms: number) =>
      `${Math.round((recorded.length * 1000) / ms).toLocaleString("en-US")} events/s`;
    return { name: "ingest-file", goal: "at least 0.5 of COPY", ...ratioOf(laps, rate) };
  } finally {
    await db.close();
  }
}

async function fileOf(client: pg.Client, taker: Taker, series: string): Promise<string> {
  const id = randomUUID();
  const file = ticketFile(series, TICKETS);
  const header = file.slice(0, file.indexOf("\n")).split(",");
  await client.query(
    `insert into import_batch (id, organization_id, provider_id, engagement_id, file_name, file_hash, content,
       row_count, header, mapping, state, created_by_id)
     values ($1, $2, $3, $4, 'bench.csv', 'bench', $5, $6, $7, $8, 'importing', $9)`,
    [
      id,
      taker.organizationId,
      taker.providerId,
      taker.engagementId,
      packContent(Buffer.from(file)),
      TICKETS,
      header,
      JSON.stringify(FILE_MAPPING),
      taker.userId,
    ],
  );
  return id;
}

async function eventsOfFile(client: pg.Client, taker: Taker): Promise<FloorEvent[]> {
  const { rows } = await client.query(
    `select w.engagement_id as contract, w.reference || '/' || e.source_key as key, e.type, e.at::text as at,
       e.data::text as data from work_item_event e join work_item w on w.id = e.work_item_id
     where w.engagement_id = $1 and w.source = 'service_desk'`,
    [taker.engagementId],
  );
  return rows;
}
