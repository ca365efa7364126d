import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { recordWorkEvent } from "../../server/delivery/record-work-event.ts";
import { type RecordedWork, recordWorkEvents } from "../../server/delivery/record-work-events.ts";
import { ask } from "../factories/ask.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { fingerprint } from "../factories/probe-cast.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { ticketLife, ticketLives } from "../factories/work-events.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let c: Contracted;
beforeAll(async () => {
  world = await openWorld();
  c = await contracted(world);
});
afterAll(() => world.close());

const send = (events: readonly unknown[], one = c, viewer = one.provider): Promise<RecordedWork> =>
  recordWorkEvents(world.caller(viewer), { engagementId: one.engagementId, source: "jira", events });

/** Everything that was recorded, without ids and times of writing. */
const recorded = async (one: Contracted) => {
  const items = await world.owner.query(
    `select reference, type, title, priority, state, waiting_on, opened_at, resolved_at, closed_at, site,
       tags, fields from work_item where engagement_id = $1 order by reference`,
    [one.engagementId],
  );
  const events = await world.owner.query(
    `select w.reference, v.source_key, v.type, v.at, v.position, v.held_by, v.reason, v.data, v.body_hash
     from work_item_event v join work_item w on w.id = v.work_item_id where w.engagement_id = $1
     order by 1, 2`,
    [one.engagementId],
  );
  return { items: items.rows, events: events.rows };
};

const freeze = (one: Contracted, period: string) =>
  world.owner.query(
    `insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
       calendar_version, item_count, event_count, levels, prev_hash, hash, frozen_at)
     select organization_id, provider_id, id, $2, '1', 1, 0, 0, '[]', 'a', 'b', now() from engagement where id = $1`,
    [one.engagementId, period],
  );

describe("events of another system", () => {
  test("make the same items and events in any order and any split, and a replay adds no row", async () => {
    const events = ticketLives(6);
    const first = await contracted(world);
    expect(await send(events, first)).toMatchObject({ accepted: 48, refused: 0, itemsNew: 6 });
    const backwards = await contracted(world);
    const turned = [...events].reverse();
    for (let from = 0; from < turned.length; from += 7) await send(turned.slice(from, from + 7), backwards);
    const whole = await recorded(first);
    expect(await recorded(backwards)).toEqual(whole);
    expect(whole.items[0]).toMatchObject({
      reference: "T-1",
      state: "closed",
      priority: "P1",
      site: "sao-paulo",
      tags: ["printer", "floor-2"],
      fields: { impact: "high", urgency: "low" },
    });
    expect(await send(events, first)).toMatchObject({ accepted: 0, duplicates: 48, itemsNew: 0 });
    expect(await recorded(first)).toEqual(whole);
  });

  test("start and stop the clocks of their item, and the details move none", async () => {
    await send(ticketLife("CLOCK"));
    await world.drainJobs();
    const { data } = await ask(
      world,
      c.provider,
      `query Q($id: ID!) { workItems(engagementId: $id, search: "CLOCK") { edges { node {
         reference state source clocks { __typename } events { type text } } } } }`,
      { id: c.engagementId },
    );
    const item = data.workItems.edges[0].node;
    expect(item).toMatchObject({ reference: "CLOCK", state: "closed", source: "jira" });
    expect(item.clocks.length).toBeGreaterThan(0);
    expect(item.events.map((one: { type: string }) => one.type)).toEqual([
      "start",
      "acknowledge",
      "pause",
      "resume",
      "update",
      "priority",
      "stop",
      "close",
    ]);
  });

  test("go on where a person has recorded something by hand, and the other way round", async () => {
    const [opened, answered, ...rest] = ticketLife("MIXED");
    const { rows } = await send([opened]);
    const workItemId = rows[0]?.workItemId ?? "";
    await recordWorkEvent(world.caller(c.provider), {
      workItemId,
      type: "acknowledge",
      at: answered?.at ?? "",
    });
    expect(await send(rest)).toMatchObject({ accepted: 6, itemsNew: 0 });
    const row = await world.row("select state, waiting_on from work_item where id = $1", [workItemId]);
    expect(row).toEqual({ state: "closed", waiting_on: null });
  });

  test("ten thousand go in with one call, audited once with their counts", async () => {
    const one = await contracted(world);
    const events = ticketLives(1250, "BULK");
    expect(await send(events, one)).toMatchObject({ accepted: 10_000, itemsNew: 1250 });
    const audit = await world.owner.query(
      `select data from audit_event where organization_id = $1 and action = 'work_events.record'`,
      [one.provider.organizationId],
    );
    expect(audit.rows).toEqual([
      {
        data: {
          source: "jira",
          rows: 10_000,
          accepted: 10_000,
          duplicates: 0,
          refused: 0,
          late: 0,
          itemsNew: 1250,
        },
      },
    ]);
    const before = await fingerprint(world);
    await unchangedBy(world, () =>
      expect(send([...events, events[0]], one)).rejects.toThrow("10,000 events at most"),
    );
    expect(await fingerprint(world)).toBe(before);
  });

  test("sent twice at once go in once", async () => {
    const one = await contracted(world);
    const events = ticketLives(20, "RACE");
    const answers = await Promise.all([send(events, one), send(events, one), send(events.slice(40), one)]);
    expect(answers.reduce((sum, answer) => sum + answer.accepted, 0)).toBe(160);
    expect(answers.every((answer) => answer.refused === 0)).toBe(true);
    expect((await recorded(one)).items.length).toBe(20);
  });
});

describe("what is refused", () => {
  test("is told by row, in the order of the call; the rest goes in", async () => {
    const [opened, answered, waits] = ticketLife("ROWS");
    const sent = [
      opened,
      { ...answered, at: "2030-01-01T00:00:00Z" },
      { ...waits, colour: "red" },
      "x",
      waits,
    ];
    const query = `mutation M($input: RecordWorkEventsInput!) { recordWorkEvents(input: $input) {
      ... on MutationRecordWorkEventsSuccess { data { accepted duplicates refused workItemsNew
        rows { row eventId status code message } refusedOnly: rows(status: "refused") { row } } }
      ... on Refusal { message } } }`;
    const input = { engagementId: c.engagementId, source: "jira", events: sent };
    const { data } = await ask(world, c.provider, query, { input });
    const answer = data.recordWorkEvents.data;
    expect(answer).toMatchObject({ accepted: 2, duplicates: 0, refused: 3, workItemsNew: 1 });
    expect(answer.rows.map((one: { status: string; code: string }) => one.code ?? one.status)).toEqual([
      "accepted",
      "event_in_future",
      "field_unknown",
      "not_an_event",
      "accepted",
    ]);
    expect(answer.rows[2].message).toBe('An event has no field "colour".');
    expect(answer.refusedOnly).toEqual([{ row: 1 }, { row: 2 }, { row: 3 }]);
  });

  test("comes too late for its month: kept once, said to the rest of the product, and no item changes", async () => {
    const one = await contracted(world);
    const [opened, ...rest] = ticketLife("LATE");
    await send([opened], one);
    await freeze(one, "2026-11");
    world.clock.moveTo(Temporal.Instant.from("2026-12-02T09:00:00Z"));
    const before = await recorded(one);
    const answer = await send([opened, ...rest], one);
    expect(answer).toMatchObject({ accepted: 0, duplicates: 1, refused: 7 });
    expect(answer.rows[1]).toMatchObject({ code: "period_frozen" });
    expect(await recorded(one)).toEqual(before);
    const late = await world.owner.query(
      `select event_id, period, type, body from late_work_event where engagement_id = $1 order by at, type`,
      [one.engagementId],
    );
    expect(late.rows.length).toBe(7);
    expect(late.rows[0]).toEqual({
      event_id: "LATE/answered",
      period: "2026-11",
      type: "acknowledge",
      body: rest[0],
    });
    const jobs = await world.owner.query(
      `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t
         on t.id = j.task_id where t.identifier = 'work_event.late'`,
    );
    expect(jobs.rows.length).toBe(1);
    expect(jobs.rows[0].payload).toMatchObject({
      engagementId: one.engagementId,
      organizationId: one.buyer.organizationId,
    });
    expect(jobs.rows[0].payload.lateEventIds.length).toBe(7);
    await send(rest, one);
    const again = await world.row(
      "select count(*)::int as n from late_work_event where engagement_id = $1",
      [one.engagementId],
    );
    expect(again.n).toBe(7);
    world.clock.moveTo(Temporal.Instant.from("2026-11-21T09:00:00Z"));
  });

  test("as a whole changes nothing: a foreign contract, the buyer, a bad source, no events", async () => {
    const other = await contracted(world);
    const events = ticketLife("NO");
    const before = await fingerprint(world);
    await unchangedBy(world, () => expect(send(events, other, c.provider)).rejects.toThrow(NotFound));
    await unchangedBy(world, () => expect(send(events, c, c.buyer)).rejects.toThrow(NotAllowed));
    await unchangedBy(world, () => expect(send([], c)).rejects.toThrow("at least one event"));
    for (const source of ["", "Jira Cloud", "hand", "x".repeat(41)])
      await unchangedBy(world, () =>
        expect(
          recordWorkEvents(world.caller(c.provider), { engagementId: c.engagementId, source, events }),
        ).rejects.toMatchObject({ code: "invalid_input" }),
      );
    expect(await fingerprint(world)).toBe(before);
  });

  test("a retry with the same key gives the same answer", async () => {
    const input = { engagementId: c.engagementId, source: "jira", events: ticketLife("RETRY") };
    const first = await recordWorkEvents(world.caller(c.provider, "k-1"), input);
    expect(await recordWorkEvents(world.caller(c.provider, "k-1"), input)).toEqual(first);
    const other = { ...input, events: ticketLife("OTHER") };
    await unchangedBy(world, () =>
      expect(recordWorkEvents(world.caller(c.provider, "k-1"), other)).rejects.toMatchObject({
        code: "idempotency_conflict",
      }),
    );
  });
});

test("an item that has a tape keeps it in line when another system sends more events", async () => {
  const one = await contracted(world);
  const [opened, answered, ...rest] = ticketLife("TAPE-1");
  await send([opened, answered], one);
  const { id } = await world.row("select id from work_item where engagement_id = $1", [one.engagementId]);
  const byHand = { workItemId: id, type: "pause", at: "2026-11-02T12:15:00Z", waitingOn: "buyer" };
  await recordWorkEvent(world.caller(one.provider), byHand as Parameters<typeof recordWorkEvent>[1]);
  const tape = () =>
    world.row("select tape, tape = event_tape(id) as current from work_item where id = $1", [id]);
  const before = await tape();
  expect(before.current).toBe(true);
  expect((await send(rest, one)).accepted).toBe(rest.length);
  const after = await tape();
  expect(after.current).toBe(true);
  expect(after.tape.equals(before.tape)).toBe(false);
});
