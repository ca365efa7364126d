import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Attack, repelled } from "../factories/abuse.ts";
import { member } from "../factories/people.ts";
import { keyOf, webOf } from "../factories/web.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let http: ReturnType<typeof webOf>["http"];
let key: { authorization: string };

beforeAll(async () => {
  world = await openWorld();
  const owner = await member(world, { name: "Attacked", kind: "buyer", role: "owner" });
  http = webOf(world).http;
  key = { authorization: (await keyOf(world, owner)).authorization };
});
afterAll(() => world.close());

const MAKE =
  'mutation { createApiKey(input: { name: "x", days: 1, scopes: ["work:read"] }) { __typename } }';
const TWO = `query A { __typename } ${MAKE.replace("mutation", "mutation B")}`;
const WITH =
  "mutation M($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename " +
  "... on InvalidInput { issues { field } } } }";
const given = (input: unknown) => ({ query: WITH, variables: { input } });
const KEY = { name: "x", days: 1, scopes: ["work:read"] };
const raw = (body: BodyInit) => ({ raw: body });
const get = (query: string) => ({ method: "GET", address: `?query=${encodeURIComponent(query)}` });
const deep = (n: number) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`;
const INVALID = /"errors"|InvalidInput/;

/** Requests whose wrapping, variables or words are the attack. */
const ATTACKS: Attack[] = [
  {
    name: "a batch of operations",
    send: raw(JSON.stringify([{ query: MAKE }, { query: MAKE }])),
    says: /batch/i,
  },
  { name: "a batch of one", send: raw(JSON.stringify([{ query: MAKE }])), says: /batch/i },
  { name: "a mutation by GET", ...get(MAKE), send: "", says: /GET|POST|method/i },
  {
    name: "a mutation by GET among two operations",
    method: "GET",
    send: "",
    address: `?query=${encodeURIComponent(TWO)}&operationName=B`,
    says: /GET|POST|method/i,
  },
  { name: "a mutation by DELETE", method: "DELETE", send: MAKE, says: /method|errors|only/i },
  { name: "a mutation by PUT", method: "PUT", send: MAKE, says: /method|errors|only/i },
  { name: "a mutation by PATCH", method: "PATCH", send: MAKE, says: /method|errors|only/i },
  {
    name: "an upload in parts",
    send: raw("--x\r\nContent-Disposition: form-data; name=operations\r\n\r\n{}\r\n--x--"),
    headers: { "content-type": "multipart/form-data; boundary=x" },
    says: /as JSON/,
  },
  { name: "a bare word as a body", send: raw("query"), says: /"errors"|JSON/ },
  { name: "null as a body", send: raw("null"), says: /"errors"/ },
  { name: "a number as a body", send: raw("42"), says: /"errors"/ },
  { name: "an empty object", send: raw("{}"), says: /"errors"/ },
  { name: "an empty body", send: raw(""), says: /"errors"/ },
  { name: "half an object", send: raw('{"query": "{ viewer'), says: /"errors"/ },
  { name: "a query that is a list", send: raw('{"query": ["{ viewer { name } }"]}'), says: /"errors"/ },
  { name: "a query that is an object", send: raw('{"query": {"toString": "x"}}'), says: /"errors"/ },
  {
    name: "variables that are a text",
    send: raw('{"query": "{ nothing }", "variables": "x"}'),
    says: /"errors"/,
  },
  {
    name: "variables that are a list",
    send: raw('{"query": "{ nothing }", "variables": [1]}'),
    says: /"errors"/,
  },
  {
    name: "a key of the body that nobody knows",
    send: raw(JSON.stringify({ query: MAKE, admin: true })),
    says: /"errors"/,
  },
  {
    name: "an automatic persisted query",
    send: raw('{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "aa"}}}'),
    says: /"errors"/,
  },
  {
    name: "JSON a hundred thousand deep",
    send: raw(`{"query": "{ nothing }", "variables": ${deep(100_000)}}`),
    says: /"errors"/,
  },
  {
    name: "a variable ten thousand deep where a text is asked",
    send: raw(`{"query": ${JSON.stringify(WITH)}, "variables": {"input": ${deep(10_000)}}}`),
    says: /too deeply/,
  },
  {
    name: "the same key twice, the second one worse",
    send: raw(`{"query": "{ __typename }", "query": "{ nothing }"}`),
    says: /Cannot query field/,
  },
  {
    name: "__proto__ among the variables",
    send: raw(
      `{"query": ${JSON.stringify(WITH)}, "variables": {"__proto__": {"input": ${JSON.stringify(KEY)}}}}`,
    ),
    says: /"errors"/,
  },
  {
    name: "__proto__ in an input",
    send: raw(
      `{"query": ${JSON.stringify(WITH)}, "variables": {"input": {"__proto__": {"name": "x"}, "days": 1}}}`,
    ),
    says: /"errors"/,
  },
  {
    name: "constructor in an input",
    send: given({ ...KEY, constructor: { prototype: { admin: true } } }),
    says: /not defined by type/,
  },
  {
    name: "a field too many in an input",
    send: given({ ...KEY, organizationId: "0199c0de-0000-7000-8000-000000000000" }),
    says: /not defined by type/,
  },
  {
    name: "somebody else's place in an input",
    send: given({ ...KEY, userId: "x", role: "admin" }),
    says: /not defined by type/,
  },
  { name: "a number past the edge", send: given({ ...KEY, days: 2 ** 31 }), says: /Int cannot represent/ },
  {
    name: "a number past the other edge",
    send: given({ ...KEY, days: -(2 ** 31) - 1 }),
    says: /Int cannot represent/,
  },
  {
    name: "the greatest number there is",
    send: raw(
      `{"query": ${JSON.stringify(WITH)}, "variables": {"input": {"name": "x", "days": 1e308, "scopes": []}}}`,
    ),
    says: /Int cannot represent/,
  },
  { name: "a number as a text", send: given({ ...KEY, days: "1" }), says: /Int cannot represent/ },
  {
    name: "a list where a text is asked",
    send: given({ ...KEY, name: ["x"] }),
    says: /String cannot represent/,
  },
  {
    name: "an object where a text is asked",
    send: given({ ...KEY, name: { $ne: null } }),
    says: /String cannot represent/,
  },
  {
    name: "a truth where a text is asked",
    send: given({ ...KEY, name: true }),
    says: /String cannot represent/,
  },
  { name: "null where something is asked", send: given(null), says: /"errors"/ },
  { name: "a name of a megabyte", send: given({ ...KEY, name: "x".repeat(1_000_000) }), says: INVALID },
  {
    name: "a hundred thousand scopes",
    send: given({ ...KEY, scopes: Array.from({ length: 100_000 }, () => "work:read") }),
    says: INVALID,
  },
  {
    name: "a name of nothing but marks that are not seen",
    send: given({ ...KEY, name: " \u200B\uFEFF\u00A0 ".trim().replaceAll("\u200B", "") }),
    says: INVALID,
  },
  {
    name: "an id that is SQL",
    send: { query: 'mutation { revokeApiKey(input: { apiKeyId: "\' or 1=1 --" }) { __typename } }' },
    says: /NotFound/,
  },
  {
    name: "an id with a NUL",
    send: {
      query: "mutation R($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }",
      variables: { id: "a\u0000b" },
    },
    says: /NotFound/,
  },
  {
    name: "an id that is an object",
    send: {
      query: "mutation R($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }",
      variables: { id: {} },
    },
    says: /ID cannot represent/,
  },
  {
    name: "an id of a megabyte",
    send: {
      query: "mutation R($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }",
      variables: { id: "a".repeat(1_000_000) },
    },
    says: /NotFound/,
  },
  {
    name: "a cursor of garbage",
    send: '{ engagements(after: "\' or 1=1 --") { edges { cursor } } }',
    says: /invalid_input/,
  },
  {
    name: "a variable that is used as another type",
    send: {
      query: "mutation R($id: Int!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }",
      variables: { id: 1 },
    },
    says: /used in position/,
  },
  {
    name: "a variable that was never given",
    send: { query: "mutation R($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }" },
    says: /was not provided/,
  },
];

describe("a request with a key", () => {
  test.each(ATTACKS)("as $name is refused", (attack) => repelled({ world, http }, attack, key));
});
