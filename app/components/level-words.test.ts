import { expect, test } from "vitest";
import { borderWord, capitalised, standingWord, targetText } from "./level-words.ts";

test.each([
  ["higher", "missed", "below target"],
  ["lower", "missed", "above target"],
  ["higher", "failed", "below minimum"],
  ["lower", "failed", "over the limit"],
  ["lower", "met", "on target"],
  ["lower", "excused", "too few to count"],
  ["higher", "", "no data"],
])("where %s is better, %j reads %j", (direction, status, words) => {
  expect(standingWord(status, direction)).toBe(words);
});

test("a border is a minimum or a limit, and a target says which way it holds", () => {
  expect([borderWord("higher"), borderWord("lower")]).toEqual(["minimum", "limit"]);
  expect(targetText({ direction: "lower", target: "5" })).toBe("at most 5 %");
  expect(targetText({ direction: "higher", target: "4", unit: "days" })).toBe("4 days");
  expect(capitalised("over the limit")).toBe("Over the limit");
});
