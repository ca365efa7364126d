import assert from "node:assert/strict";
import type pg from "pg";
import type { Database } from "../server/db.ts";
import { inTurnAsync, ratioOf } from "./laps.ts";
import { round } from "./load.ts";
import type { Result } from "./sla.ts";
import { firstOfQueue, providerOf } from "./sla-growth.ts";

/**
 * Goal 7: what a provider's queue shows first, as its page reads it, against one prepared statement that
 * finds the same rows with the same names. A page makes all its reads in one transaction, so the reader is
 * measured within one; beside it stand a transaction of its own, and the bare index.
 */
export async function nearBreach({ db, client }: { db: Database; client: pg.Client }): Promise<Result> {
  const { rows } = await client.query("select provider_id as id from engagement where title = 'Desk 1'");
  const viewer = providerOf(rows[0].id);
  const values = [viewer.organizationId];
  const plain = () => client.query({ name: "queue", text: PLAIN_QUEUE, values });
  const bare = () => client.query({ name: "probe", text: FIRST_DUE, values });
  const alone = () => db.readOrg(viewer, (tx) => firstOfQueue(tx, viewer));
  const told = (all: readonly Record<string, unknown>[]) =>
    all.map(({ id, reference, buyer, provider }) => ({ id, reference, buyer, provider }));
  assert.deepEqual(told(await alone()), told((await plain()).rows));
  const within = (floor: () => Promise<unknown>) =>
    db.readOrg(viewer, (tx) => inTurnAsync(() => firstOfQueue(tx, viewer), floor, 40));
  const inMs = (ms: number) => `${round(ms)} ms`;
  const found = ratioOf(await within(plain), inMs);
  const own = ratioOf(await inTurnAsync(alone, plain, 40), inMs);
  const index = ratioOf(await within(bare), inMs);
  return {
    name: "near-breach",
    goal: "at most 2 times the plain statement, so at least 0.5",
    ...found,
    note:
      `with a transaction of its own ${own.ratio} (${own.ours}); ` +
      `of the bare index ${index.ratio} (${index.floor})`,
  };
}

const FIRST_DUE = `select w.id, w.reference, w.title, w.priority, w.state, w.due_at, w.waiting_on,
    w.engagement_id from work_item w where w.provider_id = $1
  and w.state in ('open', 'in_progress', 'waiting') order by w.due_at, w.id limit 51`;

const PLAIN_QUEUE = `select w.id, w.reference, w.title, w.priority, w.state, w.due_at as "dueAt",
    case when w.state = 'waiting' then coalesce(w.waiting_on, 'buyer') else 'provider' end as holder,
    e.id as "engagementId", e.title as "engagementTitle", b.name as buyer, s.name as provider
  from (${FIRST_DUE}) w join engagement e on e.id = w.engagement_id
  join organization b on b.id = e.organization_id join organization s on s.id = e.provider_id
  order by w.due_at, w.id`;
