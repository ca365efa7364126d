import fc from "fast-check";
import { expect, test } from "vitest";
import { storable } from "./storable.ts";

test.each([
  ["a\0b", "a\uFFFDb"],
  ["\ud800", "\uFFFD"],
  ["\u{1F98A}", "\u{1F98A}"],
  [{ "k\0": ["\0", { deep: "\udfff" }] }, { "k\uFFFD": ["\uFFFD", { deep: "\uFFFD" }] }],
  [null, null],
  [1.5, 1.5],
  [true, true],
])("%j is stored as %j", (given, kept) => {
  expect(storable(given)).toEqual(kept);
});

test("what PostgreSQL can hold stays as it is", () => {
  const plain = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(fc.dictionary(plain, fc.array(plain)), (value) => {
      expect(storable(value)).toEqual(value);
    }),
  );
});
