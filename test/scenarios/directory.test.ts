import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { openLive } from "../../server/delivery/live-stream.ts";
import { createApiKey } from "../../server/identity/create-api-key.ts";
import { mapDirectoryGroup } from "../../server/identity/directory/tokens.ts";
import { type Browsers, openBrowsers } from "../factories/browsers.ts";
import { type Directory, directoryOf, newcomer } from "../factories/directory.ts";
import { colleague } from "../factories/people.ts";
import { verified } from "../factories/single-sign-on.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let at: Browsers;
let near: Directory;

beforeAll(async () => {
  world = await openWorld({ now: new Date().toISOString() });
  at = await openBrowsers(world);
  near = await directoryOf(world, await at.person());
});
afterAll(() => at.close().then(() => world.close()));

const placeOf = (id: string) =>
  world.row("select role, ended_at, user_id, organization_id from membership where id = $1", [id]);
const patch = (...Operations: unknown[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});

describe("somebody whom the directory brings", () => {
  test("has a place in its role, and is read as they were written", async () => {
    const made = await near.send("POST", "/Users", newcomer(near, "ada"));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ userName: `ada@${near.domain}`, externalId: "ext-ada", active: true, displayName: "Ada King" },
      ...{
        name: { givenName: "Ada", familyName: "King" },
        emails: [{ value: `ada@${near.domain}`, primary: true }],
      },
      meta: { resourceType: "User", location: `https://engine.test/scim/v2/Users/${made.body.id}` },
    });
    expect(made.headers.get("location")).toBe(made.body.meta.location);
    expect(made.headers.get("content-type")).toContain("application/scim+json");
    expect((await near.send("GET", `/Users/${made.body.id}`)).body).toEqual(made.body);
    expect(await placeOf(made.body.id)).toMatchObject({ role: "member", ended_at: null });
    const audit = await world.row("select * from audit_event where subject_id = $1", [made.body.id]);
    expect(audit).toMatchObject({
      ...{ action: "directory.create_user", actor_user_id: null, actor_name: "Directory “Okta”" },
      origin: { via: "directory", credential: near.tokenId },
    });
  });

  test("twice is refused as one that is there, and nothing changes", async () => {
    const body = newcomer(near, "twice");
    await near.send("POST", "/Users", body);
    for (const again of [
      body,
      { ...body, userName: body.userName.toUpperCase() },
      { ...body, externalId: "other" },
    ])
      await near.refused("POST", "/Users", again, { status: 409, scimType: "uniqueness" });
    const [one, two] = await Promise.all(
      [1, 2].map(() => near.send("POST", "/Users", newcomer(near, "race"))),
    );
    expect([one?.status, two?.status].sort()).toEqual([201, expect.any(Number)]);
    expect(
      (await near.send("GET", `/Users?filter=userName eq "race@${near.domain}"`)).body.totalResults,
    ).toBe(1);
  });

  test("has the account that had the address already, and its other places stay as they are", async () => {
    const elsewhere = await at.person();
    const email = `both@${near.domain}`;
    await world.owner.query("update person set email = $1, name = 'Own Name' where id = $2", [
      email,
      elsewhere.userId,
    ]);
    const { body } = await near.send("POST", "/Users", newcomer(near, "both"));
    expect(await placeOf(body.id)).toMatchObject({ user_id: elsewhere.userId });
    expect(body.displayName).toBe("Own Name");
    const renamed = await near.send("PUT", `/Users/${body.id}`, {
      ...newcomer(near, "both"),
      displayName: "New",
    });
    expect(renamed.body.displayName).toBe("Own Name");
  });

  test("is of a domain that the organisation has verified", async () => {
    for (const email of ["ada@elsewhere.example.test", `ada@sub.${near.domain}`, "ada@example"])
      await near.refused("POST", "/Users", { userName: email }, { status: 400, scimType: "invalidValue" });
    const stranger = await at.person();
    await near.refused("POST", "/Users", { userName: stranger.email }, { status: 400 });
  });
});

describe("somebody who is made inactive", () => {
  test.each<[string, (id: string) => Promise<{ status: number }>]>([
    [
      "Entra ID",
      (id) => near.send("PATCH", `/Users/${id}`, patch({ op: "Replace", path: "active", value: "False" })),
    ],
    [
      "Okta",
      (id) => near.send("PATCH", `/Users/${id}`, patch({ op: "replace", value: { active: false } })),
    ],
    [
      "a PUT",
      (id) =>
        near.send("PUT", `/Users/${id}`, {
          ...newcomer(near, id),
          userName: `x${id}@${near.domain}`,
          active: false,
        }),
    ],
    ["a DELETE", (id) => near.send("DELETE", `/Users/${id}`)],
  ])("by %s is out at once: session, key and stream", async (how, deed) => {
    const member = await withPassword(near.owner);
    const here = await at.signedIn(member);
    const key = { name: "k", days: 9, scopes: ["work:read"] };
    const { secret } = await createApiKey(world.caller(member), key);
    const live = openLive({
      ...{ url: world.urls.user, db: world.db, logger: world.logger, beatMs: 60_000 },
      stands: async (cookie) => (await at.browser(cookie ?? "")).viewer !== null,
    });
    await live.ready;
    const stream = await live.open({ viewer: member, cookie: here.cookieHeader, lastEventId: null });
    const ended = new Response(stream.body).text();
    const { id } = await world.row("select id from membership where user_id = $1", [member.userId]);
    expect([200, 204]).toContain((await deed(id)).status);
    expect((await at.browser(here.cookieHeader)).viewer).toBeNull();
    const { revoked_at: revoked } = await world.row("select revoked_at from api_key where user_id = $1", [
      member.userId,
    ]);
    expect([secret?.startsWith("erk_"), revoked !== null]).toEqual([true, true]);
    expect(await ended).toContain("event: ended");
    await live.close();
    const shown = await near.send("GET", `/Users/${id}`);
    if (how === "a DELETE") expect(shown.status).toBe(404);
    else expect(shown.body.active).toBe(false);
  });

  test("comes back in their role when active again, and after a deletion as somebody new", async () => {
    const { body } = await near.send("POST", "/Users", newcomer(near, "back"));
    await world.owner.query("update membership set role = 'finance' where id = $1", [body.id]);
    for (const active of [false, true])
      await near.send(
        "PATCH",
        `/Users/${body.id}`,
        patch({ op: "replace", path: "active", value: active }),
      );
    expect(await placeOf(body.id)).toMatchObject({ role: "finance", ended_at: null });
    expect((await near.send("DELETE", `/Users/${body.id}`)).status).toBe(204);
    await near.refused("DELETE", `/Users/${body.id}`, undefined, { status: 404 });
    const again = await near.send("POST", "/Users", newcomer(near, "back"));
    expect([again.status, again.body.id]).toEqual([201, body.id]);
    expect(await placeOf(body.id)).toMatchObject({ role: "member", ended_at: null });
  });

  test("is never the last owner", async () => {
    const { id } = await world.row("select id from membership where user_id = $1", [near.owner.userId]);
    const off = patch({ op: "replace", path: "active", value: false });
    await near.refused("PATCH", `/Users/${id}`, off, { status: 409 });
    await near.refused("DELETE", `/Users/${id}`, undefined, { status: 409 });
  });
});

describe("a group", () => {
  test("gives the role that the owner says, from the moment that they say it, and takes it again", async () => {
    const ids = [];
    for (const name of ["g1", "g2"])
      ids.push((await near.send("POST", "/Users", newcomer(near, name))).body.id);
    const [first = "", second = ""] = ids as string[];
    const made = await near.send("POST", "/Groups", {
      displayName: "Money",
      externalId: "e",
      members: [{ value: first }],
    });
    expect(made).toMatchObject({ status: 201, body: { members: [{ value: first, display: "Ada King" }] } });
    const { id } = made.body;
    expect((await placeOf(first)).role).toBe("member");
    await mapDirectoryGroup(world.caller(near.owner), { id, role: "finance" });
    expect((await placeOf(first)).role).toBe("finance");
    await near.send(
      "PATCH",
      `/Groups/${id}`,
      patch({ op: "Add", path: "members", value: [{ value: second }] }),
    );
    await near.send(
      "PATCH",
      `/Groups/${id}`,
      patch({ op: "remove", path: `members[value eq "${first}"]` }),
    );
    expect([(await placeOf(first)).role, (await placeOf(second)).role]).toEqual(["member", "finance"]);
    expect((await near.send("GET", `/Users/${second}`)).body.groups).toEqual([
      { value: id, display: "Money" },
    ]);
    const listed = await near.send(
      "GET",
      `/Groups?excludedAttributes=members&filter=displayName eq "money"`,
    );
    expect(listed.body.Resources).toEqual([expect.not.objectContaining({ members: expect.anything() })]);
    expect((await near.send("DELETE", `/Groups/${id}`)).status).toBe(204);
    expect((await placeOf(second)).role).toBe("member");
  });

  test("never moves the head, and a role at the head is none of its", async () => {
    const { id: owner } = await world.row("select id from membership where user_id = $1", [
      near.owner.userId,
    ]);
    const { body } = await near.send("POST", "/Groups", {
      displayName: "All",
      members: [{ value: owner }],
    });
    await mapDirectoryGroup(world.caller(near.owner), { id: body.id, role: "finance" });
    expect((await placeOf(owner)).role).toBe("owner");
    for (const role of ["owner", "admin", "nothing"])
      await expect(
        mapDirectoryGroup(world.caller(near.owner), { id: body.id, role }),
      ).rejects.toMatchObject({
        code: "invalid_input",
      });
  });
});

describe("a list", () => {
  test("is filtered and paged from one", async () => {
    const org = await directoryOf(world, await at.person());
    for (let n = 0; n < 5; n += 1) await org.send("POST", "/Users", newcomer(org, `p${n}`));
    const list = async (query: string) => (await org.send("GET", `/Users?${query}`)).body;
    expect(await list("")).toMatchObject({ totalResults: 6, startIndex: 1, itemsPerPage: 6 });
    const two = await list("startIndex=2&count=2");
    expect(two).toMatchObject({ totalResults: 6, startIndex: 2, itemsPerPage: 2 });
    expect(await list("count=0")).toMatchObject({ totalResults: 6, itemsPerPage: 0, Resources: [] });
    const name = (filter: string) => list(`filter=${encodeURIComponent(filter)}`);
    expect((await name(`userName eq "P3@${org.domain}"`)).Resources[0].externalId).toBe("ext-p3");
    expect((await name('externalId eq "ext-p4" and active eq true')).totalResults).toBe(1);
    expect((await name('externalId eq "EXT-P4"')).totalResults).toBe(0);
    expect((await name(`id eq "${two.Resources[0].id}"`)).totalResults).toBe(1);
    expect((await name('id eq "no id"')).totalResults).toBe(0);
    expect((await list("attributes=userName")).Resources[0]).toEqual({
      ...{ schemas: expect.anything(), id: expect.anything(), userName: expect.anything() },
    });
  });
});

describe("what is another organisation's", () => {
  test("is not there: no user, no group, no member, by any way", async () => {
    const far = await directoryOf(world, await at.person());
    const theirs = (await far.send("POST", "/Users", newcomer(far, "theirs"))).body.id;
    const group = (await far.send("POST", "/Groups", { displayName: "Theirs" })).body.id;
    const never = crypto.randomUUID();
    const off = patch({ op: "replace", path: "active", value: false });
    for (const [method, path, body] of [
      ["GET", "/Users/ID", undefined],
      ["PUT", "/Users/ID", newcomer(near, "steal")],
      ["PATCH", "/Users/ID", off],
      ["DELETE", "/Users/ID", undefined],
    ] as const) {
      const [one, other] = [
        await near.refused(method, path.replace("ID", theirs), body, { status: 404 }),
        await near.refused(method, path.replace("ID", never), body, { status: 404 }),
      ];
      expect(JSON.stringify(one).replaceAll(theirs, never)).toBe(JSON.stringify(other));
    }
    await near.refused("DELETE", `/Groups/${group}`, undefined, { status: 404 });
    await near.refused(
      "PATCH",
      `/Groups/${group}`,
      patch({ op: "replace", value: { displayName: "Mine" } }),
      { status: 404 },
    );
    for (const value of [theirs, never])
      await near.refused(
        "POST",
        "/Groups",
        { displayName: `G${value}`, members: [{ value }] },
        { status: 400 },
      );
    const seen = JSON.stringify((await near.send("GET", "/Users?count=200")).body);
    expect(seen).not.toContain(far.domain);
    const name = encodeURIComponent(`userName eq "theirs@${far.domain}"`);
    expect((await near.send("GET", `/Users?filter=${name}`)).body.totalResults).toBe(0);
    await expect(
      mapDirectoryGroup(world.caller(near.owner), { id: group, role: "finance" }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await verified(world, near.owner, `only-near-${never.slice(0, 8)}.example.test`);
  });
});

async function withPassword(owner: Viewer): Promise<Viewer> {
  const one = await colleague(world, { ...owner, kind: "buyer", role: "operations_lead" });
  const stored =
    "update person set password_hash = (select password_hash from person where id = $1) where id = $2";
  await world.owner.query(stored, [owner.userId, one.userId]);
  return one;
}
