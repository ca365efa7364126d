import { complexityFromQuery } from "@pothos/plugin-complexity";
import {
  type DocumentNode,
  type GraphQLInputType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schema } from "../../graphql/schema.ts";
import { readTrustedDocuments } from "../../graphql/trusted-documents.ts";
import { type Attack, repelled } from "../factories/abuse.ts";
import { anyValue } from "../factories/any-value.ts";
import { member } from "../factories/people.ts";
import { shippedDocuments } from "../factories/shipped-documents.ts";
import { keyOf, post, webOf } from "../factories/web.ts";
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

const many = (n: number, part: (n: number) => string) =>
  Array.from({ length: n }, (_, i) => part(i)).join(" ");
const nested = (n: number, open: string, close = "}") => `${open.repeat(n)}${close.repeat(n)}`;
const MAKE = 'createApiKey(input: { name: "x", days: 1, scopes: ["work:read"] }) { __typename }';
const OTHERS = "others { ".repeat(14);
const doubling = (n: number) => `fragment F${n} on Viewer { ...F${n + 1} ...F${n + 1} }`;
const TOO_MUCH = /asks for too much at once/;
const TOKENS = /token/i;

/** Variables that fit an operation, with lists as long as they may be asked for. */
function variablesFor(document: DocumentNode): Record<string, unknown> {
  const [operation] = document.definitions as OperationDefinitionNode[];
  const given = (operation?.variableDefinitions ?? []).map(({ variable: { name }, type }) => {
    const isSize = name.value === "first" || name.value === "last";
    return [
      name.value,
      isSize ? 200 : anyValue(typeFromAST(schema, type as NamedTypeNode) as GraphQLInputType),
    ];
  });
  return Object.fromEntries(given);
}

/** Documents that are well meant nowhere: too deep, too broad, too many, or not GraphQL at all. */
const ATTACKS: Attack[] = [
  {
    name: "a list in a list in a list",
    send: `{ listings { edges { node { ${"others { ".repeat(14)} title ${"} ".repeat(14)} } } } }`,
    says: TOO_MUCH,
  },
  {
    name: "depth through a fragment",
    send: `{ listings { edges { node { ...A } } } } fragment A on Listing { ${OTHERS} title ${"} ".repeat(14)} }`,
    says: TOO_MUCH,
  },
  {
    name: "depth through inline fragments of the same type",
    send: `{ listings { edges { node { ${"others { ... on Listing { ".repeat(14)} title ${"} } ".repeat(14)} } } } }`,
    says: TOO_MUCH,
  },
  {
    name: "four hundred and one aliases of one field",
    send: `{ ${many(401, (n) => `a${n}: viewer { name }`)} }`,
    says: TOO_MUCH,
  },
  { name: "ten thousand aliases", send: `{ ${many(10_000, (n) => `a${n}: __typename`)} }`, says: TOKENS },
  { name: "the same field ten thousand times", send: `{ ${"__typename ".repeat(10_000)} }`, says: TOKENS },
  {
    name: "a mutation two hundred times over by aliases",
    send: `mutation { ${many(401, (n) => `a${n}: ${MAKE}`)} }`,
    says: /too much|token/i,
  },
  {
    name: "a dear list asked for two hundred at a time, with everything",
    send: `{ ${many(180, (n) => `a${n}: engagements(first: 200) { edges { node { id title } } }`)} }`,
    says: TOO_MUCH,
  },
  {
    name: "two thousand ids looked up in one operation",
    send: `{ ${many(20, (n) => `a${n}: nodes(ids: [${many(100, () => '"x"')}]) { id }`)} }`,
    says: TOO_MUCH,
  },
  {
    name: "a list with a negative size",
    send: "{ engagements(first: -1) { edges { cursor } } }",
    says: /"errors"/,
  },
  {
    name: "fragments that spread each other",
    send: "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
    says: /Cannot spread fragment/,
  },
  {
    name: "a fragment that spreads itself",
    send: "{ viewer { ...A } } fragment A on Viewer { ...A }",
    says: /Cannot spread fragment/,
  },
  {
    name: "a long cycle of fragments",
    send: `{ viewer { ...F0 } } ${many(300, (n) => `fragment F${n} on Viewer { ...F${(n + 1) % 300} }`)}`,
    says: /Cannot spread fragment/,
  },
  {
    name: "fragments that double at each step",
    send: `{ viewer { ...F0 } } ${many(25, doubling)} fragment F25 on Viewer { name }`,
    says: /too much|breadth|complexity|depth/i,
  },
  {
    name: "a thousand directives on one field",
    send: `{ viewer { name ${"@include(if: true) ".repeat(900)} } }`,
    says: /can only be used once|token/i,
  },
  {
    name: "ten thousand directives",
    send: `{ viewer { name ${"@skip(if: false) ".repeat(10_000)} } }`,
    says: TOKENS,
  },
  {
    name: "a directive that nobody knows",
    send: "{ viewer { name @drop(table: true) } }",
    says: /Unknown directive/,
  },
  {
    name: "a directive for streaming",
    send: "{ engagements @stream { edges { cursor } } }",
    says: /Unknown directive/,
  },
  { name: "a deferred fragment", send: "{ viewer { ... @defer { name } } }", says: /Unknown directive/ },
  {
    name: "a subscription",
    send: "subscription { viewer { name } }",
    says: /not configured|not supported|schema/i,
  },
  {
    name: "a schema definition instead of a question",
    send: "type Query { hacked: String }",
    says: /operation|not executable/i,
  },
  {
    name: "an extension of the schema beside a question",
    send: "{ __typename } extend type Query { hacked: String }",
    says: /not executable/i,
  },
  {
    name: "two operations and no name",
    send: "query A { __typename } query B { __typename }",
    says: /operation name|operation/i,
  },
  {
    name: "two operations of the same name",
    send: { query: `query A { __typename } mutation A { ${MAKE} }`, operationName: "A" },
    says: /only one operation named/i,
  },
  {
    name: "a name that no operation has",
    send: { query: "query A { __typename }", operationName: "constructor" },
    says: /operation/,
  },
  { name: "a mutation hidden in a query", send: `query { ${MAKE} }`, says: /Cannot query field/ },
  { name: "a field of Object's own", send: "{ constructor { name } }", says: /Cannot query field/ },
  { name: "a field called __proto__", send: "{ __proto__ { polluted } }", says: /Cannot query field/ },
  {
    name: "an alias called __proto__",
    send: "{ __proto__: viewer { nothing } }",
    says: /Cannot query field/,
  },
  {
    name: "a fragment on a type that is not there",
    send: "{ ... on Admin { secret } }",
    says: /Unknown type/,
  },
  {
    name: "a fragment on a type that cannot be here",
    send: "{ viewer { ... on Invoice { id } } }",
    says: /can never be/,
  },
  {
    name: "a conflict of two fields under one name",
    send: "{ viewer { a: name a: email } }",
    says: /conflict/i,
  },
  {
    name: "a flood of conflicts to be compared with each other",
    send: `{ ${many(900, (n) => `viewer { a${n % 30}: ${n % 2 ? "name" : "email"} }`)} }`,
    says: /conflict|token/i,
  },
  { name: "brackets without an end", send: "{".repeat(100_000), says: /Syntax Error/ },
  {
    name: "lists without an end",
    send: `{ nodes(ids: ${"[".repeat(50_000)}) { id } }`,
    says: /too deeply/,
  },
  {
    name: "a deep list as an argument",
    send: `{ nodes(ids: ${nested(2_000, "[", "]")}) { id } }`,
    says: /"errors"/,
  },
  {
    name: "a deep object as an argument",
    send: `mutation { createApiKey(input: ${nested(1_200, "{a:", "}")}) { __typename } }`,
    says: /"errors"/,
  },
  { name: "a string without an end", send: '{ node(id: "', says: /Unterminated string/ },
  {
    name: "a block string of a megabyte without an end",
    send: `{ node(id: """${"x".repeat(1_000_000)}`,
    says: /Unterminated string/,
  },
  {
    name: "a comment of a megabyte and nothing else",
    send: `#${"x".repeat(1_000_000)}`,
    says: /Syntax Error/,
  },
  { name: "commas of a megabyte", send: `{${",".repeat(1_000_000)}}`, says: /Syntax Error/ },
  {
    name: "a number without an end",
    send: `{ listings(first: ${"9".repeat(100_000)}) { totalCount } }`,
    says: /"errors"/,
  },
  {
    name: "a number no machine word holds",
    send: "{ listings(first: 2147483648) { totalCount } }",
    says: /Int cannot represent/,
  },
  { name: "a half number", send: "{ listings(first: 1.5) { totalCount } }", says: /Int cannot represent/ },
  {
    name: "a huge exponent",
    send: "{ listings(first: 1e400) { totalCount } }",
    says: /Int cannot represent/,
  },
  { name: "escapes that are none", send: '{ node(id: "\\u{110000}") { id } }', says: /Syntax Error/ },
  { name: "half a surrogate pair", send: '{ node(id: "\\uD800") { id } }', says: /Syntax Error/ },
  { name: "a control character", send: "{ viewer\u0000 { name } }", says: /Syntax Error/ },
  { name: "letters that only look like ours", send: "{ vіewer { name } }", says: /Syntax Error/ },
  { name: "a right-to-left override in a name", send: "{ view\u202Eer { name } }", says: /Syntax Error/ },
  { name: "a fullwidth bracket", send: "｛ viewer { name } ｝", says: /Syntax Error/ },
];

describe("a document", () => {
  test.each(ATTACKS)("$name is refused", (attack) => repelled({ world, http }, attack, key));

  test.each(ATTACKS)("$name is refused where Yoga words the answer", (attack) =>
    repelled({ world, http }, { ...attack, headers: { accept: "application/graphql-response+json" } }, key),
  );

  test("that guesses at fields is told their names only where the schema may be read as well", async () => {
    const query = "{ viewer { nam emial } listin { id } }";
    const guarded = webOf(world, { trusted: readTrustedDocuments() }).http;
    const own = { "sec-fetch-site": "same-origin" };
    for (const accept of ["application/json", "application/graphql-response+json"]) {
      const answer = await post(guarded, { query }, { ...own, accept });
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toMatch(/did you mean/i);
      const schema = await post(
        guarded,
        { query: "{ __schema { queryType { name } } }" },
        { ...own, accept },
      );
      expect(schema.status).toBe(403);
    }
  });

  test("of every page of ours stays within the limits, at its longest lists", async () => {
    for (const text of shippedDocuments()) {
      const document = parse(text);
      const { complexity, depth, breadth } = complexityFromQuery(document, {
        ...{ schema, ctx: {}, variables: variablesFor(document) },
      });
      expect(complexity, text).toBeLessThanOrEqual(20_000);
      expect(depth, text).toBeLessThanOrEqual(12);
      expect(breadth, text).toBeLessThanOrEqual(400);
    }
  });

  test("is answered after all of these as before", async () => {
    const answer = await post(http, { query: "{ viewer { organizationName } }" }, key);
    expect(await answer.json()).toEqual({ data: { viewer: { organizationName: "Attacked" } } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
