import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { monthPeriod } from "./period.ts";
import { instantOfLocal, localDate, startOfLocalDay, wallTime } from "./zoned.ts";

const ZONES = [
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Africa/Casablanca",
  "America/Havana",
  "Asia/Kathmandu",
];

/** The wall clock by the platform: "2040-07-01 00:00:00". */
function shown(at: Temporal.Instant, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return format.format(at.epochMilliseconds);
}

describe.each(ZONES)("in %s", (zone) => {
  test("every month from 2020 to 2060 begins when the platform's clock shows its first midnight", () => {
    for (let month = Temporal.PlainYearMonth.from("2020-01"); month.year <= 2060; ) {
      const next = month.add({ months: 1 });
      const period = monthPeriod({ month: month.toString(), zone });
      expect(shown(period.from, zone)).toBe(`${month}-01 00:00:00`);
      expect(shown(period.to, zone)).toBe(`${next}-01 00:00:00`);
      expect(localDate(period.from, zone).toString()).toBe(`${month}-01`);
      expect(localDate(period.to.subtract({ milliseconds: 1 }), zone).toString()).toBe(
        next.toPlainDate({ day: 1 }).subtract({ days: 1 }).toString(),
      );
      month = next;
    }
  });

  test("the wall shows what the platform's clock shows, to the minute", () => {
    for (let at = Date.UTC(2026, 2, 25) / 1000; at < Date.UTC(2026, 10, 5) / 1000; at += 29 * 3600 + 77)
      expect(wallTime(at, zone)).toBe(
        shown(Temporal.Instant.fromEpochMilliseconds(at * 1000), zone)
          .slice(0, 16)
          .replace(" ", "T"),
      );
  });

  test("a local noon of a summer far ahead is the platform's", () => {
    const noon = Temporal.PlainDateTime.from("2049-07-15T12:00:00");
    expect(shown(instantOfLocal(noon, zone), zone)).toBe("2049-07-15 12:00:00");
  });
});

test.each([
  ["jumps over midnight", "America/Sao_Paulo", "2016-10-16", "2016-10-16T03:00:00Z"],
  ["jumps over midnight from half past eleven", "America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"],
  ["shows midnight twice", "America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"],
  ["left the day out", "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"],
  ["begins plainly", "Europe/Berlin", "2026-06-01", "2026-05-31T22:00:00Z"],
])("a day that %s begins at its first instant", (_name, zone, date, expected) => {
  expect(startOfLocalDay(Temporal.PlainDate.from(date), zone).toString()).toBe(expected);
});

test.each([
  ["that the clocks skip moves on by the gap", "2026-03-08T02:30", "2026-03-08T07:30:00Z"],
  ["that happens twice is the first", "2026-11-01T01:30", "2026-11-01T05:30:00Z"],
])("a local time %s", (_name, local, expected) => {
  const at = instantOfLocal(Temporal.PlainDateTime.from(local), "America/New_York");
  expect(at.toString()).toBe(expected);
});

test("an instant before 1970 lies on its own date", () => {
  const at = Temporal.Instant.from("1960-02-29T23:59:59.5Z");
  expect(localDate(at, "UTC").toString()).toBe("1960-02-29");
  expect(localDate(at, "Asia/Kathmandu").toString()).toBe("1960-03-01");
});

test("years that no contract reaches still have dates", () => {
  expect(localDate(Temporal.Instant.from("9998-06-01T00:00:00Z"), "UTC").toString()).toBe("9998-06-01");
  const day = Temporal.PlainDate.from("1800-01-01");
  expect(startOfLocalDay(day, "UTC").toString()).toBe("1800-01-01T00:00:00Z");
  const local = Temporal.PlainDateTime.from("2500-01-01T12:00");
  expect(instantOfLocal(local, "UTC").toString()).toBe("2500-01-01T12:00:00Z");
});

test("an unknown zone is a RangeError", () => {
  const now = Temporal.Instant.from("2026-01-01T00:00:00Z");
  expect(() => localDate(now, "Mars/Olympus")).toThrow(RangeError);
});

test("beyond the years that the platform is asked for, Temporal's clock will do", () =>
  expect(wallTime(Date.UTC(2450, 0, 1, 12, 34, 56) / 1000, "UTC")).toBe("2450-01-01T12:34"));
