import { afterAll, beforeAll, expect, test } from "vitest";
import { queueSpans } from "../../domain/delivery/queue-group.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type QueueFilter, queueRows } from "../../server/delivery/queue.read.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

/** Friday, 10:00 in Berlin. */
const NOW = "2026-11-20T09:00:00Z";
let world: World;
let c: Contracted;
let stranger: Contracted;
let staff: Viewer;
beforeAll(async () => {
  world = await openWorld({ now: NOW });
  c = await contracted(world);
  stranger = await contracted(world);
  staff = await member(world, { name: "Market", kind: "marketplace", role: "account_manager" });
  for (const one of [c, stranger])
    for (const [reference, due, state, waitingOn, priority] of ITEMS)
      await world.owner.query(
        `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
           waiting_on, priority, opened_at, due_at, resolved_at)
         select organization_id, provider_id, id, 'desk', $2, 'incident', 'Title', $3, $4, $5,
           timestamptz '2026-11-01', $6, case when $3 = 'resolved' then now() end from engagement where id = $1`,
        [one.engagementId, reference, state, waitingOn, priority, due],
      );
});
afterAll(() => world.close());

const ITEMS = [
  ["late", "2026-11-19T09:00:00Z", "open", null, "P1"],
  ["late-too", "2026-11-19T09:00:00Z", "in_progress", null, "P2"],
  ["soon", "2026-11-20T09:30:00Z", "open", null, "P2"],
  ["four", "2026-11-20T12:00:00Z", "open", null, "P2"],
  ["today", "2026-11-20T20:00:00Z", "open", null, "P3"],
  ["week", "2026-11-22T09:00:00Z", "open", null, "P3"],
  ["later", "2026-12-22T09:00:00Z", "open", null, "P3"],
  ["held", null, "waiting", "buyer", "P2"],
  ["held-too", null, "waiting", "third_party", "P2"],
  ["done", null, "resolved", null, "P2"],
] as const;

const DOCUMENT = `query($group: String, $engagementId: ID, $priorities: [String!], $holder: String) {
  queue(group: $group, engagementId: $engagementId, priorities: $priorities, holder: $holder) {
    edges { node { reference group holder buyer } } }
  queueCounts(engagementId: $engagementId, priorities: $priorities, holder: $holder) { group n } }`;
type Node = { reference: string; group: string; holder: string };
const queue = async (viewer: Viewer, filter: QueueFilter = {}) => {
  const { data, errors } = await ask(world, viewer, DOCUMENT, filter);
  expect(errors).toEqual([]);
  return {
    nodes: data.queue.edges.map((edge: { node: Node }) => edge.node) as Node[],
    counts: Object.fromEntries(
      data.queueCounts.map((one: { group: string; n: number }) => [one.group, one.n]),
    ),
  };
};
const names = async (filter: QueueFilter) =>
  (await queue(c.provider, filter)).nodes.map((node) => node.reference);

test("a provider sees the open work that it delivers, the most pressing first, with who holds it", async () => {
  const { nodes, counts } = await queue(c.provider);
  expect(nodes.map((node) => node.group)).toEqual([
    ...["breached", "breached", "hour", "four_hours", "today", "week", "later", "paused", "paused"],
  ]);
  expect(new Set(nodes.map((node) => node.reference)).has("done")).toBe(false);
  expect(nodes.at(-1)?.holder === "third_party" || nodes.at(-2)?.holder === "third_party").toBe(true);
  expect(counts).toEqual({ breached: 2, hour: 1, four_hours: 1, today: 1, week: 1, later: 1, paused: 2 });
});

test("staff see everybody's; a buyer has no queue", async () => {
  expect((await queue(staff)).nodes).toHaveLength(18);
  expect((await ask(world, c.buyer, DOCUMENT)).errors[0]).toMatch(/does not allow/);
});

test.each([
  [{ group: "breached" }, ["late", "late-too"]],
  [{ group: "hour" }, ["soon"]],
  [{ group: "later" }, ["later"]],
  [{ group: "paused", holder: "buyer" }, ["held"]],
  [{ priorities: ["P1", "P3"] }, ["late", "today", "week", "later"]],
  [{ holder: "third_party" }, ["held-too"]],
  [{ group: "nonsense", priorities: ["P1"] }, ["late"]],
  [{ engagementId: "nonsense" }, []],
])("the filter %j shows %j", async (filter, references) => {
  expect((await names(filter)).sort()).toEqual([...references].sort());
});

test("another organisation's engagement shows nothing", async () => {
  expect(await names({ engagementId: stranger.engagementId })).toEqual([]);
});

test("pages walk the whole queue without a gap or a double, there and back", async () => {
  const spans = queueSpans({ now: world.clock.now(), zone: "Europe/Berlin" });
  const cursor = (row: { dueAt: string | null; id: string }) =>
    Buffer.from(`${row.dueAt ?? ""}|${row.id}`).toString("base64url");
  const page = (p: { after?: string; before?: string; inverted: boolean }) =>
    world.db.readOrg(c.provider, (tx) =>
      queueRows(tx, { viewer: c.provider, filter: {}, spans, limit: 2, ...p }),
    );
  const walk = async (inverted: boolean) => {
    const seen: string[] = [];
    let last: string | undefined;
    for (;;) {
      const place = last === undefined ? {} : inverted ? { before: last } : { after: last };
      const rows = await page({ inverted, ...place });
      const end = rows.at(-1);
      if (!end) return seen;
      seen.push(...rows.map((row) => row.id));
      last = cursor(end);
    }
  };
  const there = await walk(false);
  expect(new Set(there).size).toBe(9);
  expect((await walk(true)).reverse()).toEqual(there);
});

test("the queue is read from the index of open items, in its order", async () => {
  await world.owner.query("begin");
  await world.owner.query("set local enable_seqscan = off");
  const { rows } = await world.owner.query(
    `explain select id from work_item w where w.state in ('open', 'in_progress', 'waiting') and w.provider_id = $1
     order by w.due_at asc nulls last, w.id asc limit 50`,
    [c.provider.organizationId],
  );
  await world.owner.query("rollback");
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toContain("work_item_open_due");
  expect(plan).not.toContain("Sort");
});
