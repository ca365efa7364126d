import { buildSchema, execute, type GraphQLResolveInfo, parse } from "graphql";
import { expect, test } from "vitest";
import { fieldsAsked } from "./fields-asked.ts";

const schema = buildSchema(`
  type Query { shop: Shop }
  type Shop { total: Int facets: Facets items: [Item] }
  type Facets { colours: Int sizes: Int }
  type Item { name: String }
`);

function asked(document: string, ...path: string[]): string[] {
  let seen: string[] = [];
  const shop = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    seen = [...fieldsAsked(info, ...path)].sort();
    return null;
  };
  execute({ schema, document: parse(document), rootValue: { shop } });
  return seen;
}

test.each<[string, string, string[], string[]]>([
  ["plain fields", "{ shop { total items { name } } }", [], ["items", "total"]],
  ["fields below a path", "{ shop { total facets { sizes } } }", ["facets"], ["sizes"]],
  ["a path that is not asked for", "{ shop { total } }", ["facets"], []],
  ["aliases by their true name", "{ shop { n: total f: facets { c: colours } } }", ["facets"], ["colours"]],
  ["inline fragments", "{ shop { ... on Shop { facets { ... { colours } } } } }", ["facets"], ["colours"]],
  [
    "named fragments, also in one another",
    "{ shop { ...A } } fragment A on Shop { ...B total } fragment B on Shop { facets { sizes } }",
    ["facets"],
    ["sizes"],
  ],
  [
    "a field asked for twice",
    "{ shop { facets { sizes } } shop { facets { colours } total } }",
    ["facets"],
    ["colours", "sizes"],
  ],
  [
    "what a variable may leave out",
    "query ($no: Boolean = false) { shop { total @include(if: $no) } }",
    [],
    ["total"],
  ],
])("names %s", (_what, document, path, expected) => {
  expect(asked(document, ...path)).toEqual(expected);
});
