import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { graphqlEndpoint } from "../../graphql/http.ts";
import { createHttp } from "../../server/http.ts";
import { openKeyUse } from "../../server/identity/key-use.ts";
import { countWrongKeys } from "../../server/identity/wrong-keys.ts";
import { createMetrics } from "../../server/metrics.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let http: ReturnType<typeof createHttp>;
beforeAll(async () => {
  world = await openWorld();
  const viewer = await member(world, { name: "Web Buyer", kind: "buyer", role: "owner" });
  http = createHttp({
    unsubscribe: async () => false,
    directory: async () => new Response(null, { status: 401 }),
    ...{ logger: world.logger, metrics: createMetrics(), development: false },
    ...{ publicOrigin: "http://engine.test", trustProxy: false, clientFolder: null },
    viewerOfCookie: async (cookie) => (cookie === "sid=good" ? viewer : null),
    asApiKey: async ({ header }, run) =>
      header === "Bearer erk_good" ? run({ ...viewer, via: "api_key" }) : null,
    graphql: graphqlEndpoint({ ...world, development: false, trusted: null }),
    keyUse: openKeyUse({ open: world.db.open, clock: world.clock, logger: world.logger }),
    wrongKeys: countWrongKeys(() => 0),
    stripeWebhook: async (_body, signature) =>
      signature === "good"
        ? { status: 200, message: "kept" }
        : { status: 400, message: "The signature is wrong." },
    workDelivery: async ({ connectionId, body, signature }) =>
      signature === "good" && connectionId === "known"
        ? { status: 202, message: body }
        : { status: 401, message: "no" },
    live: async ({ viewer: who, lastEventId }) => new Response(`stream of ${who.role} from ${lastEventId}`),
    pages: async (request) => {
      if (new URL(request.url).pathname === "/breaks") throw new Error("secret detail");
      return new Response(`page for ${request.method}`);
    },
    ready: async () => true,
  });
});
afterAll(() => world.close());

const post = (path: string, headers: Record<string, string> = {}, body = "{}") =>
  http.request(`http://engine.test${path}`, { method: "POST", headers, body });
const own = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
const gql = (query: string, headers: Record<string, string> = own) =>
  post("/graphql", headers, JSON.stringify({ query }));

describe("a change", () => {
  test.each([
    ["of our own page", { "sec-fetch-site": "same-origin" }, 200],
    ["with our exact origin", { origin: "http://engine.test" }, 200],
    ["from another site", { "sec-fetch-site": "cross-site", origin: "http://evil.test" }, 403],
    [
      "from a sibling on the same site",
      { "sec-fetch-site": "same-site", origin: "http://a.engine.test" },
      403,
    ],
    ["from our host on another port", { origin: "http://engine.test:8080" }, 403],
    ["that says nothing", {}, 403],
    ["from a page without an origin", { origin: "null" }, 403],
    ["from another site with a key in its header", { authorization: "Bearer erk_good" }, 403],
    ["from another site with a password in its header", { authorization: "Basic eDp5" }, 403],
  ])("%s is answered with %j → %i", async (_words, headers, status) => {
    const asForm = { "content-type": "application/x-www-form-urlencoded", ...headers };
    expect((await post("/anything", asForm as Record<string, string>)).status).toBe(status);
  });

  test("of a form posted to GraphQL with the cookie is refused", async () => {
    const answer = await post(
      "/graphql",
      { cookie: "sid=good", "content-type": "application/x-www-form-urlencoded" },
      "query={viewer{name}}",
    );
    expect(answer.status).toBe(403);
  });
});

describe("GraphQL over HTTP", () => {
  test("knows the cookie, the key, and a stranger", async () => {
    const name = async (headers: Record<string, string>) =>
      (await (await gql("{ viewer { organizationName } }", headers)).json()).data.viewer;
    expect(await name({ ...own, cookie: "sid=good" })).toEqual({ organizationName: "Web Buyer" });
    expect(await name({ "content-type": "application/json", authorization: "Bearer erk_good" })).toEqual({
      organizationName: "Web Buyer",
    });
    expect(await name(own)).toBeNull();
  });

  test("describes its schema to an API key and to nobody else, whoever asked first", async () => {
    const asked = async (headers: Record<string, string>) =>
      (await gql("{ __schema { queryType { name } } }", headers)).text();
    const key = { "content-type": "application/json", authorization: "Bearer erk_good" };
    for (const _again of [1, 2]) {
      expect(await asked(own)).toMatch(/introspection/i);
      expect(await asked({ ...own, cookie: "sid=good" })).toMatch(/introspection/i);
      expect(await asked(key)).toContain('"queryType":{"name":"Query"}');
    }
  });

  test("looks up no more than a thousand ids for one operation", async () => {
    const ids = JSON.stringify(Array.from({ length: 100 }, () => crypto.randomUUID()));
    const aliases = (n: number) =>
      `{ ${Array.from({ length: n }, (_, i) => `a${i}: nodes(ids: ${ids}) { id }`).join(" ")} }`;
    expect(await (await gql(aliases(5))).text()).not.toContain("too much");
    expect(await (await gql(aliases(11))).text()).toContain("too much");
  });

  test("refuses a wrong key at once", async () => {
    const answer = await gql("{ viewer { name } }", { authorization: "Bearer erk_wrong" });
    expect(answer.status).toBe(401);
  });

  test("reads no more of a document than its first tokens, whoever sends it", async () => {
    const long = `{ ${"__typename ".repeat(6_000)} }`;
    for (const headers of [own, { ...own, accept: "application/graphql-response+json" }]) {
      const answer = await gql(long, headers);
      expect(await answer.text()).toMatch(/tokens/i);
    }
  });

  test("refuses an operation that is too deep, too broad or too dear", async () => {
    const deep = `{ listings { edges { node { ${"others { ".repeat(14)} title ${"} ".repeat(14)} } } } }`;
    const broad = `{ ${Array.from({ length: 500 }, (_, n) => `a${n}: viewer { name }`).join(" ")} }`;
    for (const query of [deep, broad]) {
      const answer = await (await gql(query)).json();
      expect(answer.errors?.[0]?.message).toMatch(
        /asks for too much at once: its (depth|breadth|complexity)/i,
      );
      expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
    }
  });

  test("lets no other site read what is given for our cookie", async () => {
    const headers = { cookie: "sid=good", origin: "http://evil.test" };
    const address = "http://engine.test/graphql?query=%7B__typename%7D";
    const answer = await http.request(address, { headers });
    expect(await answer.json()).toEqual({ data: { __typename: "Query" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    const asked = { ...headers, "access-control-request-method": "POST" };
    const before = await http.request(address, { method: "OPTIONS", headers: asked });
    expect(before.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("answers neither a batch nor an upload", async () => {
    const batch = await post("/graphql", own, JSON.stringify([{ query: "{ viewer { name } }" }]));
    expect(batch.status).toBeGreaterThanOrEqual(400);
    const upload = await post(
      "/graphql",
      { "sec-fetch-site": "same-origin", "content-type": "multipart/form-data; boundary=x" },
      "--x--",
    );
    expect(upload.status).toBeGreaterThanOrEqual(400);
  });
});

describe("an address", () => {
  test.each([
    "/%",
    "/%zz.js",
    "/%E0%A4%A",
    "/catalogue/%E0%A4%A",
    "/assets/x%00.js",
    "/providers/%00.data",
  ])("that is written wrongly, as %s, is refused and breaks nothing", async (path) => {
    const answer = await http.request(`http://engine.test${path}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe("This address is not written correctly.");
  });

  test.each(["/caf%C3%A9", "/100%25", "/%F0%9F%A6%8A", "/a%2Fb"])(
    "as %s reaches the pages",
    async (path) => {
      expect((await http.request(`http://engine.test${path}`)).status).toBe(200);
    },
  );
});

describe("the server", () => {
  test("says that it lives and that it is ready, and to strangers nothing of what it counted", async () => {
    const text = async (path: string) => (await http.request(`http://engine.test${path}`)).text();
    expect(await text("/healthz")).toBe("ok");
    expect(await text("/readyz")).toBe("ready");
    expect(await text("/metrics")).not.toContain("http_request_duration_ms");
  });

  test("sends every page under a policy with a fresh nonce and a request id", async () => {
    const one = await http.request("http://engine.test/page");
    const two = await http.request("http://engine.test/page");
    const policy = one.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("; form-action 'self' https: http://localhost:* ");
    expect(two.headers.get("content-security-policy")).not.toBe(policy);
    expect(one.headers.get("x-request-id")).toMatch(/^[\w-]{8,}$/);
    expect(one.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("sends data under a policy that lets nothing in it run", async () => {
    const { headers } = await gql("{ __typename }");
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{8,}$/);
    expect((await gql("{ __typename }")).headers.get("x-request-id")).not.toBe(headers.get("x-request-id"));
  });

  test("keeps a caller's request id where it is one, and makes its own where it is not", async () => {
    const ask = (id: string) =>
      http.request("http://engine.test/page", { headers: { "x-request-id": id } });
    expect((await ask("trace-12345678")).headers.get("x-request-id")).toBe("trace-12345678");
    expect((await ask("x y\tz")).headers.get("x-request-id")).not.toBe("x y\tz");
  });

  test("tells a stranger nothing of what broke but the id to quote", async () => {
    const answer = await http.request("http://engine.test/breaks");
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain("secret detail");
    expect(text).toContain(answer.headers.get("x-request-id") ?? "none");
  });

  test("takes a webhook without a cookie or an origin, and judges it by its signature", async () => {
    expect((await post("/webhooks/stripe", { "stripe-signature": "good" })).status).toBe(200);
    expect((await post("/webhooks/stripe", { "stripe-signature": "bad" })).status).toBe(400);
  });

  test("takes a delivery of work in the same way, by its connection and its signature", async () => {
    const signed = (value: string) => ({ "engine-room-signature": value });
    const taken = await post("/webhooks/work/known", signed("good"), '{"events":[]}');
    expect([taken.status, await taken.text()]).toEqual([202, '{"events":[]}']);
    expect((await post("/webhooks/work/known", signed("bad"))).status).toBe(401);
    expect((await post("/webhooks/work/unknown", signed("good"))).status).toBe(401);
    const length = 8 * 1024 * 1024 + 1;
    const headers = { ...signed("good"), "content-length": String(length) };
    expect((await post("/webhooks/work/known", headers, "x".repeat(length))).status).toBe(413);
  });
});

describe("a text that PostgreSQL cannot hold", () => {
  const texts = ["\0", "a\0b", "\ud800", "garbage", "' or 1=1 --"];

  test.each(texts)("%j fails no search, no look-up and no list", async (text) => {
    const reads = `query R($text: String!, $id: ID!) {
      provider(slug: $text) { name } listing(id: $id) { title } node(id: $id) { id }
      listings(filter: { q: $text, module: $text, country: $text }) { totalCount } }`;
    const answer = await post(
      "/graphql",
      own,
      JSON.stringify({ query: reads, variables: { text, id: text } }),
    );
    expect((await answer.json()).errors).toBeUndefined();
    for (const list of ["engagements", "statementsOfWork", "statements", "invoices"]) {
      const query = `query L($text: String) { ${list}(after: $text) { edges { cursor } } }`;
      const page = await post(
        "/graphql",
        { ...own, cookie: "sid=good" },
        JSON.stringify({ query, variables: { text } }),
      );
      expect((await page.json()).errors?.[0].extensions.code, list).toBe("invalid_input");
    }
  });

  test("is kept as the character for what could not be read", async () => {
    const query = `mutation M($input: CreateApiKeyInput!) { createApiKey(input: $input) {
      ... on MutationCreateApiKeySuccess { data { key { name } } } } }`;
    const variables = { input: { name: "a\0b", days: 1, scopes: ["work:read"] } };
    const kept = await post(
      "/graphql",
      { ...own, cookie: "sid=good" },
      JSON.stringify({ query, variables }),
    );
    expect((await kept.json()).data.createApiKey.data.key.name).toBe("a\uFFFDb");
  });
});

describe("the stream of changes", () => {
  const open = (headers: Record<string, string>) =>
    http.request("http://engine.test/live", { headers: { cookie: "sid=good", ...headers } });

  test("opens for our own pages and a session, from where it broke off", async () => {
    const answer = await open({ "sec-fetch-site": "same-origin", "last-event-id": "7" });
    expect(await answer.text()).toBe("stream of owner from 7");
  });

  test.each(["cross-site", "same-site", "none"])("is refused to a page that is %s", async (site) => {
    expect((await open({ "sec-fetch-site": site })).status).toBe(403);
  });

  test("ends for good where nobody is signed in", async () => {
    expect((await open({ cookie: "sid=bad", "sec-fetch-site": "same-origin" })).status).toBe(204);
  });
});
