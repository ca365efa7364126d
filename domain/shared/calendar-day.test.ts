import { expect, test } from "vitest";
import { isCalendarDay } from "./calendar-day.ts";

test.each([
  ["2026-11-22", true],
  ["2024-02-29", true],
  ["2026-02-29", false],
  ["2026-13-01", false],
  ["2026-00-10", false],
  ["2026-11-31", false],
  ["22.11.2026", false],
  ["2026-11-22T10:00", false],
  ["yesterday", false],
  ["", false],
])("%j is a day: %s", (text, is) => {
  expect(isCalendarDay(text)).toBe(is);
});
