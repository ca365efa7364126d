import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { keepRefusedSignIn } from "../../server/identity/refused-sign-in.ts";
import { type Browsers, openBrowsers, PASSWORD } from "../factories/browsers.ts";
import { jar } from "../factories/identity.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let at: Browsers;
beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  at = await openBrowsers(world);
});
afterAll(async () => {
  await at.close();
  await world.close();
});

type Row = {
  action: string;
  actor_name: string;
  data: Record<string, unknown>;
  origin: Record<string, string>;
};
async function trailOf(organizationId: string): Promise<Row[]> {
  const { rows } = await world.owner.query<Row>(
    "select * from audit_event where organization_id = $1 order by seq",
    [organizationId],
  );
  return rows;
}
const actionsOf = async (organizationId: string) =>
  (await trailOf(organizationId)).map((row) => row.action);
const listOf = async ({ userId }: Viewer) =>
  (await world.owner.query("select * from sign_in_event where user_id = $1 order by at, id", [userId]))
    .rows;
const noticesOf = async ({ email }: Viewer) => {
  await world.drainJobs();
  const { rows } = await world.owner.query(
    "select subject, body_text from mail_message where to_address = $1 and subject like '%new to us%'",
    [email],
  );
  return rows;
};
/** The cookies of a browser that signed in and out again: it is known, and no session is open in it. */
const knownBrowser = (cookies: readonly string[]) => jar(...cookies.slice(1));

describe("the audit trail", () => {
  test("tells of signing in and out, by which session and how", async () => {
    const viewer = await at.person();
    const here = await at.signedIn(viewer);
    await here.signOut({ everywhere: false });
    const rows = await trailOf(viewer.organizationId);
    expect(rows.map((row) => row.action)).toEqual(["session.begin", "session.sign_out"]);
    expect(rows[0]).toMatchObject({
      actor_name: viewer.name,
      data: { way: "password", newDevice: false },
      origin: { via: "session", credential: here.viewer?.credential, address: "192.0.2.1", role: "owner" },
    });
    expect(rows[1]).toMatchObject({ data: { everywhere: false, sessionsEnded: 1 } });
    expect(await at.sessionsOf(viewer)).toEqual([]);
  });

  test("of staff, whose transactions run in another role, as well", async () => {
    const staff = await at.person("marketplace");
    await (await at.signedIn(staff)).signOut({ everywhere: true });
    expect(await actionsOf(staff.organizationId)).toEqual(["session.begin", "session.sign_out"]);
  });

  test("tells every organisation of the person of a wrong password, and of no address that nobody has", async () => {
    const viewer = await at.person();
    const other = await member(world, { name: `Other ${viewer.userId}`, kind: "provider", role: "owner" });
    await world.owner.query(
      "insert into membership (organization_id, user_id, role) values ($1, $2, 'finance')",
      [other.organizationId, viewer.userId],
    );
    await at.signIn(viewer.email, "not the password");
    const before = await world.row("select count(*)::int as n from audit_event");
    await at.signIn("nobody@example.test", "not the password");
    const jobs = await world.row("select count(*)::int as n from graphile_worker.jobs");
    expect(jobs.n).toBe(2);
    await world.drainJobs();
    for (const organizationId of [viewer.organizationId, other.organizationId]) {
      const [row] = await trailOf(organizationId);
      expect(row).toMatchObject({
        action: "session.refuse",
        data: { way: "password", outcome: "refused" },
        origin: { address: "192.0.2.1" },
      });
      expect(row?.actor_name).toContain("Somebody as");
    }
    expect((await world.row("select count(*)::int as n from audit_event")).n).toBe(before.n + 2);
    expect(await listOf(viewer)).toMatchObject([{ outcome: "refused", way: "password", session_id: null }]);
  });

  test("tells once that the attempts are used up, whatever comes after", async () => {
    const viewer = await at.person();
    for (let n = 0; n < 14; n += 1) await at.signIn(viewer.email, "not the password");
    await world.drainJobs();
    const outcomes = (await listOf(viewer)).map((row) => row.outcome);
    expect(outcomes.filter((one) => one === "refused")).toHaveLength(10);
    expect(outcomes.filter((one) => one === "throttled")).toHaveLength(1);
    expect(await actionsOf(viewer.organizationId)).toHaveLength(11);
  });

  test("writes a refused one once, however often its job runs", async () => {
    const viewer = await at.person();
    const { userId } = viewer;
    const payload = {
      ...{ who: { userId }, way: "totp", outcome: "refused", address: "192.0.2.9", userAgent: "x" },
      ...{ requestId: "r", at: world.clock.now().toString(), eventId: crypto.randomUUID() },
    };
    const deps = { db: world.workDb, clock: world.clock };
    await keepRefusedSignIn(deps, payload);
    await keepRefusedSignIn(deps, payload);
    expect(await actionsOf(viewer.organizationId)).toEqual(["session.refuse"]);
    expect(await listOf(viewer)).toHaveLength(1);
  });

  test("tells the organisation that somebody comes to, when they move there", async () => {
    const viewer = await at.person();
    const other = await member(world, { name: `Second ${viewer.userId}`, kind: "provider", role: "owner" });
    await world.owner.query(
      "insert into membership (organization_id, user_id, role) values ($1, $2, 'finance')",
      [other.organizationId, viewer.userId],
    );
    const here = await at.signedIn(viewer);
    expect(await here.switchOrganization(other.organizationId)).not.toBeNull();
    expect(await actionsOf(other.organizationId)).toEqual(["session.switch"]);
    const stranger = await member(world, {
      name: `Third ${viewer.userId}`,
      kind: "provider",
      role: "owner",
    });
    expect(await here.switchOrganization(stranger.organizationId)).toBeNull();
    expect(await actionsOf(stranger.organizationId)).toEqual([]);
  });
});

describe("a browser that is new to us", () => {
  test("is told by mail and on the account page; the first one ever and a known one are not", async () => {
    const viewer = await at.person();
    const first = await at.signIn(viewer.email);
    if (first.outcome !== "signed_in") throw new Error(first.outcome);
    expect(await noticesOf(viewer)).toEqual([]);

    const known = await at.browser(knownBrowser(first.cookies));
    expect(known.viewer).toBeNull();
    expect((await known.signIn({ email: viewer.email, password: PASSWORD })).outcome).toBe("signed_in");
    expect(await noticesOf(viewer)).toEqual([]);

    const strange = await at.signedIn(viewer);
    const [notice, ...more] = await noticesOf(viewer);
    expect(more).toEqual([]);
    expect(notice.body_text).toContain("192.0.2.1");
    const { signIns } = await strange.account();
    expect(signIns.map((one) => one.isNewDevice)).toEqual([true, false, false]);
    expect(signIns.map((one) => one.current)).toEqual([true, false, false]);
  });

  test("is one to each person that signs in with it, and forgotten after four hundred days", async () => {
    const [one, two] = [await at.person(), await at.person()];
    const first = await at.signIn(one.email);
    if (first.outcome !== "signed_in") throw new Error(first.outcome);
    await at.signedIn(two);
    const shared = await at.browser(knownBrowser(first.cookies));
    await shared.signIn({ email: two.email, password: PASSWORD });
    expect(await noticesOf(two)).toHaveLength(1);
    await world.owner.query(
      "update known_device set last_seen_at = last_seen_at - interval '401 days' where user_id = $1",
      [one.userId],
    );
    await shared.signIn({ email: one.email, password: PASSWORD });
    const kept = "select count(*)::int as n from known_device where user_id = $1";
    expect((await world.row(kept, [one.userId])).n).toBe(1);
  });

  test("keeps no secret of the browser in the database", async () => {
    const viewer = await at.person();
    const result = await at.signIn(viewer.email);
    if (result.outcome !== "signed_in") throw new Error(result.outcome);
    const secret = /device=([0-9a-f]{64})/.exec(result.cookies.join())?.[1] ?? "none";
    expect(secret).not.toBe("none");
    const { device_hash: hash } = await world.row("select * from known_device where user_id = $1", [
      viewer.userId,
    ]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hash).not.toBe(secret);
  });
});

test("one address may try two hundred times in a quarter of an hour, whatever the accounts", async () => {
  const facts = { ...at.facts, address: "198.51.100.7" };
  const { throttle } = at.deps;
  const { countAttempt } = await import("../../server/identity/throttle.ts");
  const attempt = (account: string) =>
    countAttempt(throttle, { what: "password", account, address: facts.address });
  // A right password gives its own try back and no more.
  for (let n = 0; n < 20; n += 1) await (await attempt("mine")).clear();
  const wrong = await Promise.all(Array.from({ length: 205 }, (_, n) => attempt(`account ${n}`)));
  expect(wrong.filter((one) => one.spent)).toHaveLength(5);
});
