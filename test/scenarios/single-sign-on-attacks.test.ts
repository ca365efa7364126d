import { createHmac, generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { removeConnection } from "../../server/identity/sso/connection.ts";
import { removeDomain } from "../../server/identity/sso/domains.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { claimsIn, type OidcServer, startOidcServer } from "../factories/oidc-server.ts";
import {
  atTheDoor,
  connectedOrganization,
  countedPeople,
  finisher,
  knownThere,
  throughProvider,
} from "../factories/single-sign-on.ts";
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
