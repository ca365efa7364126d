import { print } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiKeysDocument } from "../../app/routes/_app.organisation_.keys._index/keys.graphql.ts";
import { PayoutsDocument } from "../../app/routes/_app.payouts._index/payouts.graphql.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { PUBLIC_DOCUMENTS } from "../../graphql/public-documents.ts";
import { readTrustedDocuments } from "../../graphql/trusted-documents.ts";
import { member } from "../factories/people.ts";
import { shippedDocuments } from "../factories/shipped-documents.ts";
import { keyOf, post, webOf } from "../factories/web.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let http: ReturnType<typeof webOf>["http"];

beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Trusted", kind: "buyer", role: "owner" });
  http = webOf(world, {
    trusted: readTrustedDocuments(),
    viewerOfCookie: async (cookie) => (cookie === "sid=good" ? owner : null),
  }).http;
});
afterAll(() => world.close());

const shipped = shippedDocuments();
const own = { "sec-fetch-site": "same-origin" };
const session = { ...own, cookie: "sid=good" };
const keysMade = async () => (await world.row("select count(*)::int as n from api_key")).n;
const MAKE =
  'mutation { createApiKey(input: { name: "x", days: 1, scopes: ["work:read"] }) { __typename } }';

describe("a session", () => {
  test("may send every document that a page ships, as it is printed", () => {
    const trusted = readTrustedDocuments();
    expect(shipped.length).toBeGreaterThan(150);
    for (const text of shipped) expect(trusted.has(text), text).toBe(true);
  });

  test("may send the very document that a page hands to the server, with its fragments", () => {
    const trusted = readTrustedDocuments();
    for (const document of [PayoutsDocument, ApiKeysDocument])
      expect(trusted.has(print(document))).toBe(true);
  });

  test("is answered what a page asks", async () => {
    const page = shipped.find((text) => text.includes("query ApiKeys ")) as string;
    const answer = await post(http, { query: page }, session);
    expect((await answer.json()).data.apiKeys).toEqual([]);
  });

  test.each([
    ["of its own", "{ viewer { email } }"],
    ["that changes something", MAKE],
    ["with a comment behind a trusted one", `${PUBLIC_DOCUMENTS.listings} # more`],
    ["that is no GraphQL", "{"],
    ["that asks for the schema", "{ __schema { types { name } } }"],
  ])("is refused a document %s, however it is sent, and nothing is done", async (_words, query) => {
    const before = await keysMade();
    for (const accept of ["application/json", "application/graphql-response+json", "*/*"]) {
      const answer = await post(http, { query }, { ...session, accept });
      expect(answer.status, accept).toBeGreaterThanOrEqual(400);
      expect(await answer.text()).not.toContain(owner.email);
    }
    const address = `http://engine.test/graphql?query=${encodeURIComponent(query)}`;
    const got = await http.request(address, { headers: session });
    expect(got.status).toBeGreaterThanOrEqual(400);
    expect(await keysMade()).toBe(before);
  });

  test("is told where to go with a document of its own", async () => {
    const answer = await post(http, { query: "{ viewer { email } }" }, session);
    expect(answer.status).toBe(403);
    const { errors } = await answer.json();
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining("API key"),
      extensions: { code: "document_not_known" },
    });
  });
});

describe("a visitor", () => {
  test("may send what is published, with any variables", async () => {
    for (const query of Object.values(PUBLIC_DOCUMENTS)) {
      const answer = await post(http, { query, variables: { first: 2, filter: { country: "PL" } } }, own);
      expect((await answer.json()).data.listings.edges).toEqual([]);
    }
  });

  test("may send nothing else", async () => {
    expect((await post(http, { query: "{ viewer { name } }" }, own)).status).toBe(403);
  });

  test("finds no document trusted because a key has sent it before", async () => {
    const { authorization } = await keyOf(world, owner);
    const mine = { query: "query Later { viewer { name } }" };
    expect((await post(http, mine, { authorization })).status).toBe(200);
    expect((await post(http, mine, own)).status).toBe(403);
    expect((await post(http, mine, session)).status).toBe(403);
  });
});

test("a key may send any document", async () => {
  const { authorization } = await keyOf(world, owner);
  const answer = await post(http, { query: "{ viewer { organizationName } }" }, { authorization });
  expect(await answer.json()).toEqual({ data: { viewer: { organizationName: "Trusted" } } });
});
