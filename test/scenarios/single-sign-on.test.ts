import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { saveConnection } from "../../server/identity/sso/connection.ts";
import { removeDomain } from "../../server/identity/sso/domains.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { browseUntil, claimsIn, type OidcServer, startOidcServer } from "../factories/oidc-server.ts";
import { colleague } from "../factories/people.ts";
import {
  connectedOrganization,
  countedPeople,
  knownThere,
  throughProvider,
  verified,
} from "../factories/single-sign-on.ts";
import { hashOfRows } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let at: Browsers;
let oidc: OidcServer;
let evil: OidcServer;

beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  at = await openBrowsers(world);
  [oidc, evil] = await Promise.all([startOidcServer(), startOidcServer()]);
});
afterEach(async () => {
  for (const one of [oidc, evil]) Object.assign(one.control, { tamper: null, says: null });
  await world.owner.query("delete from sign_in_throttle");
});
afterAll(async () => {
  await Promise.all([oidc.close(), evil.close(), at.close()]);
  await world.close();
});

const connected = (more: Parameters<typeof connectedOrganization>[1] = {}) =>
  connectedOrganization({ world, at, oidc }, more);
const people = () => countedPeople(world);

describe("signing in by the organisation's provider", () => {
  test.each(["buyer", "provider", "marketplace"] as const)(
    "gives a new colleague of a %s a place in the connection's role, once",
    async (kind) => {
      const org = await connected({ kind, defaultRole: kind === "marketplace" ? "auditor" : "finance" });
      const email = org.email("Ada");
      knownThere(oidc, email, { email: email.toUpperCase() });
      const here = await throughProvider(at, email);
      expect(here.viewer).toMatchObject({
        ...{ name: "Ada Lovelace", email: email.toLowerCase(), organizationId: org.owner.organizationId },
        ...{ role: kind === "marketplace" ? "auditor" : "finance", ssoConnectionId: org.connectionId },
      });
      const before = await people();
      const again = await throughProvider(at, email);
      expect(again.viewer?.userId).toBe(here.viewer?.userId);
      expect(await people()).toEqual({ ...before, s: before.s + 1 });
      const { rows } = await world.owner.query(
        "select action, data, origin, actor_name from audit_event where subject_id = $1 order by seq",
        [here.viewer?.userId],
      );
      expect(rows).toMatchObject([
        { action: "single_sign_on.sign_in", actor_name: "Ada Lovelace", origin: { via: "sso" } },
        { data: { connectionId: org.connectionId, joined: null, linked: false } },
      ]);
      expect(rows[0].data).toMatchObject({ linked: true });
    },
  );

  test("is the sign-in of whoever has the address already, who keeps their role", async () => {
    const org = await connected();
    const there = await colleague(world, { ...org.owner, kind: "buyer", role: "finance" });
    const email = org.email("boole");
    await world.owner.query("update person set email = $1 where id = $2", [email, there.userId]);
    knownThere(oidc, email);
    const here = await throughProvider(at, email);
    expect(here.viewer).toMatchObject({ userId: there.userId, role: "finance", name: there.name });
  });

  test("goes by the account there and not by the address: a new address is the same person", async () => {
    const org = await connected();
    const sub = knownThere(oidc, org.email("smith"));
    const first = await throughProvider(at, org.email("smith"));
    oidc.people.delete(org.email("smith"));
    knownThere(oidc, org.email("jones"), { sub });
    const second = await throughProvider(at, org.email("jones"));
    expect(second.viewer).toMatchObject({ userId: first.viewer?.userId, email: org.email("smith") });
  });

  test("reads the address from the user's information where the ID token has none", async () => {
    const org = await connected();
    const email = org.email("thin");
    knownThere(oidc, email);
    oidc.control.tamper = (token) => {
      const { email: _email, email_verified: _verified, name: _name, ...thin } = claimsIn(token);
      return oidc.sign({ alg: "RS256", kid: "one" }, thin);
    };
    expect((await throughProvider(at, email)).viewer?.email).toBe(email);
  });

  test("takes Entra ID's own word for a verified address", async () => {
    const org = await connected();
    knownThere(oidc, org.email("entra"), { email_verified: undefined, xms_edov: true });
    expect((await throughProvider(at, org.email("entra"))).viewer?.email).toBe(org.email("entra"));
  });

  test("opens a session for that organisation alone, which changes nothing about signing in elsewhere", async () => {
    const org = await connected();
    const elsewhere = await at.person();
    const email = org.email("two-places");
    await world.owner.query("update person set email = $1 where id = $2", [email, elsewhere.userId]);
    knownThere(oidc, email);
    const here = await throughProvider(at, email);
    expect(here.viewer).toMatchObject({
      userId: elsewhere.userId,
      organizationId: org.owner.organizationId,
    });
    const before = await hashOfRows(world);
    expect(await here.switchOrganization(elsewhere.organizationId)).toBeNull();
    expect(await here.changeAccount({ kind: "begin_app" })).toMatchObject({ code: "sso_session" });
    expect(
      await here.changeAccount({ kind: "change_password", current: "a long enough password", next: "x" }),
    ).toMatchObject({ code: "sso_session" });
    expect(await hashOfRows(world)).toBe(before);
    await expect(
      world.owner.query("update session set organization_id = $1 where sso_connection_id = $2", [
        elsewhere.organizationId,
        org.connectionId,
      ]),
    ).rejects.toThrow(/good for that organisation alone/);
  });

  test("answers by the domain alone: whether somebody has an account is not told", async () => {
    const org = await connected();
    knownThere(oidc, org.email("present"));
    await throughProvider(at, org.email("present"));
    const [known, unknown] = await Promise.all(
      ["present", "absent"].map(async (name) => {
        const begun = await (await at.browser()).beginSso({ email: org.email(name), next: "/" });
        if (begun.outcome !== "go") return begun;
        const { origin, pathname, searchParams } = new URL(begun.address);
        return { origin, pathname, asked: [...searchParams.keys()], cookies: begun.cookies.length };
      }),
    );
    expect(known).toEqual(unknown);
    const nowhere = await Promise.all(
      [
        org.owner.email,
        "nobody@nowhere.example.test",
        "no address",
        "a@b",
        `x@${org.domain}.`,
        "\0@x.y",
      ].map(async (email) => (await at.browser()).beginSso({ email, next: "/" })),
    );
    expect(nowhere.filter((one) => one.outcome === "none")).toHaveLength(5);
  });

  test("is asked for no more than sixty times in a quarter of an hour from an address", async () => {
    const apart = { ...at.facts, address: "198.51.100.77" };
    const { beginSso } = await import("../../server/identity/sso/sign-in.ts");
    const tries = Array.from({ length: 61 }, () =>
      beginSso(at.deps, { email: "a@nowhere.example.test", next: "/", facts: apart }),
    );
    const outcomes = (await Promise.all(tries)).map((one) => one.outcome);
    expect(outcomes.filter((one) => one === "throttled")).toHaveLength(1);
  });
});

describe("a provider", () => {
  test("that says it is another one is not believed, at the setting up and later", async () => {
    const org = await connected();
    knownThere(evil, org.email("ada"));
    evil.control.says = (document) => ({ ...document, issuer: oidc.issuer });
    const input = { issuer: evil.issuer, clientId: evil.clientId, clientSecret: "x", defaultRole: "" };
    const before = await hashOfRows(world);
    await expect(saveConnection(world.caller(org.owner), at.deps.sso, input)).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "issuer" }],
    });
    expect(await hashOfRows(world)).toBe(before);
  });

  test("that is down is said to be, and nothing is begun", async () => {
    const org = await connectedOrganization({ world, at, oidc: evil });
    evil.control.says = () => ({});
    world.clock.moveTo(world.clock.now());
    const fresh = await openBrowsers(world);
    expect(await (await fresh.browser()).beginSso({ email: org.email("x"), next: "/" })).toMatchObject({
      outcome: expect.stringMatching(/unreachable/),
    });
    await fresh.close();
  });

  test("of which the answer is taken at our own address alone: nothing else is asked for", async () => {
    const org = await connected();
    knownThere(oidc, org.email("ada"));
    const begun = await (await at.browser()).beginSso({ email: org.email("ada"), next: "/" });
    const asked = new URL(begun.outcome === "go" ? begun.address : "").searchParams;
    expect(asked.get("redirect_uri")).toBe(org.address);
    expect(asked.get("code_challenge_method")).toBe("S256");
    const kept = JSON.stringify((await world.owner.query("select * from sign_in_challenge")).rows);
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
      expect(kept).not.toContain(asked.get(name));
    }
    const came = await browseUntil(begun.outcome === "go" ? begun.address : "", at.deps.sso.publicUrl);
    expect(`${came.origin}${came.pathname}`).toBe(org.address);
  });
});

test("a domain leads to the organisation that has shown to hold it, and no longer when it is taken away", async () => {
  const org = await connected();
  const second = `s${crypto.randomUUID().slice(0, 8)}.example.test`;
  const asked = async () =>
    (await (await at.browser()).beginSso({ email: `a@${second}`, next: "/" })).outcome;
  expect(await asked()).toBe("none");
  const id = await verified(world, org.owner, second);
  expect(await asked()).toBe("go");
  await removeDomain(world.caller(org.owner), { id });
  expect(await asked()).toBe("none");
});
