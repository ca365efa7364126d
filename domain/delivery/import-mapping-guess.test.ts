import { expect, test } from "vitest";
import { knownText, neutraliseFormula } from "./import-cell.ts";
import { guessMapping, guessPriority, guessStateEffect } from "./import-mapping-guess.ts";
import { parseTimestamp } from "./import-timestamp.ts";

test.each([
  ["New", "new"],
  ["Active", "active"],
  ["In Progress", "active"],
  ["Reopened", "active"],
  ["Awaiting User Info", "pause_buyer"],
  ["Awaiting Evidence", "pause_buyer"],
  ["Waiting for customer", "pause_buyer"],
  ["Pending", "pause_buyer"],
  ["Awaiting Vendor", "pause_third_party"],
  ["Awaiting Problem", "pause_provider"],
  ["Resolved", "resolved"],
  ["Done", "resolved"],
  ["Closed", "closed"],
  ["Cancelled", "cancelled"],
  ["Zombie", null],
])("the state %s suggests %s", (state, effect) => {
  expect(guessStateEffect(state)).toBe(effect);
});

test.each([
  ["1 - Critical", "P1"],
  ["2 - High", "P2"],
  ["3 - Moderate", "P3"],
  ["4 - Low", "P4"],
  ["5 - Planning", "P4"],
  ["P2", "P2"],
  ["Urgent", "P1"],
  ["normal", "P3"],
  ["?", null],
])("the priority %s suggests %s", (text, priority) => {
  expect(guessPriority(text)).toBe(priority);
});

test("headers are found whatever their case or spacing, and needed ones come back empty", () => {
  const guess = guessMapping(["\uFEFFTicket-ID", " created at ", "Nonsense"], {
    zone: "UTC",
    workItemType: "x",
  });
  expect(guess.columns).toEqual({ number: "Ticket-ID", openedAt: "created at" });
  expect(guessMapping(["a"], { zone: "UTC", workItemType: "x" }).columns).toEqual({
    number: "",
    openedAt: "",
  });
});

test.each([
  ["29-02-2016 01:16", "America/Sao_Paulo", "day_first", 1_456_719_360],
  ["02/29/2016 01:16:05", "America/Sao_Paulo", "month_first", 1_456_719_365],
  ["2016-02-29 01:16", "America/Sao_Paulo", "day_first", 1_456_719_360],
  ["2016-02-29T04:16:00Z", "Asia/Kolkata", "day_first", 1_456_719_360],
  ["2016-02-29T01:16:00-03:00", "Asia/Kolkata", "day_first", 1_456_719_360],
  ["29.02.2016", "UTC", "day_first", 1_456_704_000],
  ["16-10-2016 00:30", "America/Sao_Paulo", "day_first", 1_476_588_600],
  ["30-02-2016 01:16", "UTC", "day_first", null],
  ["02/29/2016 01:16", "UTC", "day_first", null],
  ["29-02-16 01:16", "UTC", "day_first", null],
  ["yesterday", "UTC", "day_first", null],
] as const)("%s in %s (%s) is %s", (text, zone, format, seconds) => {
  expect(parseTimestamp(text, zone, format)).toBe(seconds);
});

test("unknown cells are null and others lose only the space around them", () => {
  expect(["", " ", "?", "N/A", undefined].map(knownText)).toEqual([null, null, null, null, null]);
  expect(knownText("  a b ")).toBe("a b");
});

test.each([
  ["=1+1", "'=1+1"],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["-2+3", "'-2+3"],
  [" =1", "' =1"],
  ["\t=1", "'\t=1"],
  ["-12.50", "-12.50"],
  ["plain", "plain"],
  ["a=b", "a=b"],
])("%j is written %j", (cell, written) => {
  expect(neutraliseFormula(cell)).toBe(written);
});
