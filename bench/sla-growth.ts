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
import { fillWork } from "./sla-data.ts";

const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");
const TIMES = 30;

/** Milliseconds, the median of thirty, by what was done. */
type Costs = Record<"event" | "due-times" | "month" | "queue" | "queue-counts" | "list", number>;
type Size = { items: number; contracts: number };

/** Fills so many items and says what one of each costs then, in a contract of a thousand items. */
export async function costsAt(
  p: { urls: { user: string; worker: string }; superuserUrl: string },
  size: Size,
): Promise<Costs> {
  await fillWork(p.superuserUrl, size);
  const client = new pg.Client({ connectionString: p.superuserUrl });
  await client.connect();
  const db = openDatabase({ url: p.urls.worker, connections: 2, fields: testFields });
  const web = openDatabase({ url: p.urls.user, connections: 2, fields: testFields });
  try {
    const { rows } = await client.query(
      "select id, organization_id, provider_id from engagement where title = 'Desk 1'",
    );
    const { id, organization_id: organizationId, provider_id: providerId } = rows[0];
    const pages = pagesOf(web, { provider: providerOf(providerId), engagementId: id });
    const viewer = systemViewer(organizationId, "bench");
    let series = 0;
    const done: Record<keyof Costs, () => Promise<unknown>> = {
      event: () =>
        db.withOrg(viewer, async (tx, write) => {
          series += 1;
          const engagement = await contractedEngagement(tx, { viewer, id });
          const event = {
            id: `g${series}`,
            item: `G-${series}`,
            type: "start",
            at: "2026-11-20T09:00:00Z",
          };
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
      ...pages,
    };
    const costs: Partial<Costs> = {};
    for (const [name, work] of Object.entries(done)) {
      for (let n = 0; n < 5; n += 1) await work();
      const laps: number[] = [];
      for (let n = 0; n < TIMES; n += 1) laps.push(await timed(work));
      costs[name as keyof Costs] = median(laps);
    }
    await client.query(`set session_replication_role = replica;
      delete from work_item_event where source = 'growth'; delete from work_item where source = 'growth'`);
    return costs as Costs;
  } finally {
    await db.close();
    await web.close();
    await client.end();
  }
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

/** Goal 15: the same at a hundred times the rows. */
export function growth(small: Costs, large: Costs) {
  return (Object.keys(small) as (keyof Costs)[]).map((name) => ({
    name: `growth-${name}`,
    goal: "at least 0.77: at most 1.3 times the cost at a hundred times the rows",
    ratio: round(small[name] / large[name]),
    ours: `${round(large[name])} ms`,
    floor: `${round(small[name])} ms at a hundredth of the rows`,
  }));
}
