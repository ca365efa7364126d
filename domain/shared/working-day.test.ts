import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { BusinessCalendar } from "./business-calendar.ts";
import { workingDayAfter, workingDaysTo } from "./working-day.ts";

const OFFICE: [string, string][] = [["09:00", "17:00"]];
const SUNDAYS: BusinessCalendar = {
  zone: "UTC",
  weekly: { sun: OFFICE, wed: OFFICE },
  holidays: ["2026-03-11"],
};
const FRIDAY = Temporal.PlainDate.from("2026-03-06");

describe("working days", () => {
  test.each<[string, BusinessCalendar | null, number]>([
    ["2026-03-05", null, 0],
    ["2026-03-06", null, 0],
    ["2026-03-07", null, 1],
    ["2026-03-09", null, 1],
    ["2026-03-10", null, 2],
    ["2026-03-13", null, 5],
    ["2026-03-14", null, 6],
    ["2026-03-08", SUNDAYS, 1],
    ["2026-03-15", SUNDAYS, 2],
    ["2026-03-18", SUNDAYS, 3],
  ])("%s lies within so many of a Friday", (date, calendar, days) =>
    expect(workingDaysTo(Temporal.PlainDate.from(date), { from: FRIDAY, calendar })).toBe(days),
  );

  test("counted to a date are those after which it is not over", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(null, SUNDAYS),
        (gap, days, calendar) => {
          const date = FRIDAY.add({ days: gap });
          const last = workingDayAfter(FRIDAY, { days, calendar });
          const isWithin = last !== null && Temporal.PlainDate.compare(date, last) <= 0;
          expect(workingDaysTo(date, { from: FRIDAY, calendar }) <= days).toBe(isWithin);
        },
      ),
    ));

  test("are not searched for in a calendar that has none", () =>
    expect(workingDayAfter(FRIDAY, { days: 1, calendar: { zone: "UTC", weekly: {} } })).toBeNull());
});
