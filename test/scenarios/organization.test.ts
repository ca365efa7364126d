import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { hashApiKey, viewerOfApiKey } from "../../server/identity/api-keys.ts";
import { ask } from "../factories/ask.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename
  ... on MutationCreateApiKeySuccess { data { secret key { apiKeyId prefix name } } }
  ... on InvalidInput { issues { field message } } } }`;
const REVOKE = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename } }`;
const KEYS = `{ apiKeys { apiKeyId name prefix revokedAt } }`;
const FACTS = { requestId: "r", address: "127.0.0.1", userAgent: "vitest" };

let world: World;
let owner: Viewer;
let finance: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Halden", kind: "buyer", role: "owner" });
  finance = await colleague(world, {
    organizationId: owner.organizationId,
    organizationName: "Halden",
    kind: "buyer",
    role: "finance",
  });
  stranger = await member(world, { name: "Stranger", kind: "provider", role: "owner" });
});

afterAll(() => world.close());

async function create(viewer: Viewer, input: Record<string, unknown>) {
  return (await ask(world, viewer, CREATE, { input })).data?.createApiKey;
}

const keyCount = async () =>
  Number((await world.owner.query("select count(*) as n from api_key")).rows[0].n);

const SCOPES = ["work:read"];

describe("an API key", () => {
  test("is shown once, works as its maker, and is stored as a digest only", async () => {
    const { data } = await create(owner, { name: "Ticket export", days: 30, scopes: SCOPES });
    expect(data.secret).toMatch(/^erk_[A-Za-z0-9_-]{43}$/);
    expect(data.secret.startsWith(data.key.prefix)).toBe(true);
    const viewer = await viewerOfApiKey(
      { open: world.db.open, clock: world.clock },
      `Bearer ${data.secret}`,
      FACTS,
    );
    expect(viewer).toMatchObject({
      userId: owner.userId,
      organizationId: owner.organizationId,
      via: "api_key",
    });
    const listed = await ask(world, owner, KEYS);
    expect(JSON.stringify(listed.data)).not.toContain(data.secret);
    const { rows } = await world.owner.query("select secret_hash from api_key where id = $1", [
      data.key.apiKeyId,
    ]);
    expect(rows[0].secret_hash).toBe(hashApiKey(data.secret));
  });

  test("is made once by a double click, and nothing keeps its secret", async () => {
    const before = await keyCount();
    const input = { name: "Twice", days: 30, scopes: SCOPES, idempotencyKey: "double-click" };
    const first = await create(owner, input);
    const second = await create(owner, input);
    expect(second.data).toEqual({ secret: null, key: first.data.key });
    expect(await keyCount()).toBe(before + 1);
    const { rows } = await world.owner.query(
      "select (select jsonb_agg(k) from idempotency_key k) || (select jsonb_agg(a) from audit_event a) as all",
    );
    expect(JSON.stringify(rows[0].all)).not.toContain(first.data.secret);
  });

  test.each([
    [{ name: " ", days: 30, scopes: ["work:read"] }, "name"],
    [{ name: "x".repeat(81), days: 30, scopes: ["work:read"] }, "name"],
    [{ name: "Long", days: 366, scopes: ["work:read"] }, "days"],
    [{ name: "None", days: 0, scopes: ["work:read"] }, "days"],
    [{ name: "Empty", days: 1, scopes: [] }, "scopes"],
    [{ name: "Beyond", days: 1, scopes: ["work:read", "work:import"] }, "scopes"],
    [{ name: "Unknown", days: 1, scopes: ["constructor"] }, "scopes"],
    [{ name: "Mother", days: 1, scopes: ["api_key:manage"] }, "scopes"],
    [{ name: "Slow", days: 1, scopes: ["work:read"], perMinute: 0 }, "perMinute"],
    [{ name: "Fast", days: 1, scopes: ["work:read"], perMinute: 6001 }, "perMinute"],
  ])("is refused for %j", async (input, field) => {
    const before = await keyCount();
    const answer = await create(owner, input);
    expect(answer.__typename).toBe("InvalidInput");
    expect(answer.issues[0].field).toBe(field);
    expect(await keyCount()).toBe(before);
  });

  test("stops working when revoked, and revoking it again changes nothing", async () => {
    const { data } = await create(owner, { name: "Short life", days: 1, scopes: SCOPES });
    for (let time = 0; time < 2; time += 1) {
      const { data: answer } = await ask(world, owner, REVOKE, { input: { apiKeyId: data.key.apiKeyId } });
      expect(answer.revokeApiKey.__typename).toBe("MutationRevokeApiKeySuccess");
    }
    expect(
      await viewerOfApiKey({ open: world.db.open, clock: world.clock }, `Bearer ${data.secret}`, FACTS),
    ).toBeNull();
  });

  test("of another organisation is as unknown as one that never was", async () => {
    const { data } = await create(owner, { name: "Ours", days: 365, scopes: SCOPES });
    for (const apiKeyId of [data.key.apiKeyId, "0199c0de-0000-7000-8000-000000000000", "nonsense"]) {
      const { data: answer } = await ask(world, stranger, REVOKE, { input: { apiKeyId } });
      expect(answer.revokeApiKey.__typename).toBe("NotFound");
    }
    expect(
      await viewerOfApiKey({ open: world.db.open, clock: world.clock }, `Bearer ${data.secret}`, FACTS),
    ).not.toBeNull();
    expect((await ask(world, stranger, KEYS)).data.apiKeys).toEqual([]);
  });

  test("can be made by marketplace staff, for their own organisation", async () => {
    const staff = await member(world, { name: "Accounts", kind: "marketplace", role: "account_manager" });
    const { data } = await create(staff, { name: "Reports", days: 7, scopes: SCOPES });
    expect(data.secret).toMatch(/^erk_/);
    expect((await ask(world, staff, KEYS)).data.apiKeys).toHaveLength(1);
  });

  test("cannot be made by finance, nor by a visitor", async () => {
    const before = await keyCount();
    expect(
      (await ask(world, finance, CREATE, { input: { name: "No", days: 1, scopes: SCOPES } })).data
        ?.createApiKey?.__typename ?? "NotAllowed",
    ).toBe("NotAllowed");
    expect((await ask(world, null, KEYS)).errors).toHaveLength(1);
    expect(await keyCount()).toBe(before);
  });
});

describe("the organisation page", () => {
  test("lists members of the own organisation only", async () => {
    const { data } = await ask(world, owner, "{ organization { name members { email roleName } } }");
    expect(data.organization.name).toBe("Halden");
    expect(data.organization.members.map((one: { email: string }) => one.email).sort()).toEqual(
      [owner.email, finance.email].sort(),
    );
  });

  test("lists a person's own live sessions only", async () => {
    const session = (userId: string, expires: string) =>
      world.owner.query(
        `insert into session (id_hash, user_id, organization_id, expires_at, absolute_expires_at, user_agent)
         values ($1, $2, $3, $4, $4, 'Firefox')`,
        [crypto.randomUUID(), userId, owner.organizationId, expires],
      );
    await session(owner.userId, "2026-11-21T10:00:00Z");
    await session(owner.userId, "2026-11-21T08:00:00Z");
    await session(finance.userId, "2026-11-21T10:00:00Z");
    const { data } = await ask(world, owner, "{ sessions { sessionId userAgent } }");
    expect(data.sessions).toHaveLength(1);
  });
});
