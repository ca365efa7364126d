import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { createDirectoryToken, revokeDirectoryToken } from "../../server/identity/directory/tokens.ts";
import { ask } from "../factories/ask.ts";
import { type Directory, directoryOf, newcomer } from "../factories/directory.ts";
import { colleague, member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let near: Directory;
beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Directory Buyer", kind: "buyer", role: "owner" });
  near = await directoryOf(world, owner);
});
afterAll(() => world.close());

describe("a token", () => {
  test("is shown once and kept as a digest", async () => {
    const input = { name: "Entra", days: 30, defaultRole: "member" };
    const { id, secret } = await createDirectoryToken(world.caller(owner, "key"), input);
    expect(secret).toMatch(/^erd_[\w-]{43}$/);
    expect(await createDirectoryToken(world.caller(owner, "key"), input)).toEqual({ id, secret: null });
    const everywhere = await world.owner.query(
      "select (select json_agg(t) from directory_token t) as a, (select json_agg(e) from audit_event e) as b, " +
        "(select json_agg(i) from idempotency_key i) as c",
    );
    expect(JSON.stringify(everywhere.rows)).not.toContain(secret);
    const shown = await ask(world, owner, "{ directoryTokens { name prefix defaultRole lastUsedAt } }");
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown.data.directoryTokens[0]).toMatchObject({ name: "Entra", prefix: secret?.slice(0, 10) });
  });

  test("opens nothing once it is revoked, has expired, or is not quite itself", async () => {
    const token = near.secret;
    const status = async (header: string | null) => (await near.as(header).send("GET", "/Users")).status;
    expect(await status(`Bearer ${token}`)).toBe(200);
    for (const wrong of [
      null,
      "",
      token,
      "Bearer",
      "Bearer x",
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer ${token.slice(0, -1)}`,
    ])
      expect(await status(wrong), String(wrong)).toBe(401);
    expect(await status(`Bearer ${token.replace("erd_", "erk_")}`)).toBe(401);
    const other = await createDirectoryToken(world.caller(owner), {
      name: "x",
      days: 1,
      defaultRole: "member",
    });
    expect(await status(`Bearer ${other.secret}`)).toBe(200);
    world.clock.moveTo(world.clock.now().add({ hours: 25 }));
    expect(await status(`Bearer ${other.secret}`)).toBe(401);
    const third = await createDirectoryToken(world.caller(owner), {
      name: "y",
      days: 1,
      defaultRole: "member",
    });
    await revokeDirectoryToken(world.caller(owner), { id: third.id });
    const answer = await near.as(`Bearer ${third.secret}`).send("GET", "/Users");
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="scim"']);
    expect(answer.body).toMatchObject({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: "401",
    });
  });

  test.each([
    ["name", { name: " " }],
    ["days", { days: 0 }],
    ["days", { days: 366 }],
    ["days", { days: 1.5 }],
    ["defaultRole", { defaultRole: "owner" }],
    ["defaultRole", { defaultRole: "delivery_manager" }],
    ["defaultRole", { defaultRole: "" }],
  ])("with a wrong %s (%j) is refused beside its field", async (field, more) => {
    const input = { name: "x", days: 1, defaultRole: "member", ...more };
    await refusedUnchanged(world, () => createDirectoryToken(world.caller(owner), input), {
      ...{ code: "invalid_input", issues: [{ field }] },
    });
  });

  test("is the head's to make and to revoke, at their desk", async () => {
    const input = { name: "x", days: 1, defaultRole: "member" };
    const finance = await colleague(world, { ...owner, kind: "buyer", role: "finance" });
    const stranger = await member(world, { name: "Directory Stranger", kind: "buyer", role: "owner" });
    for (const viewer of [finance, { ...owner, via: "api_key" as const }]) {
      await refusedUnchanged(world, () => createDirectoryToken(world.caller(viewer), input), {
        code: "not_allowed",
      });
      await refusedUnchanged(
        world,
        () => revokeDirectoryToken(world.caller(viewer), { id: near.tokenId }),
        {
          code: "not_allowed",
        },
      );
    }
    await refusedUnchanged(
      world,
      () => createDirectoryToken(world.caller({ ...owner, stepUpAt: 0 }), input),
      {
        code: "step_up_needed",
      },
    );
    await refusedUnchanged(
      world,
      () => revokeDirectoryToken(world.caller(stranger), { id: near.tokenId }),
      {
        code: "not_found",
      },
    );
  });
});

describe("the end point", () => {
  test("says what it can do", async () => {
    const config = (await near.send("GET", "/ServiceProviderConfig")).body;
    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { maxResults: 200 },
    });
    expect(
      (await near.send("GET", "/ResourceTypes")).body.Resources.map((one: { id: string }) => one.id),
    ).toEqual(["User", "Group"]);
    expect((await near.send("GET", "/ResourceTypes/Group")).body.endpoint).toBe("/Groups");
    const schemas = (await near.send("GET", "/Schemas")).body;
    expect(schemas.totalResults).toBe(2);
    const one = await near.send("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User");
    expect(one.body.attributes.map((a: { name: string }) => a.name)).toContain("userName");
  });

  test.each<[string, string, unknown, number, string?]>([
    ["GET", "", undefined, 404],
    ["GET", "/Nothing", undefined, 404],
    ["GET", "/Schemas/none", undefined, 404],
    ["GET", "/Users/a/b", undefined, 404],
    ["GET", "/Users/%ff", undefined, 404],
    ["GET", "/Users/' or 1=1 --", undefined, 404],
    ["POST", "/Schemas", {}, 405],
    ["DELETE", "/Users", undefined, 405],
    ["POST", "/Bulk", {}, 404],
    ["GET", '/Users?filter=userName sw "a"', undefined, 400, "invalidFilter"],
    ["GET", "/Users?startIndex=x", undefined, 400, "invalidValue"],
    ["GET", '/Groups?filter=members eq "a"', undefined, 400, "invalidFilter"],
    ["POST", "/Users", {}, 400, "invalidValue"],
    ["POST", "/Users", [], 400, "invalidSyntax"],
    ["POST", "/Users", "text", 400, "invalidSyntax"],
    ["POST", "/Groups", { displayName: "x", members: [{ value: "no id" }] }, 400, "invalidValue"],
    ["POST", "/Groups", { displayName: "x", members: [{}] }, 400, "invalidValue"],
  ])(
    "answers %s %s with %j in its own words, and nothing changes",
    async (method, path, body, status, scimType) => {
      await near.refused(method, path, body, { status, ...(scimType ? { scimType } : {}) });
    },
  );

  test("takes JSON alone", async () => {
    const text = await near.raw("POST", "/Users", {
      body: "userName=x",
      type: "application/x-www-form-urlencoded",
    });
    expect(text.status).toBe(415);
    const broken = await near.raw("POST", "/Users", { body: "{", type: "application/scim+json" });
    expect([broken.status, (await broken.json()).scimType]).toEqual([400, "invalidSyntax"]);
    const nul = { ...newcomer(near, "nul"), displayName: "a\0b" };
    expect((await near.send("POST", "/Users", nul)).body.displayName).toBe("a\uFFFDb");
  });
});
