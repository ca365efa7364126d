import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, type Json } from "./canonical-json.ts";

describe("examples of RFC 8785", () => {
  test("numbers, literals and escapes of section 3.2.2", () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as Json;
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("members are sorted by UTF-16 code units, as in section 3.2.3", () => {
    const value = JSON.parse(
      '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}',
    ) as Json;
    expect(Object.values(JSON.parse(canonicalJson(value)) as object).length).toBe(7);
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}');
  });
});

test.each([
  [-0, "0"],
  [1e21, "1e+21"],
  [0.1, "0.1"],
  [{ b: undefined, a: [] }, '{"a":[]}'],
  [{ b: { d: 1, c: 2 }, a: "é" }, '{"a":"é","b":{"c":2,"d":1}}'],
] as [Json, string][])("%j is written %s", (value, expected) => {
  expect(canonicalJson(value)).toBe(expected);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, "\ud800", "a\udc00b"])(
  "%s has no canonical form",
  (value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
    expect(() => canonicalJson({ a: [value] })).toThrow(RangeError);
  },
);

test("the text parses back to the same value and does not depend on the order of members", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json);
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      expect(canonicalJson(reversed(value as Json))).toBe(text);
    }),
  );
});

function reversed(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => reversed(one as Json));
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member as Json)]));
}
