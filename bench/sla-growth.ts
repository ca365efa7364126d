import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { queueSpans } from "../domain/delivery/queue-group.ts";
import { systemViewer } from "../domain/identity/system-viewer.ts";
import type { Viewer } from "../domain/identity/viewer.ts";
import { type Database, openDatabase, type Tx } from "../server/db.ts";
import { contractedEngagement } from "../server/delivery/contracted-engagement.ts";
import { type QueueRow, queueCounts, queueRows } from "../server/delivery/queue.read.ts";
import { workCounts, workItems } from "../server/delivery/work-item.read.ts";
import { writeWorkEvents } from "../server/delivery/write-work-events.ts";
import { figuresOfMonths } from "../server/service-levels/month-figures.ts";
import { refreshDueTimes } from "../server/service-levels/refresh-due-times.ts";
import { clocksOf } from "../server/service-levels/work-clocks.ts";
import { testFields } from "../test/factories/field-keys.ts";
import { timed } from "./laps.ts";
import { median, round } from "./load.ts";

const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");
const WARM_UP = 5;
const TIMES = 30;

export type BenchUrls = { user: string; worker: string; superuser: string };

const NAMES = ["event", "due-times", "month", "queue", "queue-counts", "list"] as const;
type Works = Record<(typeof NAMES)[number], () => Promise<unknown>>;

/**
 * Goal 15: one of each among `large` and among `small`, two databases filled beforehand. They are visited in
 * turn: between two minutes a machine that others use too changes more than a hundred times the rows do.
 */
export async function growth(p: { small: BenchUrls; large: BenchUrls }) {
  const [small, large] = [await openWorld(p.small), await openWorld(p.large)];
  try {
    const results = [];
    for (const name of NAMES) {
      const [few, many] = [small.works[name], large.works[name]];
      for (let n = 0; n < WARM_UP; n += 1) await Promise.all([few(), many()]);
      const laps: { few: number; many: number }[] = [];
      for (let n = 0; n < TIMES; n += 1) laps.push({ few: await timed(few), many: await timed(many) });
      results.push({
        name: `growth-${name}`,
        goal: "at least 0.77: at most 1.3 times the cost at a hundred times the rows",
        ratio: round(median(laps.map((lap) => lap.few / lap.many))),
        ours: `${round(median(laps.map((lap) => lap.many)))} ms`,
        floor: `${round(median(laps.map((lap) => lap.few)))} ms at a hundredth of the rows`,
      });
    }
    return results;
  } finally {
    await small.close();
    await large.close();
  }
}

/** What is done to one contract of a thousand items, whatever stands around it. */
async function openWorld(urls: BenchUrls): Promise<{ works: Works; close: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: urls.superuser });
  await client.connect();
  const db = openDatabase({ url: urls.worker, connections: 2, fields: testFields });
  const web = openDatabase({ url: urls.user, connections: 2, fields: testFields });
  const { rows } = await client.query(
    "select id, organization_id, provider_id from engagement where title = 'Desk 1'",
  );
  const { id, organization_id: organizationId, provider_id: providerId } = rows[0];
  const viewer = systemViewer(organizationId, "bench");
  let series = 0;
  const works: Works = {
    event: () =>
      db.withOrg(viewer, async (tx, write) => {
        series += 1;
        const engagement = await contractedEngagement(tx, { viewer, id });
        const event = { id: `g${series}`, item: `G-${series}`, type: "start", at: "2026-11-20T09:00:00Z" };
        const events = [{ ...event, itemType: "incident", title: "One more", priority: "P2" }];
        const incoming = { engagement, source: "growth", events, actor: "bench", now: NOW };
        return writeWorkEvents({ tx, write }, incoming);
      }),
    "due-times": () =>
      refreshDueTimes({ db, clock: { now: () => NOW } }, { engagementId: id, organizationId }),
    month: () =>
      db.readOrg(viewer, (tx) =>
        figuresOfMonths(tx, { viewer, engagementIds: [id], months: ["2026-10"], now: NOW }),
      ),
    ...pagesOf(web, { provider: providerOf(providerId), engagementId: id }),
  };
  const close = async () => {
    await client.query(`set session_replication_role = replica;
      delete from work_item_event where source = 'growth'; delete from work_item where source = 'growth'`);
    await Promise.all([db.close(), web.close(), client.end()]);
  };
  return { works, close };
}

/** A person of the provider's, as its pages ask. */
export function providerOf(organizationId: string): Viewer {
  return {
    ...systemViewer(organizationId, "bench"),
    organizationKind: "provider",
    role: "owner",
    zone: "Europe/Berlin",
    via: "session",
  };
}

/** The first page of a provider's queue, as the product reads it. */
export function firstOfQueue(tx: Tx, viewer: Viewer): Promise<QueueRow[]> {
  const spans = queueSpans({ now: NOW, zone: viewer.zone });
  return queueRows(tx, { viewer, filter: {}, spans, limit: 51, inverted: false });
}

/** What the pages of the queue and of an engagement's work read, each in a transaction of its own. */
function pagesOf(db: Database, p: { provider: Viewer; engagementId: string }) {
  const { provider: viewer, engagementId } = p;
  return {
    queue: () => db.readOrg(viewer, (tx) => firstOfQueue(tx, viewer)),
    "queue-counts": () =>
      db.readOrg(viewer, (tx) =>
        queueCounts(tx, { viewer, filter: {}, spans: queueSpans({ now: NOW, zone: viewer.zone }) }),
      ),
    list: () =>
      db.readOrg(viewer, async (tx) => {
        const now = NOW.toString();
        const filter = { engagementId };
        const items = await workItems(tx, { viewer, filter, now, limit: 26, inverted: false });
        await clocksOf(tx, { viewer, items, now: NOW });
        await workCounts(tx, { viewer, engagementId, now });
      }),
  };
}
