import { expect, test } from "vitest";
import { breachHref, breachVariables } from "./breach-address.ts";

const search = (text: string) => new URLSearchParams(text);

test.each([
  ["", { closed: false, first: 50 }],
  ["show=all", { closed: null, first: 50 }],
  ["show=closed", { closed: true, first: 50 }],
  ["state=effective", { states: ["effective"] }],
  ["severity=3&escalated=1&mine=1", { severity: 3, escalated: true, mine: true }],
  ["severity=9", { severity: null }],
  ["severity=x", { severity: null }],
  ["before=abc", { last: 50, before: "abc" }],
  ["after=abc&level=resolve", { first: 50, after: "abc", levelId: "resolve" }],
])("?%s asks for its rows", (address, variables) => {
  expect(breachVariables(search(address))).toMatchObject(variables);
});

test("a filter keeps the others and starts at the first page", () => {
  expect(breachHref(search("severity=3&after=x"), "escalated", "1")).toBe("?severity=3&escalated=1");
  expect(breachHref(search("severity=3&before=x"), "severity", null)).toBe("?");
});
