import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import {
  deliveryContent,
  inboundConnection,
  inboundDeliveries,
} from "../../server/delivery/inbound-connection.read.ts";
import {
  createInboundConnection,
  replayDelivery,
  rotateInboundSecret,
  setInboundConnection,
} from "../../server/delivery/inbound-connections.ts";
import { receiveDelivery } from "../../server/delivery/receive-delivery.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { fingerprint } from "../factories/probe-cast.ts";
import { signDelivery } from "../factories/signed-delivery.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { ticketLife } from "../factories/work-events.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let c: Contracted;
beforeAll(async () => {
  world = await openWorld();
  c = await contracted(world);
});
afterAll(() => world.close());

let made = 0;
const connect = async (one = c) => {
  made += 1;
  const input = { engagementId: one.engagementId, name: `Desk ${made}`, source: "desk" };
  const { id, secret } = await createInboundConnection(world.caller(one.provider), input);
  return { id, secret: secret ?? "" };
};
const seconds = () => Math.floor(world.clock.now().epochMilliseconds / 1000);
const deliver = (
  to: { id: string; secret: string },
  sent: unknown,
  more: { signature?: string | null; at?: number; body?: string } = {},
) => {
  const body = more.body ?? JSON.stringify({ events: sent });
  const signature = signDelivery({ secret: to.secret, body, seconds: more.at ?? seconds() });
  return receiveDelivery(world, {
    connectionId: to.id,
    body,
    signature: more.signature === undefined ? signature : more.signature,
  });
};
const log = (connectionId: string, viewer = c.provider) =>
  world.db.readOrg(viewer, (tx) =>
    inboundDeliveries(tx, { viewer, connectionId, limit: 50, inverted: false }),
  );
const items = async (like: string) =>
  (
    await world.owner.query("select reference, state, source from work_item where reference like $1", [
      like,
    ])
  ).rows;

const REFUSED = { status: 401, message: "This delivery was not accepted." };

describe("a signed delivery", () => {
  test("is kept as it came, read by a job, and its rows' outcomes stay with it", async () => {
    const to = await connect();
    const [opened, answered] = ticketLife("WH-1");
    expect(await deliver(to, [opened, { ...answered, colour: "red" }])).toMatchObject({ status: 202 });
    expect(await items("WH-1")).toEqual([]);
    await world.drainJobs();
    expect(await items("WH-1")).toEqual([{ reference: "WH-1", state: "open", source: "desk" }]);
    const [delivery] = await log(to.id);
    expect(delivery).toMatchObject({ state: "processed", accepted: 1, refused: 1, runs: 1, failure: null });
    const p = { viewer: c.buyer, id: delivery?.id ?? "", characters: 40, rows: 10 };
    const content = await world.db.readOrg(c.buyer, (tx) => deliveryContent(tx, p));
    expect(content.body.length).toBe(40);
    expect(content.rows.map((row) => [row.row, row.status, row.code])).toEqual([
      [1, "refused", "field_unknown"],
      [0, "accepted", null],
    ]);
    const event = await world.row("select actor from work_item_event where source_key = 'WH-1/opened'");
    expect(event.actor).toBe("Desk 1");
    const row = await world.db.readOrg(c.provider, (tx) =>
      inboundConnection(tx, { viewer: c.provider, id: to.id }),
    );
    expect(row).toMatchObject({ deliveries: 1, accepted: 1, refused: 1, overlapUntil: null });
    expect(row?.lastDeliveryAt?.toISOString()).toBe("2026-11-21T09:00:00.000Z");
  });

  test("that is sent again is kept once, and its events signed anew add nothing", async () => {
    const to = await connect();
    const events = ticketLife("WH-2");
    await deliver(to, events);
    expect(await deliver(to, events)).toMatchObject({ status: 202 });
    await world.drainJobs();
    expect((await log(to.id)).length).toBe(1);
    expect(await deliver(to, events, { at: seconds() - 10 })).toMatchObject({ status: 202 });
    await world.drainJobs();
    expect((await log(to.id)).map((one) => [one.accepted, one.duplicates])).toEqual([
      [0, 8],
      [8, 0],
    ]);
  });

  test("can be read again by the provider, and changes nothing that is there", async () => {
    const to = await connect();
    await deliver(to, ticketLife("WH-3"));
    await world.drainJobs();
    const [delivery] = await log(to.id);
    const before = await items("WH-3");
    await replayDelivery(world.caller(c.provider), { deliveryId: delivery?.id ?? "" });
    await world.drainJobs();
    expect((await log(to.id))[0]).toMatchObject({
      runs: 2,
      accepted: 0,
      duplicates: 8,
      state: "processed",
    });
    expect(await items("WH-3")).toEqual(before);
    await unchangedBy(world, () =>
      expect(replayDelivery(world.caller(c.buyer), { deliveryId: delivery?.id ?? "" })).rejects.toThrow(
        NotAllowed,
      ),
    );
  });

  test("is read whole where a text of it holds what PostgreSQL cannot", async () => {
    const to = await connect();
    const [opened, answered] = ticketLife("WH-4");
    await deliver(to, [{ ...opened, title: "a\0b \ud800" }, answered, { id: "x\0", item: "WH-4" }]);
    await world.drainJobs();
    const [delivery] = await log(to.id);
    expect(delivery).toMatchObject({ state: "processed", accepted: 2, refused: 1, runs: 1 });
    const item = await world.row("select title from work_item where reference = 'WH-4'");
    expect(item.title).toBe("a\ufffdb \ufffd");
  });

  test.each([
    ["no JSON", "{", "The body is not JSON."],
    ["no list of events", '{"event": 1}', /holds no events/],
    ["an empty list", '{"events": []}', /holds no events/],
    ["a NUL", "\0", "The body is not JSON."],
  ])("whose body is %s is kept with the reason", async (_name, body, failure) => {
    const to = await connect();
    expect(await deliver(to, [], { body })).toMatchObject({ status: 202 });
    await world.drainJobs();
    const [delivery] = await log(to.id);
    expect(delivery).toMatchObject({ state: "failed", accepted: 0 });
    expect(delivery?.failure).toMatch(failure);
  });
});

describe("a delivery that is not from who it says", () => {
  test("gets one and the same answer, whatever is wrong, and changes nothing", async () => {
    const to = await connect();
    const shut = await connect();
    await setInboundConnection(world.caller(c.provider), { connectionId: shut.id, enabled: false });
    const events = ticketLife("WH-NO");
    const body = JSON.stringify({ events });
    const good = signDelivery({ secret: to.secret, body, seconds: seconds() });
    const before = await fingerprint(world);
    const faults = [
      await deliver({ id: randomUUID(), secret: to.secret }, events),
      await deliver({ id: "nothing", secret: to.secret }, events),
      await deliver({ id: "' or 1=1", secret: to.secret }, events),
      await deliver({ ...to, secret: shut.secret }, events),
      await deliver(shut, events),
      await deliver(to, events, { at: seconds() - 301 }),
      await deliver(to, events, { at: seconds() + 301 }),
      await deliver(to, events, { signature: null }),
      await deliver(to, events, { signature: "" }),
      await deliver(to, events, { signature: good.replace("v1=", "v0=") }),
      await deliver(to, events, { signature: `${good.slice(0, -1)}${good.endsWith("0") ? "1" : "0"}` }),
      await deliver(to, events, { signature: good.replace(/^t=\d+/, `t=${seconds() - 1}`) }),
      await deliver(to, events, { signature: good, body: `${body} ` }),
    ];
    expect(faults).toEqual(faults.map(() => REFUSED));
    expect(await fingerprint(world)).toBe(before);
    expect(await deliver(to, events, { signature: good })).toMatchObject({ status: 202 });
  });
});

describe("a connection's secret", () => {
  test("is answered once, and neither role can read it back", async () => {
    const input = { engagementId: c.engagementId, name: "Once", source: "desk" };
    const first = await createInboundConnection(world.caller(c.provider, "once"), input);
    expect(first.secret).toMatch(/^ers_[\w-]{43}$/);
    const again = await createInboundConnection(world.caller(c.provider, "once"), input);
    expect(again).toEqual({ id: first.id, secret: null });
    for (const db of [world.db, world.workDb])
      await unchangedBy(world, () =>
        expect(
          db.withOrg(c.provider, (tx) => tx.$queryRaw`select secret from inbound_secret`),
        ).rejects.toThrow(/permission denied/),
      );
    const kept = await world.owner.query("select result::text, request_hash from idempotency_key");
    expect(JSON.stringify(kept.rows)).not.toContain(first.secret);
  });

  test("is rotated with a day in which both work", async () => {
    const to = await connect();
    const next = await rotateInboundSecret(world.caller(c.provider), { connectionId: to.id });
    const fresh = { id: to.id, secret: next.secret ?? "" };
    expect(await deliver(to, ticketLife("WH-R1"))).toMatchObject({ status: 202 });
    expect(await deliver(fresh, ticketLife("WH-R2"))).toMatchObject({ status: 202 });
    const now = world.clock.now();
    world.clock.moveTo(now.add({ hours: 24, seconds: 1 }));
    expect(await deliver(to, ticketLife("WH-R3"))).toEqual(REFUSED);
    expect(await deliver(fresh, ticketLife("WH-R4"))).toMatchObject({ status: 202 });
    world.clock.moveTo(now);
    await world.drainJobs();
  });

  test("that others know ends at once, with those before it", async () => {
    const to = await connect();
    const second = await rotateInboundSecret(world.caller(c.provider), { connectionId: to.id });
    const leaked = { id: to.id, secret: second.secret ?? "" };
    const next = await rotateInboundSecret(world.caller(c.provider), {
      connectionId: to.id,
      endOthers: true,
    });
    expect(await deliver(to, ticketLife("WH-L1"))).toEqual(REFUSED);
    expect(await deliver(leaked, ticketLife("WH-L2"))).toEqual(REFUSED);
    const fresh = { id: to.id, secret: next.secret ?? "" };
    expect(await deliver(fresh, ticketLife("WH-L3"))).toMatchObject({ status: 202 });
    await world.drainJobs();
  });

  test("rotated twice within a day still ends the first in time", async () => {
    const to = await connect();
    await rotateInboundSecret(world.caller(c.provider), { connectionId: to.id });
    const now = world.clock.now();
    world.clock.moveTo(now.add({ hours: 12 }));
    await rotateInboundSecret(world.caller(c.provider), { connectionId: to.id });
    world.clock.moveTo(now.add({ hours: 24, minutes: 1 }));
    expect(await deliver(to, ticketLife("WH-R5"))).toEqual(REFUSED);
    world.clock.moveTo(now);
  });
});

test("nobody but the provider of the contract opens, rotates or shuts a connection", async () => {
  const other = await contracted(world);
  const to = await connect();
  const before = await fingerprint(world);
  const input = { engagementId: c.engagementId, name: "No", source: "desk" };
  await unchangedBy(world, () =>
    expect(createInboundConnection(world.caller(c.buyer), input)).rejects.toThrow(NotAllowed),
  );
  await unchangedBy(world, () =>
    expect(createInboundConnection(world.caller(other.provider), input)).rejects.toThrow(NotFound),
  );
  await unchangedBy(world, () =>
    expect(
      createInboundConnection(world.caller(c.provider), { ...input, source: "Service Desk" }),
    ).rejects.toMatchObject({ code: "invalid_input" }),
  );
  await unchangedBy(world, () =>
    expect(
      createInboundConnection(world.caller(c.provider), { ...input, name: `Desk ${made}` }),
    ).rejects.toThrow("has this name already"),
  );
  const connectionId = to.id;
  for (const viewer of [other.provider, other.buyer]) {
    await unchangedBy(world, () =>
      expect(rotateInboundSecret(world.caller(viewer), { connectionId })).rejects.toThrow(),
    );
    await unchangedBy(world, () =>
      expect(
        setInboundConnection(world.caller(viewer), { connectionId, enabled: false }),
      ).rejects.toThrow(),
    );
    expect(await log(connectionId, viewer)).toEqual([]);
  }
  expect(await fingerprint(world)).toBe(before);
  expect(Temporal.Instant.compare(world.clock.now(), Temporal.Instant.from("2026-11-21T09:00:00Z"))).toBe(
    0,
  );
});
