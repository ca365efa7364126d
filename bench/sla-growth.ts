import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../domain/identity/system-viewer.ts";
import { openDatabase } from "../server/db.ts";
import { contractedEngagement } from "../server/delivery/contracted-engagement.ts";
import { writeWorkEvents } from "../server/delivery/write-work-events.ts";
import { figuresOfMonths } from "../server/service-levels/month-figures.ts";
import { refreshDueTimes } from "../server/service-levels/refresh-due-times.ts";
import { testFields } from "../test/factories/field-keys.ts";
import { timed } from "./laps.ts";
import { median, round } from "./load.ts";
import { fillWork } from "./sla-data.ts";

const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");
const TIMES = 30;

/** Milliseconds, the median of thirty, by what was done. */
type Costs = Record<"event" | "due-times" | "month" | "queue" | "list", number>;
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
  try {
    const { rows } = await client.query(
      "select id, organization_id from engagement where title = 'Desk 1'",
    );
    const { id, organization_id: organizationId } = rows[0];
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
      queue: () => client.query({ name: "queue", text: QUEUE, values: [id, NOW.toString()] }),
      list: () => client.query({ name: "list", text: LIST, values: [id] }),
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
    await client.end();
  }
}

const QUEUE = `select id, reference, priority, due_at from work_item
  where engagement_id = $1 and due_at is not null and due_at > $2 order by due_at limit 50`;
const LIST = `select id, reference, title, state, opened_at from work_item
  where engagement_id = $1 order by opened_at desc, id desc limit 50`;

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
