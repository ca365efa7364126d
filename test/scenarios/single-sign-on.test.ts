import { createHmac, generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { removeConnection, saveConnection } from "../../server/identity/sso/connection.ts";
import { removeDomain } from "../../server/identity/sso/domains.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { browseUntil, claimsIn, type OidcServer, startOidcServer } from "../factories/oidc-server.ts";
import { colleague } from "../factories/people.ts";
import {
  atTheDoor,
  connectedOrganization,
  finisher,
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
const people = async () =>
  (
    await world.owner.query(
      "select count(*)::int as n, (select count(*)::int from membership) as m, " +
        "(select count(*)::int from session) as s, (select count(*)::int from sso_identity) as i from person",
    )
  ).rows[0];

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

describe("no session comes of", () => {
  /** Begins and answers wrongly: refused with a reason, and nobody is made, placed, linked or signed in. */
  async function refused(deed: () => Promise<{ outcome: string }>, reason: string) {
    const before = await people();
    expect(await deed()).toMatchObject({ outcome: "refused", reason });
    expect(await people()).toEqual(before);
  }
  const begin = async (more: Record<string, unknown> = {}, name = "ada") => {
    const org = await connected();
    const email = org.email(name);
    const sub = knownThere(oidc, email, more);
    return { org, email, sub, ...(await atTheDoor(at, email)) };
  };
  const swapped = (came: URL, name: string, value: string | null) => {
    const url = new URL(came);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.search;
  };

  test.each([
    ["another state", (came: URL) => swapped(came, "state", "x".repeat(43))],
    ["no state", (came: URL) => swapped(came, "state", null)],
    ["two states", (came: URL) => `${came.search}&state=x`],
    ["another code", (came: URL) => swapped(came, "code", "x".repeat(43))],
    ["no code", (came: URL) => swapped(came, "code", null)],
    ["another issuer (mix-up)", (came: URL) => swapped(came, "iss", "https://attacker.example.test")],
    ["no issuer, where the provider says that it names itself", (came: URL) => swapped(came, "iss", null)],
    ["nothing at all", () => ""],
  ])("an answer with %s", async (_name, search) => {
    const { came, finish } = await begin();
    await refused(() => finish(search(came)), "not_proved");
    // It was used up by the wrong answer: the right one comes too late.
    await refused(() => finish(), "expired");
  });

  test("an answer that is given twice, or by another browser than began", async () => {
    const { begun, came, finish } = await begin();
    await refused(async () => (await finisher(at, [], came)).finish(), "expired");
    const other = await (await at.browser()).beginSso({ email: "x@nowhere.example.test", next: "/" });
    expect(other.outcome).toBe("none");
    const [one, two] = await Promise.all([finish(), finish()]);
    expect([one.outcome, two.outcome].sort()).toEqual(["refused", "signed_in"]);
    await refused(async () => (await finisher(at, begun.cookies, came)).finish(), "expired");
  });

  test("somebody else's code in a browser that began its own sign-in", async () => {
    const victim = await begin({}, "victim");
    knownThere(oidc, victim.org.email("thief"));
    const thief = await atTheDoor(at, victim.org.email("thief"));
    const code = victim.came.searchParams.get("code") ?? "";
    await refused(() => thief.finish(swapped(thief.came, "code", code)), "not_proved");
  });

  test("an answer that comes after ten minutes", async () => {
    const { finish } = await begin();
    at.later({ minutes: 10, seconds: 1 });
    await refused(() => finish(), "expired");
    world.clock.moveTo(world.clock.now().subtract({ minutes: 10, seconds: 1 }));
  });

  test("an answer for a connection that was removed meanwhile", async () => {
    const { org, finish } = await begin();
    await removeConnection(world.caller(org.owner), { id: org.connectionId });
    await refused(() => finish(), "removed");
    expect(await (await at.browser()).beginSso({ email: org.email("ada"), next: "/" })).toEqual({
      outcome: "none",
    });
  });

  test("one provider's answer at another connection's address", async () => {
    const { finish, org } = await begin();
    const other = await connectedOrganization({ world, at, oidc: evil });
    await refused(() => finish(undefined, other.connectionId), "not_proved");
    expect(org.connectionId).not.toBe(other.connectionId);
  });

  test("a provider that says no", async () => {
    const org = await connected();
    const door = await atTheDoor(at, org.email("stranger"));
    expect(door.came.searchParams.get("error")).toBe("access_denied");
    await refused(() => door.finish(), "denied");
  });

  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const unsigned = (token: string, header: object) =>
    `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${token.split(".")[1]}`;
  test.each<[string, (token: string) => string]>([
    ["without a signature (alg none)", (token) => `${unsigned(token, { alg: "none" })}.`],
    ["without a signature (alg NONE)", (token) => `${unsigned(token, { alg: "NONE" })}.`],
    ["signed by another key", (token) => oidc.sign({ alg: "RS256", kid: "one" }, claimsIn(token), other)],
    [
      "signed by a key that nobody knows",
      (token) => oidc.sign({ alg: "RS256", kid: "two" }, claimsIn(token), other),
    ],
    [
      "signed by the client's secret (HS256)",
      (token) => {
        const text = unsigned(token, { alg: "HS256" });
        return `${text}.${createHmac("sha256", oidc.clientSecret).update(text).digest("base64url")}`;
      },
    ],
    [
      "whose claims were changed",
      (token) => {
        const [header, , signature] = token.split(".");
        const claims = { ...claimsIn(token), email: "owner@elsewhere.example.test" };
        return `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
      },
    ],
    ["with another nonce", (token) => signedAnew(token, { nonce: "another" })],
    ["with no nonce", (token) => signedAnew(token, { nonce: undefined })],
    ["of another issuer", (token) => signedAnew(token, { iss: "https://login.example.test" })],
    ["for another client", (token) => signedAnew(token, { aud: "somebody-else" })],
    ["that has expired", (token) => signedAnew(token, { exp: Math.floor(Date.now() / 1000) - 3600 })],
    ["without a subject", (token) => signedAnew(token, { sub: undefined })],
    ["that is none", () => "no token"],
  ])("an ID token %s", async (_name, tamper) => {
    const { finish } = await begin();
    oidc.control.tamper = tamper;
    await refused(() => finish(), "not_proved");
  });
  const signedAnew = (token: string, change: object) =>
    oidc.sign({ alg: "RS256", kid: "one" }, { ...claimsIn(token), ...change });

  test.each([
    ["email_not_verified", { email_verified: false }],
    ["email_not_verified", { email_verified: undefined }],
    ["email_not_verified", { email_verified: "no" }],
    ["email_not_verified", { email_verified: false, xms_edov: true }],
    ["no_email", { email: undefined }],
    ["no_email", { email: "" }],
    ["no_email", { email: 7 }],
    ["foreign_domain", { email: "ada@elsewhere.example.test" }],
    ["foreign_domain", { email: "ada@sub.example.test" }],
  ] as const)("an address that is no proof (%s, %j)", async (reason, more) => {
    const { finish } = await begin(more);
    await refused(() => finish(), reason);
  });

  test("an address of a domain that another organisation has shown to hold, or that was taken away", async () => {
    const { org, finish } = await begin();
    const theirs = await connected();
    knownThere(oidc, org.email("guest"), { email: theirs.email("guest") });
    await refused((await atTheDoor(at, org.email("guest"))).finish, "foreign_domain");
    const { id } = await world.row("select id from sso_domain where domain = $1", [org.domain]);
    await removeDomain(world.caller(org.owner), { id });
    await refused(() => finish(), "foreign_domain");
  });

  test("an address that was given to another account there", async () => {
    const { org, email, finish } = await begin();
    expect((await finish()).outcome).toBe("signed_in");
    knownThere(oidc, email);
    await refused((await atTheDoor(at, email)).finish, "other_account");
    expect(org.domain).toBeTruthy();
  });

  test.each(["ended", "disabled", "never there, where nobody joins by signing in"])(
    "somebody whose place is %s",
    async (how) => {
      const org = await connected({ defaultRole: how.startsWith("never") ? "" : "member" });
      const email = org.email("gone");
      knownThere(oidc, email);
      if (!how.startsWith("never")) {
        const { viewer } = await throughProvider(at, email);
        const table = how === "ended" ? "membership set ended_at" : "person set disabled_at";
        const by = how === "ended" ? "user_id" : "id";
        await world.owner.query(`update ${table} = now() where ${by} = $1`, [viewer?.userId]);
      }
      await refused((await atTheDoor(at, email)).finish, "no_place");
    },
  );
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
