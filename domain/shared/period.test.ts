import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  contains,
  monthOf,
  monthPeriod,
  monthsBetween,
  nextMonth,
  PeriodRefused,
  previousMonth,
} from "./period.ts";

const ZONES = [
  "UTC",
  "America/New_York",
  "America/Sao_Paulo",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Pacific/Niue",
  "Africa/Cairo",
];

test.each([
  ["2026-03", "UTC", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"],
  ["2026-03", "America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z"],
  ["2026-10", "Australia/Lord_Howe", "2026-09-30T13:30:00Z", "2026-10-31T13:00:00Z"],
  ["2024-02", "Asia/Kolkata", "2024-01-31T18:30:00Z", "2024-02-29T18:30:00Z"],
  ["2026-12", "Pacific/Kiritimati", "2026-11-30T10:00:00Z", "2026-12-31T10:00:00Z"],
])("%s in %s runs from %s to %s", (month, zone, from, to) => {
  const period = monthPeriod({ month, zone });
  expect(period.from.toString()).toBe(from);
  expect(period.to.toString()).toBe(to);
});

test("the month of an instant is the local one", () => {
  const instant = Temporal.Instant.from("2026-03-31T23:30:00Z");
  expect(monthOf(instant, "America/New_York")).toBe("2026-03");
  expect(monthOf(instant, "Asia/Kolkata")).toBe("2026-04");
});

test("next and previous cross the year", () => {
  expect(nextMonth("2026-12")).toBe("2027-01");
  expect(previousMonth("2027-01")).toBe("2026-12");
  expect(monthsBetween({ first: "2026-11", last: "2027-02" })).toEqual([
    "2026-11",
    "2026-12",
    "2027-01",
    "2027-02",
  ]);
  expect(monthsBetween({ first: "2026-11", last: "2026-10" })).toEqual([]);
});

describe("what is not a month or a zone is refused by field", () => {
  test.each(["2026", "2026-13", "2026-00", "2026-1", "March", "2026-03-01", ""])("month %j", (month) => {
    expect(() => monthPeriod({ month, zone: "UTC" })).toThrow(PeriodRefused);
    expect(() => nextMonth(month)).toThrow("write it like 2026-03");
  });
  test.each(["Mars/Olympus", "", "New York"])("zone %j", (zone) => {
    expect(() => monthPeriod({ month: "2026-03", zone })).toThrow(PeriodRefused);
    expect(() => monthOf(Temporal.Instant.from("2026-01-01T00:00:00Z"), zone)).toThrow(PeriodRefused);
  });
});

test("consecutive months tile time in every zone, and an instant lies in one of them", () => {
  const months = fc
    .tuple(fc.integer({ min: 1971, max: 2090 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${String(month).padStart(2, "0")}`);
  fc.assert(
    fc.property(
      months,
      fc.constantFrom(...ZONES),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (month, zone, at) => {
        const period = monthPeriod({ month, zone });
        const following = monthPeriod({ month: nextMonth(month), zone });
        expect(period.to.equals(following.from)).toBe(true);
        const length = period.to.epochMilliseconds - period.from.epochMilliseconds;
        const instant = period.from.add({ milliseconds: Math.min(Math.floor(at * length), length - 1) });
        expect(contains(period, instant)).toBe(true);
        expect(contains(following, instant)).toBe(false);
        expect(monthOf(instant, zone)).toBe(month);
        expect(previousMonth(nextMonth(month))).toBe(month);
      },
    ),
  );
});
