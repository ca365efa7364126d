import fc from "fast-check";
import { expect, test } from "vitest";
import { maskedEnd } from "./masked.ts";

test.each([
  ["GB29NWBK60161331926819", "•••• 6819"],
  ["GB296001", "•••• 6001"],
  ["GB2960", "•••• 60"],
  ["", "•••• "],
])("of %j stays %j", (number, shown) => {
  expect(maskedEnd(number)).toBe(shown);
});

test("of any number of six signs and more at least half is hidden", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{6,34}$/), (number) => {
      expect(maskedEnd(number).replace("•••• ", "").length * 2).toBeLessThanOrEqual(number.length);
    }),
  );
});
