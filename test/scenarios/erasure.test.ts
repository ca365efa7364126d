import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { verifyChains } from "../../server/audit/verify-chains.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { removeMember } from "../../server/identity/people/leave.ts";
import { liftLegalHold, placeLegalHold } from "../../server/records/legal-holds.ts";
import { askForErasure, eraseDue, withdrawErasure } from "../../server/records/person-erasure.ts";
import { ask } from "../factories/ask.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged, unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const NAME = "Wilhelmina Quandt-Osei";
const MAIL = "wilhelmina.quandt@halden.example";
const ADDRESS = "198.51.100.77";
const REASON = "The labour court asked for her records.";

let world: World;
let owner: Viewer;
let elsewhere: Viewer;
let admin: Viewer;
let leaver: Viewer;

beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  elsewhere = await member(world, { name: "Quaylink", kind: "provider", role: "owner" });
  admin = await member(world, { name: "Market", kind: "marketplace", role: "admin" });
  leaver = await somebody(NAME, MAIL);
});
afterAll(() => world.close());

/** An operations lead of the buyer who is a member at the provider too, with a trail in both. */
async function somebody(name: string, email: string): Promise<Viewer> {
  const { organizationId, organizationName } = owner;
  const made = await colleague(world, {
    organizationId,
    organizationName,
    kind: "buyer",
    role: "operations_lead",
  });
  await world.owner.query("update person set name = $2, email = $3 where id = $1", [
    made.userId,
    name,
    email,
  ]);
  await world.owner.query(
    "insert into membership (organization_id, user_id, role) values ($1, $2, 'member')",
    [elsewhere.organizationId, made.userId],
  );
  await world.owner.query(
    `insert into session (id_hash, user_id, expires_at, absolute_expires_at, address)
     values ($2, $1, now() + interval '1 year', now() + interval '1 year', $3)`,
    [made.userId, `hash of ${email}`, ADDRESS],
  );
  const viewer = { ...made, name, email, address: ADDRESS };
  await createApiKey(world.caller(viewer), { name: "Hers", days: 1, scopes: ["work:read"] });
  return viewer;
}

/** Everything that the database holds, as text, as its owner reads it. */
async function wholeDatabase(): Promise<string> {
  const { rows: tables } = await world.owner.query(
    "select tablename as name from pg_tables where schemaname in ('public', 'app')",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const schema = (await world.row("select to_regclass('public.' || $1) as here", [name])).here
      ? "public"
      : "app";
    const { rows } = await world.owner.query(`select t::text as row from ${schema}."${name}" t`);
    texts.push(...rows.map((row) => `${name} ${row.row}`));
  }
  return texts.join("\n");
}

async function faults() {
  const found = [];
  for await (const chain of verifyChains(world.workDb, new Map())) if (chain.fault) found.push(chain);
  return found;
}

const afterDays = (days: number) => world.clock.moveTo(world.clock.now().add({ hours: days * 24 }));
const erase = () => eraseDue({ db: world.workDb, clock: world.clock });
const underWay = async (viewer: Viewer) =>
  (await ask(world, viewer, "{ personErasure { dueAt } }")).data.personErasure;

describe("is refused", () => {
  test("without a fresh proof, with a key, from one organisation's own sign-in, and without a request", async () => {
    const asks = (viewer: Viewer) => askForErasure(world.caller(viewer), null);
    await refusedUnchanged(world, () => asks({ ...leaver, stepUpAt: null }), { code: "step_up_needed" });
    await refusedUnchanged(world, () => asks({ ...leaver, via: "api_key" }), { code: "not_allowed" });
    const bound = { ...leaver, ssoConnectionId: crypto.randomUUID() };
    await refusedUnchanged(world, () => asks(bound), { code: "own_sign_in_only" });
    await refusedUnchanged(world, () => withdrawErasure(world.caller(leaver), null), { code: "not_found" });
  });

  test("to the only head of an organisation", () =>
    refusedUnchanged(world, () => askForErasure(world.caller(owner), null), {
      ...{ code: "heads_alone", message: "You are the only head of Halden. Hand that place over first." },
    }));

  test("holds to everybody but administrators, and such as say too little", async () => {
    const place = (viewer: Viewer, more: object = {}) =>
      placeLegalHold(world.caller(viewer), { subject: MAIL, reason: REASON, until: null, ...more });
    await refusedUnchanged(world, () => place(owner), { code: "not_allowed" });
    await refusedUnchanged(world, () => place({ ...admin, role: "account_manager" }), {
      code: "not_allowed",
    });
    for (const [more, field] of [
      [{ reason: "no" }, "reason"],
      [{ subject: "nobody@nowhere.example" }, "subject"],
      [{ subject: crypto.randomUUID() }, "subject"],
      [{ until: "2020-01-01" }, "until"],
      [{ until: "someday" }, "until"],
    ] as const)
      await refusedUnchanged(world, () => place(admin, more), { code: "invalid_input", field });
    const nothing = () => liftLegalHold(world.caller(admin), { id: crypto.randomUUID(), because: REASON });
    await refusedUnchanged(world, nothing, { code: "not_found" });
  });
});

describe("a hold", () => {
  test.each([
    ["on the person", () => MAIL],
    ["on an organisation in which they have a place", () => elsewhere.organizationId],
  ])("%s keeps them from asking, until it is lifted", async (_on, subject) => {
    const { id } = await placeLegalHold(world.caller(admin), {
      subject: subject(),
      reason: REASON,
      until: null,
    });
    await refusedUnchanged(world, () => askForErasure(world.caller(leaver), null), {
      code: "legally_held",
    });
    await liftLegalHold(world.caller(admin), { id, because: "The court has what it wanted." });
    await askForErasure(world.caller(leaver), null);
    await refusedUnchanged(world, () => askForErasure(world.caller(leaver), null), {
      code: "erasure_under_way",
    });
    await withdrawErasure(world.caller(leaver), null);
    expect(await underWay(leaver)).toBeNull();
  });

  test("that comes later stops what was asked for; with its last day over it goes on", async () => {
    const other = await somebody("Held Later", "held.later@halden.example");
    await askForErasure(world.caller(other), null);
    const until = world.clock
      .now()
      .add({ hours: 20 * 24 })
      .toString()
      .slice(0, 10);
    await placeLegalHold(world.caller(admin), {
      subject: "held.later@halden.example",
      reason: REASON,
      until,
    });
    afterDays(15);
    await unchangedBy(world, async () => expect(await erase()).toBe(0));
    afterDays(6);
    expect(await erase()).toBe(1);
    const { name } = await world.row("select name from person where id = $1", [other.userId]);
    expect(name).toBe("Erased person");
  });
});

describe("erased", () => {
  test("nothing goes before the fourteen days are over", async () => {
    await askForErasure(world.caller(leaver), null);
    await world.drainJobs();
    expect((await underWay(leaver)).dueAt).toBeDefined();
    afterDays(13);
    await unchangedBy(world, async () => expect(await erase()).toBe(0));
  });

  test("the words are nowhere in the database, and the person is nowhere in", async () => {
    // Somebody else's deed that names her stands in the trail as well.
    const { id } = await world.row(
      "select id from membership where user_id = $1 and organization_id = $2",
      [leaver.userId, elsewhere.organizationId],
    );
    await removeMember(world.caller(elsewhere), { membershipId: id });
    const before = await wholeDatabase();
    for (const word of [NAME, MAIL, ADDRESS]) expect(before).toContain(word);
    afterDays(2);
    expect(await erase()).toBe(1);
    const after = await wholeDatabase();
    const told = after
      .split("\n")
      .filter((row) =>
        [NAME, MAIL, `${ADDRESS}`].some((word) => row.toLowerCase().includes(word.toLowerCase())),
      );
    expect(told).toEqual([]);
    expect(
      await world.row("select count(*)::int as n from session where user_id = $1", [leaver.userId]),
    ).toEqual({
      n: 0,
    });
    const places = "select count(*)::int as n from membership where user_id = $1 and ended_at is null";
    expect(await world.row(places, [leaver.userId])).toEqual({ n: 0 });
    const keys = "select count(*)::int as n from api_key where user_id = $1 and revoked_at is null";
    expect(await world.row(keys, [leaver.userId])).toEqual({ n: 0 });
    const { disabled_at: disabled } = await world.row("select disabled_at from person where id = $1", [
      leaver.userId,
    ]);
    expect(disabled).not.toBeNull();
  });

  test("every audit chain holds still, inside the database and outside", async () => {
    expect(await faults()).toEqual([]);
    for (const viewer of [owner, elsewhere]) {
      const { auditTrail } = (await ask(world, viewer, "{ auditTrail { intact firstBroken } }")).data;
      expect(auditTrail).toEqual({ intact: true, firstBroken: null });
    }
    const { rows } = await world.owner.query(
      "select distinct actor_name, salt from audit_event where actor_user_id = $1",
      [leaver.userId],
    );
    expect(rows).toEqual([{ actor_name: "Erased person", salt: null }]);
  });

  test("it is done once, and colleagues keep their own words", async () => {
    await unchangedBy(world, async () => expect(await erase()).toBe(0));
    const { name } = await world.row("select name from person where id = $1", [owner.userId]);
    expect(name).toBe(owner.name);
    const kept = "select count(*)::int as n from audit_event where actor_user_id = $1 and salt is null";
    expect(await world.row(kept, [owner.userId])).toEqual({ n: 0 });
  });
});

describe("the database itself", () => {
  test("erases nobody who did not ask, and lets the web server erase nobody at all", async () => {
    const erased = (db: World["db"]) =>
      db.open.$queryRaw<{ done: unknown }[]>`select app.erase_person(${owner.userId}::uuid, now()) as done`;
    await unchangedBy(world, async () => {
      expect(await erased(world.workDb)).toEqual([{ done: null }]);
      await expect(erased(world.db)).rejects.toThrow(/permission denied/);
    });
  });

  test("changes no row of the trail but by taking its words away", async () => {
    for (const change of [
      "actor_name = 'x'",
      "actor_name = 'x', action = 'x', salt = null",
      "salt = null, hash = 'x'",
      "salt = null, personal_digest = 'x'",
    ])
      await expect(
        world.owner.query(`update audit_event set ${change} where salt is not null`),
      ).rejects.toThrow(/append-only/);
    await expect(world.owner.query("delete from audit_event")).rejects.toThrow(/append-only/);
  });
});
