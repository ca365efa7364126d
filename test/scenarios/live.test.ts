import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { openLive } from "../../server/delivery/live-stream.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let live: ReturnType<typeof openLive>;
let c: Contracted;
let stranger: Contracted;
const ended = new Set<string>();

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-20T13:00:00Z" });
  c = await contracted(world);
  stranger = await contracted(world);
  live = openLive({
    url: world.urls.user,
    db: world.db,
    logger: world.logger,
    stands: async (_cookie, viewer) => !ended.has(viewer.userId),
    beatMs: 60_000,
  });
  await live.ready;
});
afterAll(async () => {
  await live.close();
  await world.close();
});

const after = (ms: number) => new Promise<null>((done) => setTimeout(() => done(null), ms));

/** A stream as a browser reads it. */
async function reader(viewer: Viewer, lastEventId: string | null = null) {
  const answer = await live.open({ viewer, cookie: "sid=x", lastEventId });
  if (!answer.body) throw new Error(`No stream: ${answer.status}`);
  const body = answer.body.getReader();
  let text = "";
  let over = false;
  // One read at a time waits: a second one would take the part that the first one left.
  let next: ReturnType<typeof body.read> | null = null;
  async function readOn(patienceMs: number): Promise<boolean> {
    next ??= body.read();
    const part = await Promise.race([next, after(patienceMs)]);
    if (part === null) return false;
    next = null;
    if (part.done) over = true;
    else text += new TextDecoder().decode(part.value);
    return true;
  }
  return {
    answer,
    /** Reads until the words have come or the stream has ended; however slow the machine is. */
    async until(words: string): Promise<string> {
      while (!text.includes(words) && !over && (await readOn(30_000)));
      return text;
    },
    /** What has come once nothing more does. */
    async rest(): Promise<string> {
      while (!over && (await readOn(300)));
      return text;
    },
    leave: () => body.cancel(),
  };
}

const create = (one: Contracted) =>
  createWorkItem(world.caller(one.provider), {
    engagementId: one.engagementId,
    type: "incident",
    title: "Scanner offline",
    priority: "P2",
    openedAt: "2026-11-20T12:30:00Z",
  });

test("a change reaches the buyer, the provider and staff by its id, and nobody else", async () => {
  const staff = await member(world, { name: "Market", kind: "marketplace", role: "account_manager" });
  const readers = await Promise.all([c.buyer, c.provider, staff].map((viewer) => reader(viewer)));
  const other = await reader(stranger.provider);
  await create(c);
  for (const one of readers) {
    const text = await one.until("event: changed");
    expect(text).toContain(`data: ${c.engagementId} work`);
    expect(text).toMatch(/id: \d+/);
    expect(text).not.toContain("Scanner");
    await one.leave();
  }
  const heard = await other.rest();
  expect(heard).not.toContain(c.engagementId);
  expect(heard).not.toContain("event: changed");
  await other.leave();
  expect(live.size()).toBe(0);
});

test("many changes of one transaction are one event an engagement, and none where nothing shows", async () => {
  const count = async () => (await world.row("select count(*)::int as n from live_event")).n;
  const before = await count();
  await world.owner.query("update work_item set title = title || '!' where engagement_id = $1", [
    c.engagementId,
  ]);
  expect(await count()).toBe(before + 1);
  await world.owner.query("update work_item set warn_at = now(), fields = '{}'");
  expect(await count()).toBe(before + 1);
});

test("a stream that broke off tells what it missed of its own organisation's, and only that", async () => {
  const last = async () => (await world.row("select max(id)::text as id from live_event")).id;
  await create(c);
  const from = await last();
  await world.owner.query("update live_event set at = at - interval '10 minutes'");
  await create(stranger);
  await create(c);
  const again = await reader(c.provider, from);
  const text = await again.until("event: changed");
  expect(text).toContain(c.engagementId);
  expect(text).not.toContain(stranger.engagementId);
  await again.leave();
});

test.each([
  ["that nobody gave", "999999999"],
  ["of another organisation", "theirs"],
  ["that is none", "1; drop table"],
])("a stream that resumes from an id %s reads everything again", async (_words, id) => {
  const theirs = await world.row("select id::text as id from live_event where engagement_id = $1 limit 1", [
    stranger.engagementId,
  ]);
  const one = await reader(c.provider, id === "theirs" ? theirs.id : id);
  const text = await one.until("event: reset");
  expect(text).toContain("event: reset");
  expect(text).not.toContain(stranger.engagementId);
  await one.leave();
});

test("a stream ends at once when its session does, and stays where another person's ends", async () => {
  const mine = await reader(c.provider);
  await mine.rest();
  ended.add(c.provider.userId);
  await world.owner.query("select pg_notify('live', 'person ' || $1)", [c.buyer.userId]);
  await world.owner.query(
    `insert into session (id_hash, user_id, expires_at, absolute_expires_at) values ('h', $1, now(), now())`,
    [c.provider.userId],
  );
  await world.owner.query("delete from session where id_hash = 'h'");
  expect(await mine.until("event: ended")).toContain("event: ended");
  ended.clear();
  expect(live.size()).toBe(0);
});

test("a reader that reads nothing costs a few ids, and is told of everything once it reads", async () => {
  const answer = await live.open({ viewer: c.buyer, cookie: "sid=x", lastEventId: null });
  for (let n = 0; n < 130; n++)
    await world.owner.query("select app.tell_live($1, $2, $3, uuidv7())", [
      "work",
      c.buyer.organizationId,
      c.provider.organizationId,
    ]);
  await new Promise((done) => setTimeout(done, 100));
  const body = answer.body?.getReader();
  let text = "";
  for (let n = 0; n < 8 && !text.includes("event: reset"); n++)
    text += new TextDecoder().decode((await body?.read())?.value);
  expect(text).toContain("event: reset");
  expect(text.match(/event: changed/g)?.length ?? 0).toBeLessThan(10);
  await body?.cancel();
});

test("nobody opens more streams than a person has tabs", async () => {
  const open = () => live.open({ viewer: c.buyer, cookie: "sid=x", lastEventId: null });
  const answers = [];
  for (let n = 0; n < 9; n++) answers.push(await open());
  expect(answers.map((one) => one.status)).toEqual([...Array(8).fill(200), 429]);
  for (const one of answers) await one.body?.cancel();
});

test("old events are swept away, and nobody may write or change one", async () => {
  await world.owner.query("update live_event set at = now() - interval '2 days'");
  await expect(
    world.db.withOrg(c.provider, (tx) => tx.$executeRaw`delete from live_event`),
  ).rejects.toThrow(/denied/);
  await world.workDb.open.$executeRaw`select app.sweep_live_events()::text`;
  expect((await world.row("select count(*)::int as n from live_event")).n).toBe(0);
});
