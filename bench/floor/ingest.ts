// The floor of the bench of ingest: the same events into one table with a primary key, a key of idempotency
// and an index, in the fastest plain way. Nothing is checked, no item is made of them, nobody is told.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

export type FloorEvent = { contract: string; key: string; type: string; at: string; data: string };

export async function makeFloorTable(client: pg.ClientBase): Promise<void> {
  await client.query(`create table bench_event (id uuid primary key default uuidv7(), contract uuid not null,
    key text not null, type text not null, at timestamptz not null, data jsonb not null,
    unique (contract, key))`);
  await client.query("create index on bench_event (contract, at)");
}

/** One statement a batch; answers how many rows were new. */
export async function unnestEvents(pool: pg.Pool, events: readonly FloorEvent[]): Promise<number> {
  const column = (name: keyof FloorEvent) => events.map((event) => event[name]);
  const { rowCount } = await pool.query({
    name: "floor-ingest",
    text: `insert into bench_event (contract, key, type, at, data)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
      on conflict (contract, key) do nothing`,
    values: [column("contract"), column("key"), column("type"), column("at"), column("data")],
  });
  return rowCount ?? 0;
}

export async function copyEvents(client: pg.Client, events: readonly FloorEvent[]): Promise<void> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = events.map(
    (one) => `${one.contract},${quoted(one.key)},${one.type},${one.at},${quoted(one.data)}\n`,
  );
  const copy = client.query(copyFrom("copy bench_event (contract, key, type, at, data) from stdin csv"));
  await pipeline(Readable.from([lines.join("")]), copy);
}
