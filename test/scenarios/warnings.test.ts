import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkItem } from "../../server/delivery/create-work-item.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { refreshDueTimes } from "../../server/service-levels/refresh-due-times.ts";
import { warnWorkItem } from "../../server/service-levels/warn-work-item.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { colleague } from "../factories/people.ts";
import { stepsShownTo, timeGoesTo } from "../factories/warned.ts";
import { openWorld, type World } from "../world.ts";

/** Friday, 10:00 in São Paulo, whose day is 09:00 to 18:00, and 14:00 in Berlin, where the people are. */
const FRIDAY = "2026-11-20T13:00:00Z";
let world: World;
beforeAll(async () => {
  world = await openWorld({ now: FRIDAY });
});
afterAll(() => world.close());

/** A contract with an incident of P2, opened and acknowledged at once: resolve within eight hours. */
async function incident(more: object = {}): Promise<Contracted & { id: string }> {
  world.clock.moveTo(Temporal.Instant.from(FRIDAY));
  const c = await contracted(world);
  const id = await another(c, more);
  return { ...c, id };
}
async function another(c: Contracted, more: object = {}): Promise<string> {
  const item = { type: "incident", title: "Scanner offline", priority: "P2", openedAt: FRIDAY, ...more };
  const { id } = await createWorkItem(world.caller(c.provider), { engagementId: c.engagementId, ...item });
  await record({ ...c, id }, "acknowledge", FRIDAY);
  await world.drainJobs();
  return id;
}
const record = (c: Contracted & { id: string }, type: string, at: string, more: object = {}) =>
  recordWorkEvent(world.caller(c.provider), { workItemId: c.id, type, at, ...more } as Parameters<
    typeof recordWorkEvent
  >[1]);
const raised = async (id: string) =>
  (
    await world.owner.query(
      "select step from sla_warning where work_item_id = $1 and level_id = 'resolve' order by raised_at, id",
      [id],
    )
  ).rows.map((row) => row.step);
const warnAt = async (id: string) => {
  const row = await world.row(
    `select w.warn_at, j.run_at from work_item w left join graphile_worker.jobs j on j.key = 'warn:' || w.id
     where w.id = $1`,
    [id],
  );
  return { at: row.warn_at?.toISOString() ?? null, job: row.run_at !== null };
};

describe("a clock that runs", () => {
  test("is warned of at 50, 75 and 90 % and when it runs out, each to those whom it concerns", async () => {
    const c = await incident();
    expect(await warnAt(c.id)).toEqual({ at: "2026-11-20T17:00:00.000Z", job: true });
    await timeGoesTo(world, "2026-11-20T16:59:59Z");
    expect(await raised(c.id)).toEqual([]);
    await timeGoesTo(world, "2026-11-20T17:00:00Z");
    expect(await raised(c.id)).toEqual(["50"]);
    await timeGoesTo(world, "2026-11-20T19:00:00Z");
    await timeGoesTo(world, "2026-11-20T20:12:00Z");
    await timeGoesTo(world, "2026-11-20T21:00:00Z");
    expect(await raised(c.id)).toEqual(["50", "75", "90", "breach"]);
    expect(await warnAt(c.id)).toEqual({ at: null, job: false });
    // 17:00 UTC is 18:00 in Berlin: everything waits for Monday, 08:00.
    expect(await stepsShownTo(world, c.provider)).toEqual([]);
    world.clock.moveTo(Temporal.Instant.from("2026-11-23T06:59:59Z"));
    expect(await stepsShownTo(world, c.provider)).toEqual([]);
    world.clock.moveTo(Temporal.Instant.from("2026-11-23T07:00:00Z"));
    expect((await stepsShownTo(world, c.provider)).sort()).toEqual(["50", "75", "90", "breach"]);
    expect((await stepsShownTo(world, c.buyer)).sort()).toEqual(["90", "breach"]);
  });

  test("of priority P1 is warned of at any hour (T6)", async () => {
    const c = await incident({ priority: "P1" });
    await timeGoesTo(world, "2026-11-20T20:00:00Z");
    expect(await raised(c.id)).toEqual(["breach"]);
    expect(await stepsShownTo(world, c.buyer)).toEqual(["breach"]);
  });

  test("is silent while it is paused, and speaks later by that long", async () => {
    const c = await incident();
    world.clock.moveTo(Temporal.Instant.from("2026-11-20T16:00:00Z"));
    await record(c, "pause", "2026-11-20T15:00:00Z", { waitingOn: "buyer" });
    await world.drainJobs();
    expect(await warnAt(c.id)).toEqual({ at: null, job: false });
    await timeGoesTo(world, "2026-11-20T18:00:00Z");
    expect(await raised(c.id)).toEqual([]);
    await record(c, "resume", "2026-11-20T17:00:00Z");
    await world.drainJobs();
    expect(await warnAt(c.id)).toEqual({ at: "2026-11-20T19:00:00.000Z", job: true });
    await timeGoesTo(world, "2026-11-20T19:00:00Z");
    expect(await raised(c.id)).toEqual(["50"]);
  });

  test("is silent once it has stopped, also where the job was on its way", async () => {
    const c = await incident();
    world.clock.moveTo(Temporal.Instant.from("2026-11-20T17:00:00Z"));
    await record(c, "stop", "2026-11-20T16:59:00Z");
    const { organizationId } = c.buyer;
    const job = { workItemId: c.id, engagementId: c.engagementId, organizationId };
    await warnWorkItem({ db: world.workDb, clock: world.clock }, job);
    await world.drainJobs();
    expect(await raised(c.id)).toEqual([]);
    expect(await warnAt(c.id)).toEqual({ at: null, job: false });
  });

  test("moves with its priority, and repeats no step of its cycle", async () => {
    const c = await incident();
    await timeGoesTo(world, "2026-11-20T17:00:00Z");
    await record(c, "priority", "2026-11-20T17:00:00Z", { priority: "P3" });
    await world.drainJobs();
    const later = await warnAt(c.id);
    expect(later.job).toBe(true);
    expect((later.at ?? "") > "2026-11-20T19:00:00.000Z").toBe(true);
    world.clock.moveTo(Temporal.Instant.from("2026-11-20T17:00:01Z"));
    await record(c, "priority", "2026-11-20T17:00:01Z", { priority: "P1" });
    await world.drainJobs();
    // Four hours of P1 ran out at 17:00: of all the steps that are passed at once the last is said.
    expect(await raised(c.id)).toEqual(["50", "breach"]);
  });
});

test("two workers at once raise one warning, and a job that runs again raises none", async () => {
  const c = await incident();
  world.clock.moveTo(Temporal.Instant.from("2026-11-20T17:30:00Z"));
  const { organizationId } = c.buyer;
  const job = { workItemId: c.id, engagementId: c.engagementId, organizationId };
  const deps = { db: world.workDb, clock: world.clock };
  await Promise.all([
    warnWorkItem(deps, job),
    refreshDueTimes(deps, { engagementId: c.engagementId, organizationId }),
    warnWorkItem(deps, job),
  ]);
  await warnWorkItem(deps, job);
  expect(await raised(c.id)).toEqual(["50"]);
  const notices = await world.row(
    "select count(*)::int as n from warning_notice n join sla_warning s on s.id = n.warning_id where s.work_item_id = $1",
    [c.id],
  );
  expect(notices.n).toBe(1);
});

test("a queue that is too long for its pace is told ahead, with the figures it rests on", async () => {
  const c = await incident({ openedAt: "2026-11-20T12:00:00Z" });
  // Eleven items done, one each business hour and a half.
  await world.owner.query(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at)
     select organization_id, provider_id, id, 'desk', 'D-' || n, 'incident', 'Done', 'resolved',
       timestamptz '2026-11-16T12:00:00Z' + n * interval '5 minutes',
       timestamptz '2026-11-19T12:00:00Z' + n * interval '50 minutes'
     from engagement, generate_series(0, 10) n where id = $1`,
    [c.engagementId],
  );
  for (let n = 0; n < 11; n++) await another(c);
  const rows = await world.owner.query(
    `select w.due_at, s.forecast from sla_warning s join work_item w on w.id = s.work_item_id
     where s.engagement_id = $1 and s.step = 'predicted' order by s.forecast->>'ahead'`,
    [c.engagementId],
  );
  expect(rows.rows.length).toBeGreaterThan(0);
  for (const { due_at, forecast } of rows.rows) {
    expect(forecast).toMatchObject({ sample: 10, handlingSeconds: 3000 });
    expect(forecast.ahead).toBeGreaterThanOrEqual(8);
    expect(new Date(forecast.doneAt).getTime()).toBeGreaterThan(due_at.getTime());
  }
});

describe("a person", () => {
  const LIST = "{ warnings { edges { node { id step readAt } } } viewer { unreadWarnings } }";
  const MARK = `mutation($input: MarkWarningReadInput!) { markWarningRead(input: $input) { __typename
    ... on MutationMarkWarningReadSuccess { data { id readAt } } ... on NotFound { code } } }`;
  const HOURS = `mutation($input: SetNoticeHoursInput!) { setNoticeHours(input: $input) { __typename
    ... on MutationSetNoticeHoursSuccess { data { zone opens closes days } }
    ... on InvalidInput { issues { field } } } }`;

  test("reads their own warnings and marks them; nobody else sees or marks them", async () => {
    const c = await incident({ priority: "P1" });
    const peer = await colleague(world, {
      organizationId: c.provider.organizationId,
      organizationName: c.provider.organizationName,
      kind: "provider",
      role: "finance",
    });
    const stranger = await contracted(world);
    await timeGoesTo(world, "2026-11-20T20:00:00Z");
    const { data } = await ask(world, c.provider, LIST);
    expect(data.warnings.edges).toHaveLength(1);
    expect(data.viewer.unreadWarnings).toBe(1);
    const { id } = data.warnings.edges[0].node;
    for (const other of [peer, stranger.provider, stranger.buyer, c.buyer]) {
      const seen = await ask(world, other, LIST);
      expect(JSON.stringify(seen.data)).not.toContain(id);
      const refused = await ask(world, other, MARK, { input: { warningId: id } });
      expect(refused.data.markWarningRead).toEqual({ __typename: "NotFound", code: "not_found" });
    }
    expect((await ask(world, c.provider, LIST)).data.viewer.unreadWarnings).toBe(1);
    for (const _twice of [1, 2]) {
      const marked = await ask(world, c.provider, MARK, { input: { warningId: id } });
      expect(marked.data.markWarningRead.data.readAt).toMatch(/^2026-11-20T20:00:00/);
    }
    expect((await ask(world, c.provider, LIST)).data.viewer.unreadWarnings).toBe(0);
    expect((await ask(world, null, LIST)).errors[0]).toMatch(/not allow|Sign in/);
  });

  test("chooses the hours in which they are told; hours that are none change nothing", async () => {
    const c = await incident();
    const evening = { zone: "America/Sao_Paulo", opens: "13:00", closes: "20:00", days: ["sat", "fri"] };
    const set = await ask(world, c.provider, HOURS, { input: evening });
    expect(set.data.setNoticeHours.data).toEqual({ ...evening, days: ["fri", "sat"] });
    const bad = await ask(world, c.provider, HOURS, { input: { ...evening, closes: "12:00" } });
    expect(bad.data.setNoticeHours.issues).toEqual([{ field: "closes" }]);
    const kept = await ask(world, c.provider, "{ noticeHours { closes } }");
    expect(kept.data.noticeHours.closes).toBe("20:00");
    // 14:00 in São Paulo is 18:00 in Berlin: outside the usual hours, inside their own.
    await timeGoesTo(world, "2026-11-20T17:00:00Z");
    expect(await stepsShownTo(world, c.provider)).toEqual(["50"]);
    const usual = await ask(world, c.buyer, "{ noticeHours { zone opens closes } }");
    expect(usual.data.noticeHours).toMatchObject({ opens: "08:00", closes: "18:00" });
  });
});
