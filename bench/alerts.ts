import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { SentEvent, Taker } from "./ingest-data.ts";
import { round } from "./load.ts";

const ITEMS = 200;
const WITHIN_SECONDS = 10;
/** From the events to the first due instant, for the events themselves. */
const LEAD_MS = 4_000;
/** P1 of the bench's terms, around the clock. */
const TARGET_MS = 240 * 60_000;

/**
 * Goal 7: how long after the instant at which its clock ran out an item's breach is raised, by the running
 * product: two hundred items that fall due within ten seconds, by events sent a moment before.
 */
export async function benchAlerts(p: {
  client: pg.Client;
  taker: Taker;
  send: (events: readonly SentEvent[]) => Promise<unknown>;
}) {
  await p.client.query("set session_replication_role = replica");
  await p.client.query(
    `update sow_version set terms = jsonb_set(terms, '{calendar,weekly}', (select jsonb_object_agg(day,
       '[["00:00", "24:00"]]'::jsonb)
       from unnest(array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) day)),
       terms_hash = 'around the clock'
     where id = (select sow_version_id from engagement where id = $1)`,
    [p.taker.engagementId],
  );
  await p.client.query("set session_replication_role = origin");
  const first = Date.now() + LEAD_MS - TARGET_MS;
  const events = Array.from({ length: ITEMS }, (_, n): SentEvent => {
    const at = new Date(first + Math.floor((n * WITHIN_SECONDS * 1000) / ITEMS)).toISOString();
    const details = { itemType: "incident", title: `Due ${n}`, priority: "P1" };
    return { id: `due-${n}`, item: `DUE-${n}`, type: "start", at, ...details };
  });
  await p.send(events);
  await pause(LEAD_MS + WITHIN_SECONDS * 1000 + 5_000);
  const { rows } = await p.client.query(
    `select extract(epoch from s.raised_at - s.breach_at)::float8 * 1000 as late from sla_warning s
     where s.engagement_id = $1 and s.step = 'breach' order by 1`,
    [p.taker.engagementId],
  );
  const late = rows.map((row) => row.late as number);
  const at = (share: number) =>
    round(late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0);
  const most = late.at(-1) ?? Number.POSITIVE_INFINITY;
  return {
    name: "alert",
    goal: "at most 1 s after the due instant",
    ratio: round(1000 / most),
    ours:
      `${late.length} of ${ITEMS} raised; after the instant p50 ${at(0.5)}, p99 ${at(0.99)}, ` +
      `at most ${round(most)} ms`,
    floor: "1,000 ms",
  };
}
