import { expect, test } from "vitest";
import { waitingWork } from "./waiting-work.ts";

const work = (id: string, [overdue, dueSoon, waitingOnBuyer]: number[], nextDue?: string) => ({
  id,
  overdue: overdue ?? 0,
  dueSoon: dueSoon ?? 0,
  waitingOnBuyer: waitingOnBuyer ?? 0,
  nextDue: nextDue ? new Date(nextDue) : null,
});

const rows = [
  work("idle", [0, 0, 0]),
  work("late", [2, 0, 0]),
  work("soon", [9, 1, 4], "2026-11-22T12:00:00Z"),
  work("later", [0, 5, 7], "2026-11-22T18:00:00Z"),
  work("very late", [8, 0, 1]),
  work("without a time", [0, 1, 0]),
];

test.each([
  ["provider", ["soon", "later", "without a time", "very late", "late"]],
  ["buyer", ["later", "soon", "very late"]],
] as const)("what waits for the %s, the most pressing first", (side, expected) => {
  expect(waitingWork(rows, side).map((one) => one.id)).toEqual(expected);
});
