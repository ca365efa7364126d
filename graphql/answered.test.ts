import { GraphQLError, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { labelOf, outcomeOf } from "./answered.ts";

describe("what an operation is called", () => {
  test.each([
    ["query Mine { viewer { name } }", undefined, "Mine"],
    ["{ viewer { name } }", undefined, "query viewer"],
    ["mutation { a: createApiKey { x } }", undefined, "mutation createApiKey"],
    ["{ a b c d e }", undefined, "query a, b, c, …"],
    ["query A { a } query B { b }", "B", "B"],
    ["query A { a } query B { b }", "C", "A"],
    ["{ ...F } fragment F on Query { a }", undefined, "query …"],
    ["fragment F on Query { a }", undefined, ""],
  ])("%s with the name %s is “%s”", (text, name, label) => {
    const document = parse(text);
    expect(labelOf(document, name)).toBe(label);
    expect(labelOf(document, name)).toBe(label);
  });

  test("is right however many names a caller tries", () => {
    const document = parse("query A { a } query B { b }");
    for (let n = 0; n < 50; n += 1) expect(labelOf(document, `x${n}`)).toBe("A");
    expect(labelOf(document, "B")).toBe("B");
  });
});

describe("how an operation ended", () => {
  const error = (code?: string) => new GraphQLError("no", code ? { extensions: { code } } : {});
  test.each([
    [{ data: { a: 1 } }, "answered"],
    [{ data: null }, "answered"],
    [{ data: { a: { __typename: "Viewer" } } }, "answered"],
    [{ data: { a: { __typename: "NotFound" } } }, "refused: NotFound"],
    [{ data: { a: { __typename: "InvalidInput" } } }, "refused: InvalidInput"],
    [{ data: { a: { __typename: "constructor" } } }, "answered"],
    [{ errors: [error("internal")] }, "failed"],
    [{ errors: [error("not_allowed")] }, "refused: not_allowed"],
    [{ errors: [error()] }, "refused: not_valid"],
  ])("%j is “%s”", (result, outcome) => {
    expect(outcomeOf(result)).toBe(outcome);
  });
});
