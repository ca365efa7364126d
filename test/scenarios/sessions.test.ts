import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashApiKey, viewerOfApiKey } from "../../server/identity/api-keys.ts";
import { hashPassword } from "../../server/identity/password.ts";
import { signIn } from "../../server/identity/sign-in.ts";
import { signOut } from "../../server/identity/sign-out.ts";
import { switchOrganization } from "../../server/identity/switch-organization.ts";
import { identityOf } from "../factories/identity.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const PASSWORD = "a long enough password";
let world: World;
let pool: pg.Pool;
let passwordHash: string;
beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  pool = new pg.Pool({ connectionString: world.urls.user, max: 2 });
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const facts = { requestId: "test-request", address: "192.0.2.1", userAgent: "vitest" };
const cookieHeader = null;
const identity = () => identityOf(world, pool);

async function person(name: string) {
  const viewer = await member(world, { name, kind: "buyer", role: "operations_lead" });
  await world.owner.query("update person set password_hash = $1 where id = $2", [
    passwordHash,
    viewer.userId,
  ]);
  return viewer;
}

async function cookieFor(email: string): Promise<string> {
  const result = await signIn(identity(), { email, password: PASSWORD, cookieHeader, facts });
  if (result.outcome !== "signed_in") throw new Error(result.outcome);
  return (result.cookies[0] ?? "").split(";")[0] ?? "";
}

describe("signing in", () => {
  test("opens a session whose secret the database does not hold", async () => {
    const viewer = await person("Signed In");
    const cookie = await cookieFor(viewer.email.toUpperCase());
    const secret = cookie.split("=")[1] ?? "";
    expect(cookie).toMatch(/^__Host-sid=[0-9a-f]{64}$/);
    expect(await identity().sessions.viewer(cookie, facts)).toMatchObject({
      userId: viewer.userId,
      via: "session",
    });
    const { rows } = await world.owner.query("select * from session where user_id = $1", [viewer.userId]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test("gives a wrong password, an unknown e-mail and a disabled person the same answer", async () => {
    const viewer = await person("Oracle");
    const disabled = await person("Disabled");
    await world.owner.query("update person set disabled_at = now() where id = $1", [disabled.userId]);
    const wrong = await signIn(identity(), {
      email: viewer.email,
      password: "not the password",
      cookieHeader,
      facts,
    });
    const unknown = await signIn(identity(), {
      email: "nobody@example.test",
      password: PASSWORD,
      cookieHeader,
      facts,
    });
    const gone = await signIn(identity(), {
      email: disabled.email,
      password: PASSWORD,
      cookieHeader,
      facts,
    });
    expect([wrong, unknown, gone]).toEqual(Array(3).fill({ outcome: "refused" }));
    const { rows } = await world.owner.query("select 1 from session where user_id = any ($1)", [
      [viewer.userId, disabled.userId],
    ]);
    expect(rows).toEqual([]);
  });

  test("is throttled after ten wrong attempts, also for the right password, and elsewhere it is not", async () => {
    const viewer = await person("Throttled");
    const wrong = () =>
      signIn(identity(), { email: viewer.email, password: "not the password", cookieHeader, facts });
    for (let n = 0; n < 10; n += 1) expect((await wrong()).outcome).toBe("refused");
    const right = await signIn(identity(), {
      email: viewer.email,
      password: PASSWORD,
      cookieHeader,
      facts,
    });
    expect(right.outcome).toBe("throttled");
    const elsewhere = await signIn(identity(), {
      email: viewer.email,
      password: PASSWORD,
      cookieHeader,
      facts: { ...facts, address: "198.51.100.7" },
    });
    expect(elsewhere.outcome).toBe("signed_in");
  });

  test("counts attempts that arrive at the same moment each for itself", async () => {
    const { email } = await person("Hurried");
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        signIn(identity(), { email, password: `guess ${n}`, cookieHeader, facts }),
      ),
    );
    expect(outcomes.filter((one) => one.outcome === "refused")).toHaveLength(10);
    expect(outcomes.filter((one) => one.outcome === "throttled")).toHaveLength(20);
  });

  test.each([
    (email: string) => email.toUpperCase(),
    (email: string) => `  ${email}\t`,
    (email: string) => ` ${email}\n`,
  ])("counts another writing of the same e-mail as the same (%#)", async (written) => {
    const { email } = await person(`Written ${crypto.randomUUID()}`);
    for (let n = 0; n < 10; n += 1)
      await signIn(identity(), { email, password: "wrong", cookieHeader, facts });
    expect(
      (await signIn(identity(), { email: written(email), password: PASSWORD, cookieHeader, facts }))
        .outcome,
    ).toBe("throttled");
  });

  test.each(["a\0b@example.test", "\0", "\ud800", "x".repeat(100_000)])(
    "with the e-mail %j is refused and breaks nothing",
    async (email) => {
      expect(await signIn(identity(), { email, password: PASSWORD, cookieHeader, facts })).toEqual({
        outcome: "refused",
      });
    },
  );
});

describe("a session", () => {
  test("ends for good at its absolute end, however often it was used", async () => {
    const viewer = await person("Absolute");
    const cookie = await cookieFor(viewer.email);
    const start = world.clock.now();
    world.clock.moveTo(start.add({ hours: 25 }));
    expect(await identity().sessions.viewer(cookie, facts)).toBeNull();
    world.clock.moveTo(start);
    expect(await identity().sessions.viewer(cookie, facts)).toBeNull();
  });

  test.each([
    ["finance", 30],
    ["operations_lead", 60],
  ] as const)(
    "of %s ends after %i minutes without use, and use moves its end on",
    async (role, minutes) => {
      const viewer = await person(`Idle ${role}`);
      await world.owner.query("update membership set role = $1 where user_id = $2", [role, viewer.userId]);
      const cookie = await cookieFor(viewer.email);
      const left = async () => {
        const { rows } = await world.owner.query<{ left: number }>(
          "select extract(epoch from expires_at - now())::float / 60 as left from session where user_id = $1",
          [viewer.userId],
        );
        return rows[0]?.left ?? 0;
      };
      expect(Math.abs((await left()) - minutes)).toBeLessThan(1);
      await world.owner.query(
        "update session set expires_at = now() + interval '5 minutes' where user_id = $1",
        [viewer.userId],
      );
      expect(await identity().sessions.viewer(cookie, facts)).not.toBeNull();
      expect(Math.abs((await left()) - minutes)).toBeLessThan(1);
      await world.owner.query(
        "update session set expires_at = now() - interval '1 second' where user_id = $1",
        [viewer.userId],
      );
      expect(await identity().sessions.viewer(cookie, facts)).toBeNull();
    },
  );

  test("acts in the role that its person has at this request", async () => {
    const viewer = await person("Demoted");
    const cookie = await cookieFor(viewer.email);
    const role = async () => (await identity().sessions.viewer(cookie, facts))?.role;
    expect(await role()).toBe("operations_lead");
    await world.owner.query("update membership set role = 'finance' where user_id = $1", [viewer.userId]);
    expect(await role()).toBe("finance");
  });

  test("is refused at the next request once the person is disabled or the membership has ended", async () => {
    const first = await person("Ended Member");
    const cookie = await cookieFor(first.email);
    await world.owner.query("update membership set ended_at = now() where user_id = $1", [first.userId]);
    expect(await identity().sessions.viewer(cookie, facts)).toBeNull();
    const second = await person("Disabled Later");
    const other = await cookieFor(second.email);
    await world.owner.query("update person set disabled_at = now() where id = $1", [second.userId]);
    expect(await identity().sessions.viewer(other, facts)).toBeNull();
  });

  test.each(["__Host-sid=%E0%A4%A", "__Host-sid=", "__Host-sid=zzz", "", "a=b;;;=;", "__Host-sid=%"])(
    "is not had by the cookie %j, which breaks nothing",
    async (header) => {
      expect(await identity().sessions.viewer(header, facts)).toBeNull();
    },
  );

  test("ends everywhere at once", async () => {
    const viewer = await person("Everywhere");
    const cookies = [await cookieFor(viewer.email), await cookieFor(viewer.email)];
    const here = await identity().sessions.viewer(cookies[0] ?? null, facts);
    await signOut(identity(), { viewer: here, cookieHeader: cookies[0] ?? null, everywhere: true });
    for (const cookie of cookies) expect(await identity().sessions.viewer(cookie, facts)).toBeNull();
  });

  test("moves to another organisation under a new secret, and only to one the person belongs to", async () => {
    const viewer = await person("Two Hats");
    const other = await member(world, { name: "Second Hat", kind: "provider", role: "owner" });
    const stranger = await member(world, { name: "No Hat", kind: "provider", role: "owner" });
    await world.owner.query(
      "insert into membership (organization_id, user_id, role) values ($1, $2, 'finance')",
      [other.organizationId, viewer.userId],
    );
    const cookie = await cookieFor(viewer.email);
    const move = (organizationId: string) =>
      switchOrganization(identity(), { viewer, organizationId, cookieHeader: cookie });
    expect(await move(stranger.organizationId)).toBeNull();
    const next = (await move(other.organizationId))?.split(";")[0] ?? "";
    expect(next).not.toBe(cookie);
    expect(await identity().sessions.viewer(next, facts)).toMatchObject({ organizationName: "Second Hat" });
    expect(await identity().sessions.viewer(cookie, facts)).toBeNull();
  });
});

describe("an API key", () => {
  test("stands for its member until it is revoked or has expired", async () => {
    const viewer = await person("Keyed");
    const key = `erk_test_${"k".repeat(30)}`;
    await world.owner.query(
      "insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'n', 'erk', $3)",
      [viewer.organizationId, viewer.userId, hashApiKey(key)],
    );
    const ask = (header: string) =>
      viewerOfApiKey({ open: world.db.open, clock: world.clock }, header, facts);
    expect(await ask(`Bearer ${key}`)).toMatchObject({ userId: viewer.userId, via: "api_key" });
    for (const wrong of [`Bearer ${key}x`, key, "Bearer ", "Basic abc", `bearer ${key}`])
      expect(await ask(wrong)).toBeNull();
    await world.owner.query("update api_key set expires_at = now() - interval '1 minute'");
    expect(await ask(`Bearer ${key}`)).toBeNull();
    await world.owner.query("update api_key set expires_at = null, revoked_at = now()");
    expect(await ask(`Bearer ${key}`)).toBeNull();
  });

  test("sees no other organisation's keys", async () => {
    const owner = await person("Key Owner");
    await colleague(world, { ...owner, kind: "buyer", role: "finance" });
    const other = await person("Key Stranger");
    await world.owner.query(
      "insert into api_key (organization_id, user_id, name, prefix, secret_hash) values ($1, $2, 'n', 'erk', 'digest')",
      [owner.organizationId, owner.userId],
    );
    expect(await world.db.withOrg(other, (tx) => tx.apiKey.count())).toBe(0);
    expect(await world.db.withOrg(owner, (tx) => tx.apiKey.count())).toBe(1);
  });
});
