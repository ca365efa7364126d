import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ask } from "../factories/ask.ts";
import { member } from "../factories/people.ts";
import { keyOf, post, webOf } from "../factories/web.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let stranger: Viewer;
let web: ReturnType<typeof webOf>;
const START = "2026-11-21T09:00:00Z";

beforeAll(async () => {
  world = await openWorld({ now: START });
  stranger = await member(world, { name: "Stranger", kind: "provider", role: "owner" });
});
afterAll(() => world.close());
let turn = 0;
beforeEach(async () => {
  turn += 1;
  owner = await member(world, { name: `Keyed ${turn}`, kind: "buyer", role: "owner" });
  web = webOf(world);
  const { epochMilliseconds } = world.clock.now();
  // Each test begins at the beginning of a minute of its own.
  world.clock.moveTo(world.clock.now().add({ milliseconds: 120_000 - (epochMilliseconds % 60_000) }));
});

const NAMED = { query: "query Mine { viewer { name } }" };
const send = (key: { authorization: string }, body: unknown = NAMED) =>
  post(web.http, body, { authorization: key.authorization });
const CALLS = `query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  apiKey(id: $id) { lastUsedAt }
  apiKeyCalls(apiKeyId: $id, first: $first, after: $after, last: $last, before: $before) {
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { node { callId operation outcome address } } } }`;
const logOf = async (viewer: Viewer, id: string, page: object = {}) => {
  const { data } = await ask(world, viewer, CALLS, { id, ...page });
  return data.apiKeyCalls.edges.map((edge: { node: object }) => edge.node);
};

describe("wrong keys of one address", () => {
  test("end in 429 with the time to wait, before they are looked up; a key that was right goes on", async () => {
    const right = await keyOf(world, owner);
    const another = await keyOf(world, owner);
    expect((await send(right)).status).toBe(200);
    const wrong = () => send({ authorization: `Bearer erk_${crypto.randomUUID()}` });
    for (let n = 0; n < 20; n += 1) expect((await wrong()).status).toBe(401);
    world.clock.moveTo(world.clock.now().add({ seconds: 15 }));
    const refused = await wrong();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "45"]);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: "too_many_wrong_keys" } }],
    });
    expect((await send(another)).status).toBe(429);
    expect((await send(right)).status).toBe(200);
    world.clock.moveTo(world.clock.now().add({ seconds: 45 }));
    expect((await send(another)).status).toBe(200);
    expect((await wrong()).status).toBe(401);
  });
});

describe("the budget of a key", () => {
  test("is told with every answer and ends in 429 with the time to wait", async () => {
    const key = await keyOf(world, owner, { perMinute: 2 });
    world.clock.moveTo(world.clock.now().add({ seconds: 20 }));
    const answers = [await send(key), await send(key), await send(key)];
    expect(answers.map((one) => one.status)).toEqual([200, 200, 429]);
    expect(answers.map((one) => one.headers.get("ratelimit"))).toEqual([
      '"key";r=1;t=40',
      '"key";r=0;t=40',
      '"key";r=0;t=40',
    ]);
    for (const one of answers) expect(one.headers.get("ratelimit-policy")).toBe('"key";q=2;w=60');
    expect(answers.map((one) => one.headers.get("retry-after"))).toEqual([null, null, "40"]);
    expect(await answers[2]?.json()).toEqual({
      errors: [
        {
          message: "This key has sent its 2 requests of this minute. Try again in 40 s.",
          extensions: { code: "too_many_requests" },
        },
      ],
    });
  });

  test("refuses without doing anything", async () => {
    const key = await keyOf(world, owner, { perMinute: 1 });
    await send(key);
    const count = () => world.row("select count(*)::int as n from api_key");
    const before = await count();
    const mutation =
      'mutation { createApiKey(input: { name: "x", days: 1, scopes: ["work:read"] }) { __typename } }';
    expect((await send(key, { query: mutation })).status).toBe(429);
    expect(await count()).toEqual(before);
  });

  test("is whole again in the next minute", async () => {
    const key = await keyOf(world, owner, { perMinute: 1 });
    expect([(await send(key)).status, (await send(key)).status]).toEqual([200, 429]);
    world.clock.moveTo(world.clock.now().add({ seconds: 60 }));
    expect((await send(key)).status).toBe(200);
  });

  test("is each key's own, and leaves sessions alone", async () => {
    const [one, two] = [
      await keyOf(world, owner, { perMinute: 1 }),
      await keyOf(world, owner, { perMinute: 1 }),
    ];
    expect([(await send(one)).status, (await send(one)).status]).toEqual([200, 429]);
    expect((await send(two)).status).toBe(200);
    const visitor = await post(web.http, NAMED, { "sec-fetch-site": "same-origin" });
    expect(visitor.status).toBe(200);
    expect(visitor.headers.get("ratelimit")).toBeNull();
  });

  test("is shared by all web processes within a second of their telling each other", async () => {
    const key = await keyOf(world, owner, { perMinute: 5 });
    const other = webOf(world);
    const there = () => post(other.http, NAMED, { authorization: key.authorization });
    for (let n = 0; n < 3; n += 1) expect((await send(key)).status).toBe(200);
    await web.keyUse.flush();
    expect((await there()).headers.get("ratelimit")).toContain("r=4");
    await other.keyUse.flush();
    expect((await there()).headers.get("ratelimit")).toContain("r=0");
    expect((await there()).status).toBe(429);
    await web.keyUse.flush();
  });

  test("of a key made before there were budgets is far away", async () => {
    const key = await keyOf(world, owner);
    expect((await send(key)).headers.get("ratelimit-policy")).toBe('"key";q=60000;w=60');
  });
});

describe("the log of a key", () => {
  test("says what was asked and how it ended, newest first", async () => {
    const key = await keyOf(world, owner, { perMinute: 6, scopes: ["work:read"] });
    await send(key);
    await send(key, { query: "{ statements { edges { node { id } } } }" });
    await send(key, { query: "{ nonsense }" });
    await send(key, { query: "{" });
    await send(key, {
      query: 'mutation Make { createApiKey(input: { name: "x", days: 1, scopes: [] }) { __typename } }',
    });
    await send(key, { query: "{ viewer { name } }" });
    for (let n = 0; n < 5; n += 1) await send(key);
    await web.keyUse.flush();
    const log = await logOf(owner, key.id);
    expect(log.map((one: { operation: string; outcome: string }) => [one.operation, one.outcome])).toEqual([
      ["", "too_many_requests"],
      ["query viewer", "answered"],
      ["Make", "refused: NotAllowed"],
      ["", "refused: not_valid"],
      ["", "refused: not_valid"],
      ["query statements", "refused: not_allowed"],
      ["Mine", "answered"],
    ]);
  });

  test("is written once for many requests, and no request waits for it", async () => {
    const asked = "select calls::int from pg_stat_user_functions where funcname = 'note_key_calls'";
    await world.owner.query("select pg_stat_force_next_flush()");
    const key = await keyOf(world, owner);
    for (let n = 0; n < 20; n += 1) await send(key);
    expect(await logOf(owner, key.id)).toEqual([]);
    await web.keyUse.flush();
    expect(await logOf(owner, key.id)).toHaveLength(20);
    expect(asked).toContain("note_key_calls");
  });

  test("tells when the key was last used", async () => {
    const key = await keyOf(world, owner);
    await send(key);
    const at = world.clock.now().toString();
    await web.keyUse.flush();
    const { data } = await ask(world, owner, CALLS, { id: key.id });
    expect(data.apiKey.lastUsedAt).toBe(at.replace("Z", ".000Z"));
  });

  test("is read by the key's organisation and by nobody else", async () => {
    const key = await keyOf(world, owner);
    await send(key);
    await web.keyUse.flush();
    expect(await logOf(owner, key.id)).toHaveLength(1);
    for (const id of [key.id, crypto.randomUUID(), "nonsense"]) {
      const { data } = await ask(world, stranger, CALLS, { id });
      expect(data).toEqual({
        apiKey: null,
        apiKeyCalls: { pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: "" }, edges: [] },
      });
    }
  });

  test("is read page by page, both ways, and a cursor of another key leads nowhere", async () => {
    const [key, other] = [await keyOf(world, owner), await keyOf(world, owner)];
    for (let n = 0; n < 5; n += 1) await send(key, { query: `query N${n} { __typename }` });
    await send(other);
    await web.keyUse.flush();
    const names = (rows: { operation: string }[]) => rows.map((one) => one.operation);
    const first = await logOf(owner, key.id, { first: 2 });
    expect(names(first)).toEqual(["N4", "N3"]);
    const second = await logOf(owner, key.id, { first: 2, after: first[1].callId });
    expect(names(second)).toEqual(["N2", "N1"]);
    expect(names(await logOf(owner, key.id, { last: 2, before: second[0].callId }))).toEqual(["N4", "N3"]);
    const [foreign] = await logOf(owner, other.id);
    for (const after of [foreign.callId, crypto.randomUUID(), "x"])
      expect(await logOf(owner, key.id, { after })).toEqual([]);
  });

  test("waits for a database that does not answer, and loses nothing by it", async () => {
    const key = await keyOf(world, owner);
    await send(key);
    await world.owner.query("revoke execute on function app.note_key_calls(jsonb, jsonb) from app_user");
    await web.keyUse.flush();
    expect(await logOf(owner, key.id)).toEqual([]);
    await world.owner.query("grant execute on function app.note_key_calls(jsonb, jsonb) to app_user");
    await web.keyUse.flush();
    expect(await logOf(owner, key.id)).toHaveLength(1);
  });

  test("takes no call of a key that is not there", async () => {
    const before = await world.row("select count(*)::int as n from api_key_call");
    web.keyUse.note({ keyId: crypto.randomUUID(), operation: "x", outcome: "y", address: "z" });
    await web.keyUse.flush();
    expect(await world.row("select count(*)::int as n from api_key_call")).toEqual(before);
  });

  test("is forgotten after ninety days, and not before", async () => {
    const key = await keyOf(world, owner);
    const line = (days: number) =>
      world.owner.query(
        `insert into api_key_call (organization_id, key_id, at, operation, outcome, address)
         values ($1, $2, $3, $4, 'answered', '')`,
        [
          ...[owner.organizationId, key.id],
          ...[
            world.clock
              .now()
              .subtract({ hours: days * 24 })
              .toString(),
            `${days} days old`,
          ],
        ],
      );
    await member(world, { name: "Market", kind: "marketplace", role: "admin" });
    await line(89);
    await line(91);
    await world.workDb.open.$queryRaw`select graphile_worker.add_job('retention:nightly')::text`;
    await world.drainJobs();
    expect((await logOf(owner, key.id)).map((one: { operation: string }) => one.operation)).toEqual([
      "89 days old",
    ]);
  });
});

test("a key that was revoked answers 401 at once, with a word that programs understand", async () => {
  const key = await keyOf(world, owner);
  expect((await send(key)).status).toBe(200);
  await world.owner.query("update api_key set revoked_at = now() where id = $1", [key.id]);
  const answer = await send(key);
  expect(answer.status).toBe(401);
  expect((await answer.json()).errors[0].extensions.code).toBe("key_not_valid");
});
