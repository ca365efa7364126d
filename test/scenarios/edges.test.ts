import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { graphqlEndpoint } from "../../graphql/http.ts";
import { createHttp } from "../../server/http.ts";
import { countWrongKeys } from "../../server/identity/wrong-keys.ts";
import { createMetrics } from "../../server/metrics.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

const TOKEN = "a-token-of-the-edges";
let world: World;
let server: ReturnType<typeof createAdaptorServer>;
let port: number;

beforeAll(async () => {
  world = await openWorld();
  const viewer = await member(world, { name: "Edge Buyer", kind: "buyer", role: "owner" });
  const { db, clock, logger } = world;
  const http = createHttp({
    ...{ logger, metrics: createMetrics(), development: false, metricsToken: TOKEN },
    ...{ publicOrigin: "https://engine.test", trustProxy: false },
    clientFolder: join(import.meta.dirname, "../../public"),
    viewerOfCookie: async (cookie) => (cookie === "sid=good" ? viewer : null),
    asApiKey: async () => null,
    wrongKeys: countWrongKeys(() => 0),
    keyUse: { spend: () => ({ spent: false }), note: () => undefined } as never,
    graphql: graphqlEndpoint({ db, clock, logger, development: false, trusted: null }),
    stripeWebhook: async () => ({ status: 400, message: "" }),
    workDelivery: async () => ({ status: 401, message: "" }),
    unsubscribe: async () => false,
    directory: async (_request, facts) => Response.json(facts),
    live: async () => new Response(null, { status: 204 }),
    pages: async (request) =>
      request.url.endsWith("/kept")
        ? new Response("kept", { headers: { "Cache-Control": "public, max-age=60" } })
        : new Response("page"),
    ready: async () => true,
  });
  server = createAdaptorServer({ fetch: http.fetch });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  await world.close();
});

/** Sends a request as it is written: fetch would mend the address. */
function sent(path: string, p: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<{ status: number; headers: Record<string, string>; text: string }>((done, failed) => {
    const out = ask(
      { host: "127.0.0.1", port, path, method: p.method ?? "GET", headers: p.headers ?? {} },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => (text += part));
        const headers = answer.headers as Record<string, string>;
        answer.once("end", () => done({ status: answer.statusCode ?? 0, headers, text }));
      },
    );
    out.once("error", failed);
    out.end(p.body);
  });
}
const operation = { method: "POST", body: '{"query":"{ __typename }"}' };
const own = { "content-type": "application/json", "sec-fetch-site": "same-origin", cookie: "sid=good" };

describe("forms", () => {
  const formsOf = async (path: string) =>
    /; (form-action [^;]*); /.exec((await sent(path)).headers["content-security-policy"] ?? "")?.[1];

  // One policy for all of them: whoever comes to an invoice from home still has the policy of home.
  test.each(["/page", "/sign-in", "/home", "/invoices/0198bec4-6a00-7b9c-9af1-d1389fa1a9ea"])(
    "of %s may end at Stripe or at an organisation's own sign-in, by TLS alone",
    async (path) => {
      expect(await formsOf(path)).toBe("form-action 'self' https:");
    },
  );
});

describe("behind TLS", () => {
  test.each(["/page", "/graphql?query=%7B__typename%7D", "/healthz"])(
    "%s asks for TLS for two years",
    async (path) => {
      const { headers } = await sent(path);
      expect(headers["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
      expect(headers["referrer-policy"]).toBe("same-origin");
    },
  );
});

describe("what is one person's", () => {
  test("is kept in no cache, a page as well as an answer of the API", async () => {
    expect((await sent("/page", { headers: own })).headers["cache-control"]).toBe("private, no-store");
    expect((await sent("/graphql", { ...operation, headers: own })).headers["cache-control"]).toBe(
      "no-store",
    );
  });

  test("leaves what says for itself how long it is kept, and what is everybody's", async () => {
    expect((await sent("/kept", { headers: own })).headers["cache-control"]).toBe("public, max-age=60");
    expect((await sent("/page")).headers["cache-control"]).toBeUndefined();
  });
});

describe("the measurements", () => {
  test("are told to this machine, and to nobody that comes through a proxy on it", async () => {
    expect((await sent("/metrics")).text).toContain("http_request_duration_ms");
    const forwarded = { "x-forwarded-for": "127.0.0.1" };
    expect(await sent("/metrics", { headers: forwarded })).toMatchObject({ status: 404 });
  });

  test.each([
    [`Bearer ${TOKEN}`, 200],
    [`Bearer ${TOKEN}x`, 404],
    [TOKEN, 404],
    ["", 404],
  ])("are told from elsewhere to “%s” with %i", async (authorization, status) => {
    const headers = { "x-forwarded-for": "192.0.2.7", authorization };
    expect((await sent("/metrics", { headers })).status).toBe(status);
  });
});

describe("the server", () => {
  test("takes nobody's word for their address unless it stands behind a proxy", async () => {
    const { text } = await sent("/scim/v2/Users", { headers: { "x-forwarded-for": "192.0.2.7" } });
    expect(JSON.parse(text).address).toMatch(/127\.0\.0\.1$/);
  });

  test.each(["TRACE", "CONNECT", "FOO"])("answers %s with no echo", async (method) => {
    const answer = await sent("/page", { method, headers: { "x-secret": "planted" } }).catch(() => null);
    expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
    expect(answer?.status ?? 400).toBeLessThan(500);
    expect(answer?.text ?? "").not.toContain("planted");
  });

  test.each([
    ...["/../package.json", "/%2e%2e/package.json", "/..%2fpackage.json", "/assets/../../package.json"],
    ...[
      "/assets/..%5c..%5cpackage.json",
      "/.git/config",
      "/assets/",
      "/%00.txt",
      "//etc/passwd.txt",
      "/a/%c0%ae%c0%ae/x.txt",
    ],
  ])("hands out no file and no folder for %s", async (path) => {
    const { status, text } = await sent(path);
    expect(text).not.toMatch(/"engine-room"|root:|\[core\]|<li>/);
    expect(status).toBeLessThan(500);
  });

  test.each(["/%5C", "/%5cevil.test", "/a%00b", "/%zz"])("refuses the address %s", async (path) => {
    expect(await sent(path)).toMatchObject({ status: 400 });
  });

  test("shows no tool of the developer's", async () => {
    const { text } = await sent("/graphql", { headers: { accept: "text/html" } });
    expect(text).not.toMatch(/graphiql|unpkg|<script/i);
  });
});

test("developers write queries on a page that brings all of itself along, and nobody else gets one", async () => {
  const { db, clock, logger } = world;
  const editorOf = async (development: boolean) => {
    const editor = development ? { editor: renderGraphiQL } : {};
    const endpoint = graphqlEndpoint({ db, clock, logger, development, trusted: null, ...editor });
    const request = new Request("http://engine.test/graphql", { headers: { accept: "text/html" } });
    return (await (await endpoint(request))(null)).response;
  };
  const page = await (await editorOf(true)).text();
  expect(page).toContain("renderYogaGraphiQL");
  expect(page.slice(0, 300)).toContain("<!doctype html>");
  expect(page).not.toMatch(/<(script|link|img|iframe)\b[^>]{0,200}(src|href)="https?:/);
  expect((await editorOf(false)).status).toBe(406);
});
