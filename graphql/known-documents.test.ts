import { NoSchemaIntrospectionCustomRule } from "graphql";
import { describe, expect, test } from "vitest";
import { MOST_TOKENS } from "./faults.ts";
import { openKnownDocuments } from "./known-documents.ts";

const named = (name: string, length = 0) => `query ${name} { __typename ${"#".padEnd(length, "x")}\n}`;

describe("a document", () => {
  test("is parsed once and given again for the same text", () => {
    const known = openKnownDocuments();
    expect(known.of(named("A"))).toBe(known.of(named("A")));
    expect(known.of(named("B"))).not.toBe(known.of(named("A")));
  });

  test.each([
    ["does not parse", "{ __typename"],
    ["asks for a field that is not there", "{ nothingOfThisName }"],
    ["is empty", ""],
    ["has more tokens than are read", `{ ${"__typename ".repeat(MOST_TOKENS)} }`],
  ])("that %s is not known, however often it comes", (_why, text) => {
    const known = openKnownDocuments();
    expect(known.of(text)).toBeNull();
    expect(known.of(text)).toBeNull();
  });

  test("is judged by the rules of its own list alone", () => {
    const introspection = "{ __schema { queryType { name } } }";
    expect(openKnownDocuments().of(introspection)).not.toBeNull();
    expect(openKnownDocuments([NoSchemaIntrospectionCustomRule]).of(introspection)).toBeNull();
  });

  test("goes when the kept texts are too long together, the one sent longest ago first", () => {
    const known = openKnownDocuments();
    const third = 70_000;
    const [a, b] = [known.of(named("A", third)), known.of(named("B", third))];
    expect(known.of(named("A", third))).toBe(a);
    known.of(named("C", third));
    expect(known.of(named("A", third))).toBe(a);
    expect(known.of(named("B", third))).not.toBe(b);
  });

  test("longer than all that is kept is answered and not kept", () => {
    const known = openKnownDocuments();
    const long = named("Long", 250_000);
    const first = known.of(long);
    expect(first).not.toBeNull();
    expect(known.of(long)).not.toBe(first);
  });
});
