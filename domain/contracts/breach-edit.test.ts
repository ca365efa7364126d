import { describe, expect, test } from "vitest";
import { breachFacts, breachParagraphs } from "./breach-edit.ts";

describe("the clause on missed months", () => {
  test("is not there where nothing is agreed, so that an older document keeps its text", () => {
    expect(breachParagraphs(undefined)).toEqual([]);
  });

  test.each([
    [{ causeDays: 3 }, /within 3 calendar days/, /in the marketplace's usual time/],
    [{ answerDays: 1 }, /within 1 calendar day\./, /in the marketplace's usual time/],
    [{ repeatTimes: 3, repeatMonths: 6 }, /missed 3 times within 6 months/, /goes to the account manager/],
    [{ repeatTimes: 3 }, /missed 3 times within the months of that rule/, /in the buyer's place/],
    [
      { causeDays: 3, answerDays: 2 },
      /repeated miss the marketplace's rule says/,
      /within 2 calendar days/,
    ],
  ])("says %j in words", (terms, one, other) => {
    const text = breachParagraphs(terms).join(" ");
    for (const pattern of [one, other]) expect(text).toMatch(pattern);
    expect(text).not.toMatch(/undefined|NaN/);
  });
});

test("two versions are compared line by line", () => {
  expect(breachFacts(undefined)).toEqual([]);
  expect(breachFacts({ causeDays: 1, repeatMonths: 6 }).map((one) => one.text)).toEqual([
    "1 day",
    "6 months",
  ]);
});
