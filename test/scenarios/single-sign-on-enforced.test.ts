import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { changeRole } from "../../server/identity/people/change-role.ts";
import { leaveOrganization, removeMember } from "../../server/identity/people/leave.ts";
import {
  enforceConnection,
  removeConnection,
  saveConnection,
} from "../../server/identity/sso/connection.ts";
import { removeDomain } from "../../server/identity/sso/domains.ts";
import { finishSso } from "../../server/identity/sso/sign-in.ts";
import { type Browsers, openBrowsers, PASSWORD } from "../factories/browsers.ts";
import { invitations } from "../factories/invited.ts";
import { startNameServer } from "../factories/name-server.ts";
import { browseUntil, type OidcServer, startOidcServer } from "../factories/oidc-server.ts";
import { colleague } from "../factories/people.ts";
import { connectedOrganization, knownThere, throughProvider } from "../factories/single-sign-on.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let at: Browsers;
let oidc: OidcServer;
let names: Awaited<ReturnType<typeof startNameServer>>;

beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  at = await openBrowsers(world);
  oidc = await startOidcServer();
  names = await startNameServer();
});
afterEach(() => world.owner.query("delete from sign_in_throttle"));
afterAll(async () => {
  await Promise.all([oidc.close(), names.close(), at.close()]);
  await world.close();
});

const connected = (more: Parameters<typeof connectedOrganization>[1] = {}) =>
  connectedOrganization({ world, at, oidc }, more);
/** A connection that somebody has signed in by, and that is asked for. */
async function enforced() {
  const org = await connected();
  knownThere(oidc, org.email("ada"));
  const ada = await throughProvider(at, org.email("ada"));
  await enforceConnection(world.caller(org.owner), { id: org.connectionId, enforced: true });
  return { ...org, ada };
}
const settings = (more: object = {}) => ({
  ...{
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: "s3cret-of-the-client",
    defaultRole: "",
  },
  ...more,
});
async function withPassword(viewer: Viewer): Promise<Viewer> {
  const one = await colleague(world, { ...viewer, kind: "buyer", role: "finance" });
  const stored =
    "update person set password_hash = (select password_hash from person where id = $1) where id = $2";
  await world.owner.query(stored, [viewer.userId, one.userId]);
  return one;
}

describe("where an organisation asks for its own sign-in", () => {
  test("no password or passkey of a member opens it; the owner who asked keeps theirs", async () => {
    const org = await connected();
    knownThere(oidc, org.email("ada"));
    await throughProvider(at, org.email("ada"));
    const member = await withPassword(org.owner);
    const open = await at.signedIn(member);
    await enforceConnection(world.caller(org.owner), { id: org.connectionId, enforced: true });
    expect((await at.browser(open.cookieHeader)).viewer).toBeNull();
    expect(await at.signIn(member.email)).toEqual({
      ...{ outcome: "own_sign_in", organization: org.owner.organizationName },
    });
    expect(await at.signIn(member.email, "a wrong password")).toEqual({ outcome: "refused" });
    expect((await at.signIn("nobody@example.test", "x")).outcome).toBe("refused");
    expect(await at.sessionsOf(member)).toEqual([]);
    expect((await at.signedIn(org.owner)).viewer?.userId).toBe(org.owner.userId);
    await expect(
      world.owner.query(
        `insert into session (id_hash, user_id, organization_id, expires_at, absolute_expires_at)
         values ('x', $1, $2, now() + interval '1 hour', now() + interval '1 hour')`,
        [member.userId, org.owner.organizationId],
      ),
    ).rejects.toThrow(/own sign-in alone/);
    await enforceConnection(world.caller(org.owner), { id: org.connectionId, enforced: false });
    expect((await at.signIn(member.email)).outcome).toBe("signed_in");
  });

  test("a second factor is not asked for in vain, and a password opens their other organisations", async () => {
    const org = await enforced();
    const member = await withPassword(org.owner);
    await world.owner.query(
      `insert into passkey (user_id, credential_id, public_key, counter, transports, name, created_at)
       values ($1::uuid, 'cred-' || $1::text, '\\x00', 0, '{}', 'Phone', now())`,
      [member.userId],
    );
    expect((await at.signIn(member.email)).outcome).toBe("own_sign_in");
    await world.owner.query("delete from passkey where user_id = $1", [member.userId]);
    const other = await at.person();
    await world.owner.query(
      "insert into membership (organization_id, user_id, role) values ($1, $2, 'member')",
      [...[other.organizationId, member.userId]],
    );
    const here = await at.signedIn(member);
    expect(here.viewer?.organizationId).toBe(other.organizationId);
    expect(await here.switchOrganization(org.owner.organizationId)).toBeNull();
    expect((await at.browser(here.cookieHeader)).viewer?.organizationId).toBe(other.organizationId);
  });

  test("it is asked for only once somebody came that way, and a domain is verified", async () => {
    const org = await connected();
    const enforce = () =>
      enforceConnection(world.caller(org.owner), { id: org.connectionId, enforced: true });
    await refusedUnchanged(world, enforce, { code: "sso_not_tested" });
    knownThere(oidc, org.email("ada"));
    await throughProvider(at, org.email("ada"));
    const { id } = await world.row("select id from sso_domain where domain = $1", [org.domain]);
    await removeDomain(world.caller(org.owner), { id });
    await refusedUnchanged(world, enforce, { code: "sso_no_domain" });
  });

  test("neither the connection, nor its domain, nor the owner with the spare key goes away", async () => {
    const org = await enforced();
    const caller = world.caller(org.owner);
    const second = await colleague(world, { ...org.owner, kind: "buyer", role: "owner" });
    const { id: domainId } = await world.row("select id from sso_domain where domain = $1", [org.domain]);
    const { id: place } = await world.row("select id from membership where user_id = $1", [
      org.owner.userId,
    ]);
    for (const [deed, code] of [
      [() => removeConnection(caller, { id: org.connectionId }), "sso_enforced"],
      [() => removeDomain(caller, { id: domainId }), "sso_enforced"],
      [() => saveConnection(caller, at.deps.sso, settings({ clientId: "another" })), "sso_enforced"],
      [() => leaveOrganization(caller, null), "sso_spare_key"],
      [() => removeMember(world.caller(second), { membershipId: place }), "sso_spare_key"],
      [() => changeRole(world.caller(second), { membershipId: place, role: "member" }), "sso_spare_key"],
    ] as const)
      await refusedUnchanged(world, deed, { code });
  });

  test("whoever accepts an invitation has a place and signs in that way", async () => {
    const org = await enforced();
    const door = invitations(world);
    const email = `guest-${crypto.randomUUID()}@elsewhere.example.test`;
    const secret = await door.invite(org.owner, email, "member");
    expect(await door.accept(secret)).toEqual({ outcome: "joined_elsewhere" });
    const { id } = await world.row("select id from person where email = $1", [email]);
    expect(await at.sessionsOf({ ...org.owner, userId: id })).toEqual([]);
    expect((await at.signIn(email, "four quiet words here")).outcome).toBe("own_sign_in");
    await door.close();
  });
});

describe("a session of an organisation's own sign-in", () => {
  test("ends with the connection and with the member's place", async () => {
    const org = await connected();
    for (const name of ["ada", "bob"]) knownThere(oidc, org.email(name));
    const [ada, bob] = [
      await throughProvider(at, org.email("ada")),
      await throughProvider(at, org.email("bob")),
    ];
    const { id } = await world.row("select id from membership where user_id = $1", [ada.viewer?.userId]);
    await removeMember(world.caller(org.owner), { membershipId: id });
    expect((await at.browser(ada.cookieHeader)).viewer).toBeNull();
    expect((await at.browser(bob.cookieHeader)).viewer).not.toBeNull();
    await removeConnection(world.caller(org.owner), { id: org.connectionId });
    expect((await at.browser(bob.cookieHeader)).viewer).toBeNull();
  });

  test("takes no invitation of another organisation", async () => {
    const org = await connected();
    knownThere(oidc, org.email("ada"));
    const ada = await throughProvider(at, org.email("ada"));
    const other = await at.person();
    const door = invitations(world);
    const secret = await door.invite(other, org.email("ada"), "member");
    expect(await door.accept(secret, ada.viewer ? { viewer: ada.viewer } : {})).toEqual({
      outcome: "own_sign_in",
    });
    const { n } = await world.row("select count(*)::int as n from membership where user_id = $1", [
      ada.viewer?.userId,
    ]);
    expect(n).toBe(1);
    await door.close();
  });

  test("is no proof of who sits there now; its person proves it at the provider, anew", async () => {
    const org = await connected();
    const email = org.email("ada");
    knownThere(oidc, email);
    const ada = await throughProvider(at, email);
    expect(ada.viewer?.stepUpAt).toBeNull();
    expect(await ada.stepUpWays()).toEqual(["organisation"]);
    expect((await ada.stepUp({ way: "password", password: PASSWORD })).outcome).toBe("refused");
    const begun = await ada.beginSsoStepUp("/organisation");
    if (begun.outcome !== "go") throw new Error(begun.outcome);
    const asked = new URL(begun.address).searchParams;
    expect([asked.get("prompt"), asked.get("max_age")]).toEqual(["login", "60"]);
    const came = await browseUntil(begun.address, at.deps.sso.publicUrl);
    const here = await at.browser(ada.cookieHeader, ...begun.cookies);
    const ended = await here.finishSso({ connectionId: org.connectionId, search: came.search });
    expect(ended).toMatchObject({ outcome: "signed_in", next: "/organisation" });
    const proved = await at.browser(ada.cookieHeader, ...ended.cookies);
    expect(proved.viewer?.stepUpAt).toBe(world.clock.now().epochMilliseconds);
  });

  test("is not proved by somebody else's account, in another session, or by an old proof", async () => {
    const org = await connected();
    for (const name of ["ada", "bob"]) knownThere(oidc, org.email(name));
    const [ada, bob] = [
      await throughProvider(at, org.email("ada")),
      await throughProvider(at, org.email("bob")),
    ];
    const proofOf = async (change: (address: URL) => void) => {
      const begun = await ada.beginSsoStepUp("/");
      if (begun.outcome !== "go") throw new Error(begun.outcome);
      const address = new URL(begun.address);
      change(address);
      return { begun, came: await browseUntil(address.href, at.deps.sso.publicUrl) };
    };
    const other = await proofOf((address) => address.searchParams.set("login_hint", org.email("bob")));
    const here = await at.browser(ada.cookieHeader, ...other.begun.cookies);
    const end = { connectionId: org.connectionId, search: other.came.search };
    expect(await here.finishSso(end)).toMatchObject({ reason: "other_account" });
    const mine = await proofOf(() => undefined);
    const there = await at.browser(bob.cookieHeader, ...mine.begun.cookies);
    expect(await there.finishSso({ ...end, search: mine.came.search })).toMatchObject({
      reason: "other_account",
    });
    const stale = await proofOf((address) => {
      for (const name of ["prompt", "max_age"]) address.searchParams.delete(name);
    });
    const again = await at.browser(ada.cookieHeader, ...stale.begun.cookies);
    expect(await again.finishSso({ ...end, search: stale.came.search })).toMatchObject({
      reason: "not_proved",
    });
    for (const one of [ada, bob]) expect((await at.browser(one.cookieHeader)).viewer?.stepUpAt).toBeNull();
  });
});

test("an answer without a cookie, or at an address that is none, is nothing", async () => {
  for (const connectionId of ["", "x", crypto.randomUUID(), "' or 1=1 --"])
    expect(
      await finishSso(at.deps, {
        connectionId,
        search: "?code=x",
        viewer: null,
        cookieHeader: null,
        facts: at.facts,
      }),
    ).toMatchObject({ outcome: "refused", reason: "expired" });
});
