import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  enforceConnection,
  removeConnection,
  saveConnection,
} from "../../server/identity/sso/connection.ts";
import { addDomain, removeDomain, verifyDomain } from "../../server/identity/sso/domains.ts";
import { txtRecords } from "../../server/ports/dns/txt-records.ts";
import { openOidc } from "../../server/ports/oidc/oidc.ts";
import { guardedFetch } from "../../server/ports/web/guarded-fetch.ts";
import { ask } from "../factories/ask.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { startNameServer } from "../factories/name-server.ts";
import { type OidcServer, startOidcServer } from "../factories/oidc-server.ts";
import { colleague } from "../factories/people.ts";
import {
  connectedOrganization,
  knownThere,
  throughProvider,
  verified,
} from "../factories/single-sign-on.ts";
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
const settings = (more: object = {}) => ({
  ...{
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: "s3cret-of-the-client",
    defaultRole: "",
  },
  ...more,
});

describe("a connection", () => {
  test("is kept with its secret sealed, and shown without it", async () => {
    const owner = await at.person();
    const { id } = await saveConnection(world.caller(owner), at.deps.sso, settings());
    const row = await world.row("select * from sso_connection where id = $1", [id]);
    expect(JSON.stringify(row)).not.toContain("s3cret");
    expect(at.deps.box.open(row.sealed_secret, `sso_connection:${id}`)).toBe("s3cret-of-the-client");
    expect(() => at.deps.box.open(row.sealed_secret, "sso_connection:another")).toThrow();
    const audit = await world.row("select data from audit_event where subject_id = $1", [id]);
    expect(JSON.stringify(audit)).not.toContain("s3cret");
    const shown = await ask(world, owner, "{ ssoConnection { connectionId issuer clientId defaultRole } }");
    expect(shown.data.ssoConnection).toEqual({
      ...{ connectionId: id, issuer: oidc.issuer, clientId: oidc.clientId, defaultRole: null },
    });
  });

  test("is changed without its secret only while it leads to the same provider", async () => {
    const org = await connected();
    const caller = world.caller(org.owner);
    const sealed = async () =>
      (await world.row("select sealed_secret from sso_connection where id = $1", [org.connectionId]))
        .sealed_secret;
    const before = await sealed();
    await saveConnection(caller, at.deps.sso, settings({ clientSecret: "", defaultRole: "finance" }));
    expect(await sealed()).toBe(before);
    await refusedUnchanged(
      world,
      () => saveConnection(caller, at.deps.sso, settings({ clientSecret: "", clientId: "another" })),
      { code: "invalid_input", issues: [{ field: "clientSecret" }] },
    );
  });

  test("to another client forgets who was who, and ends what it had opened", async () => {
    const org = await connected();
    knownThere(oidc, org.email("ada"));
    const ada = await throughProvider(at, org.email("ada"));
    await saveConnection(world.caller(org.owner), at.deps.sso, settings({ clientId: "another" }));
    expect((await at.browser(ada.cookieHeader)).viewer).toBeNull();
    const { n } = await world.row("select count(*)::int as n from sso_identity where connection_id = $1", [
      org.connectionId,
    ]);
    expect(n).toBe(0);
  });

  test.each([
    ["issuer", { issuer: "ftp://login.example.com" }],
    ["issuer", { issuer: "login.example.com" }],
    ["issuer", { issuer: "" }],
    ["issuer", { issuer: "https://user:secret@login.example.com" }],
    ["issuer", { issuer: "https://login.example.com/?tenant=1" }],
    ["issuer", { issuer: "http://127.0.0.1:9/" }],
    ["clientId", { clientId: " " }],
    ["clientId", { clientId: "a b" }],
    ["clientSecret", { clientSecret: "" }],
    ["clientSecret", { clientSecret: "line\nbreak" }],
    ["defaultRole", { defaultRole: "owner" }],
    ["defaultRole", { defaultRole: "admin" }],
    ["defaultRole", { defaultRole: "delivery_manager" }],
    ["defaultRole", { defaultRole: "0199c0de-0000-7000-8000-000000000000" }],
  ])("with a wrong %s (%j) is refused beside its field", async (field, more) => {
    const owner = await at.person();
    await refusedUnchanged(world, () => saveConnection(world.caller(owner), at.deps.sso, settings(more)), {
      code: "invalid_input",
      issues: [{ field }],
    });
  });

  test.each(["http://", "https://"])(
    "outside development goes to nothing of ours by %s",
    async (scheme) => {
      const owner = await at.person();
      const isLocalAllowed = false;
      const sso = {
        ...at.deps.sso,
        isLocalAllowed,
        oidc: openOidc({ fetch: guardedFetch({ isLocalAllowed }), isLocalAllowed, nowMs: Date.now }),
      };
      const asked = oidc.counted.get("/.well-known/openid-configuration");
      for (const host of [
        oidc.issuer.replace("http://", ""),
        "169.254.169.254",
        "localhost",
        "[::1]",
        "10.0.0.1",
      ])
        await refusedUnchanged(
          world,
          () => saveConnection(world.caller(owner), sso, settings({ issuer: scheme + host })),
          { code: "invalid_input", issues: [{ field: "issuer" }] },
        );
      expect(oidc.counted.get("/.well-known/openid-configuration")).toBe(asked);
    },
  );

  test("is the business of the organisation's head, at their desk and lately proved", async () => {
    const org = await connected();
    const member = await colleague(world, { ...org.owner, kind: "buyer", role: "finance" });
    const stranger = await at.person();
    const byKey: Viewer = { ...org.owner, via: "api_key" };
    const late: Viewer = { ...org.owner, stepUpAt: 0 };
    const id = org.connectionId;
    const { id: domainId } = await world.row("select id from sso_domain where domain = $1", [org.domain]);
    const deeds: ((viewer: Viewer) => Promise<unknown>)[] = [
      (viewer) => saveConnection(world.caller(viewer), at.deps.sso, settings({ defaultRole: "finance" })),
      (viewer) => removeConnection(world.caller(viewer), { id }),
      (viewer) => enforceConnection(world.caller(viewer), { id, enforced: true }),
      (viewer) => addDomain(world.caller(viewer), { domain: "new.example.test" }),
      (viewer) => removeDomain(world.caller(viewer), { id: domainId }),
      (viewer) => verifyDomain(world.caller(viewer), { txt: async () => [] }, { id: domainId }),
    ];
    for (const deed of deeds.slice(0, 5)) {
      await refusedUnchanged(world, () => deed(late), { code: "step_up_needed" });
      await refusedUnchanged(world, () => deed(byKey), { code: "not_allowed" });
    }
    for (const deed of deeds) {
      await refusedUnchanged(world, () => deed(member), {
        code: expect.stringMatching(/not_allowed|domain_not/),
      });
    }
    for (const deed of deeds.filter((_one, n) => [1, 2, 4, 5].includes(n)))
      await refusedUnchanged(world, () => deed(stranger), { code: "not_found" });
    expect((await ask(world, stranger, "{ ssoConnection { issuer } ssoDomains { domain } }")).data).toEqual(
      {
        ...{ ssoConnection: null, ssoDomains: [] },
      },
    );
  });
});

describe("a domain", () => {
  const txt = () => txtRecords({ servers: [names.address] });

  test("is verified by the record in the DNS, and by nothing else", async () => {
    const owner = await at.person();
    const caller = world.caller(owner);
    const { id } = await addDomain(caller, { domain: " @Kolonne.EXAMPLE.test. " });
    const { domain, token } = await world.row("select domain, token from sso_domain where id = $1", [id]);
    expect(domain).toBe("kolonne.example.test");
    const check = () => verifyDomain(caller, { txt: txt() }, { id });
    const name = "_engine-room.kolonne.example.test";
    await refusedUnchanged(world, check, { code: "domain_not_shown", message: /no TXT record/ });
    for (const record of ["", `engine-room-verification=${token}x`, token, "engine-room-verification="]) {
      names.set(name, [record]);
      await refusedUnchanged(world, check, { code: "domain_not_shown", message: /something else/ });
    }
    names.set(name, ["v=spf1 -all", `engine-room-verification=${token}`]);
    expect(await check()).toEqual({ id });
    expect(
      (await world.row("select verified_at from sso_domain where id = $1", [id])).verified_at,
    ).toBeTruthy();
    expect(await addDomain(caller, { domain: "kolonne.example.test" })).toEqual({ id });
  });

  test("that another organisation has shown to hold is not taken by a copy of its record", async () => {
    const [first, second] = [await at.person(), await at.person()];
    await verified(world, first, "contested.example.test");
    const { id } = await addDomain(world.caller(second), { domain: "contested.example.test" });
    const { token } = await world.row("select token from sso_domain where organization_id = $1", [
      first.organizationId,
    ]);
    const theirs = { txt: async () => [`engine-room-verification=${token}`] };
    await refusedUnchanged(world, () => verifyDomain(world.caller(second), theirs, { id }), {
      code: "domain_not_shown",
    });
    const own = await world.row("select token from sso_domain where id = $1", [id]);
    const both = { txt: async () => [`engine-room-verification=${own.token}`] };
    await refusedUnchanged(world, () => verifyDomain(world.caller(second), both, { id }), {
      message: /Another organisation/,
    });
  });

  test.each([
    "",
    "x",
    "localhost",
    "a b.com",
    "example",
    "https://example.com",
    "exa_mple.com",
    "-a.com",
    "a..com",
  ])("%j is none", async (domain) => {
    const owner = await at.person();
    await refusedUnchanged(world, () => addDomain(world.caller(owner), { domain }), {
      ...{ code: "invalid_input", issues: [{ field: "domain" }] },
    });
  });

  test("is one of twenty at most", async () => {
    const owner = await at.person();
    for (let n = 0; n < 20; n += 1) await addDomain(world.caller(owner), { domain: `n${n}.example.test` });
    await refusedUnchanged(world, () => addDomain(world.caller(owner), { domain: "one.more.test" }), {
      code: "invalid_input",
    });
  });
});
