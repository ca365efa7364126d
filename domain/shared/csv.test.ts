import fc from "fast-check";
import { expect, test } from "vitest";
import { csvTable } from "./csv.ts";

test.each([
  ["plain", "plain"],
  ["=1+1", "'=1+1"],
  ["+49 30", "'+49 30"],
  ["-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"],
  ["@sum(a1)", "'@sum(a1)"],
  ["\t=1", "'\t=1"],
  ['He said "no", twice', '"He said ""no"", twice"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ["two\nlines", '"two\nlines"'],
])("%j is written as %j", (cell, written) => {
  expect(csvTable([[cell]])).toBe(`${written}\r\n`);
});

test("a number keeps its minus, and nothing else passes for a number", () => {
  expect(csvTable([[{ number: "-12.50" }, { number: "3" }]])).toBe("-12.50,3\r\n");
  for (const number of ["=1", "-", "1e3", "1,000", "-1+2", ""])
    expect(() => csvTable([[{ number }]]), number).toThrow(RangeError);
});

test("no cell of text begins like a formula, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(csvTable([[text]])).not.toMatch(/^"?[=+\-@\t]/);
    }),
  );
});
