import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { readTrustedDocuments } from "../../graphql/trusted-documents.ts";
import { type Attack, repelled } from "../factories/abuse.ts";
import { member } from "../factories/people.ts";
import { post, webOf } from "../factories/web.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let http: ReturnType<typeof webOf>["http"];
const session = { cookie: "sid=good", "sec-fetch-site": "same-origin" };

beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Attacked", kind: "buyer", role: "owner" });
  http = webOf(world, {
    trusted: readTrustedDocuments(),
    viewerOfCookie: async (cookie) => (cookie === "sid=good" ? owner : null),
  }).http;
});
afterAll(() => world.close());

const MAKE =
  'mutation { createApiKey(input: { name: "x", days: 1, scopes: ["work:read"] }) { __typename } }';
const raw = (body: BodyInit) => ({ raw: body });
const get = (query: string) => ({ method: "GET", address: `?query=${encodeURIComponent(query)}` });

/** What another site, or a browser that was led astray, would send with the cookie of a session. */
const FORGED: Attack[] = [
  {
    name: "from another site",
    send: MAKE,
    headers: { "sec-fetch-site": "cross-site", origin: "http://evil.test" },
    says: /refused/,
  },
  {
    name: "from a sibling of our site",
    send: MAKE,
    headers: { "sec-fetch-site": "same-site", origin: "http://a.engine.test" },
    says: /refused/,
  },
  {
    name: "as a form",
    send: raw(`query=${encodeURIComponent(MAKE)}`),
    headers: { "sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded" },
    says: /refused/,
  },
  {
    name: "as plain text, which needs no leave to be sent",
    send: raw(JSON.stringify({ query: MAKE })),
    headers: { "sec-fetch-site": "none", "content-type": "text/plain" },
    says: /refused/,
  },
  {
    name: "as a form in parts",
    send: raw("--x--"),
    headers: { "sec-fetch-site": "cross-site", "content-type": "multipart/form-data; boundary=x" },
    says: /refused/,
  },
  {
    name: "as a form of our own page",
    send: raw(`query=${encodeURIComponent(MAKE)}`),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    says: /as JSON/,
  },
  {
    name: "as plain text of our own page",
    send: raw(JSON.stringify({ query: MAKE })),
    headers: { "content-type": "text/plain" },
    says: /as JSON/,
  },
  {
    name: "as GraphQL's own type",
    send: raw(MAKE),
    headers: { "content-type": "application/graphql" },
    says: /as JSON/,
  },
  { name: "with a document of its own", send: MAKE, says: /API key/ },
  { name: "by GET with a document of its own", ...get("{ viewer { email } }"), send: "", says: /API key/ },
  { name: "by GET with a mutation", ...get(MAKE), send: "", says: /API key|GET|POST/ },
  { name: "asking for the schema", send: "{ __schema { types { name } } }", says: /API key/ },
  {
    name: "asking for one type of the schema",
    send: '{ __type(name: "Viewer") { fields { name } } }',
    says: /API key/,
  },
  {
    name: "with another site's frame as origin",
    send: MAKE,
    headers: { "sec-fetch-site": "cross-site", origin: "null" },
    says: /refused/,
  },
];

describe("a request with a session's cookie", () => {
  test.each(FORGED)("$name is refused", (attack) => repelled({ world, http }, attack, session));

  test("beside a key that is none is refused for the key", async () => {
    const answer = await post(
      http,
      { query: MAKE },
      { ...session, authorization: "Bearer erk_wrong_wrong_wrong" },
    );
    expect(answer.status).toBe(401);
  });
});
