import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NamedCalendar } from "../shared/business-calendar.ts";
import { parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { toInstant, zoneOffsets } from "../shared/zone-offsets.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import { shadeOf, specialDays, yearPicture } from "./year-picture.ts";

const HOUR = 3600;
const office: NamedCalendar = {
  zone: "Europe/Berlin",
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]])),
  holidays: ["2026-01-01", "2026-12-25"],
  holidayNames: { "2026-12-25": "Christmas Day" },
  overrides: { "2026-12-24": [["09:00", "12:00"]], "2026-12-25": [["10:00", "11:00"]] },
};
const picture = (calendar: NamedCalendar | null, year = 2026, zone = "Europe/Berlin") =>
  yearPicture({ calendar, zone, year });
const dayOf = (date: string, from = picture(office)) =>
  from.months.flatMap((month) => month.days).find((day) => day.date === date);

describe("the picture of a year", () => {
  test.each([
    [2026, 365, 28],
    [2028, 366, 29],
    [2100, 365, 28],
  ])("%d has %d days, %d of them in February", (year, days, february) => {
    const { months } = picture(office, year);
    expect(months.map((month) => month.month)).toHaveLength(12);
    expect(months.flatMap((month) => month.days)).toHaveLength(days);
    expect(months[1]?.days).toHaveLength(february);
    expect(months[0]?.days[0]).toMatchObject({ date: `${year}-01-01`, day: 1 });
  });

  test.each([
    ["an ordinary Monday", "2026-11-23", { weekday: 0, openSeconds: 8 * HOUR, holiday: null }],
    ["a Sunday", "2026-11-22", { weekday: 6, openSeconds: 0, holiday: null, overridden: false }],
    ["a holiday without a name", "2026-01-01", { openSeconds: 0, holiday: "Holiday", overridden: false }],
    [
      "a date with hours of its own",
      "2026-12-24",
      { openSeconds: 3 * HOUR, holiday: null, overridden: true },
    ],
    ["hours on a holiday", "2026-12-25", { openSeconds: HOUR, holiday: "Christmas Day", overridden: true }],
    ["the clocks' going forward", "2026-03-29", { clockChangeMinutes: 60 }],
    ["the clocks' going back", "2026-10-25", { clockChangeMinutes: -60 }],
    ["the day after", "2026-10-26", { clockChangeMinutes: 0 }],
  ])("shows %s", (_name, date, expected) => {
    expect(dayOf(date)).toMatchObject(expected);
  });

  test("around the clock follows the clocks: 23, 24 and 25 hours", () => {
    const all = picture(null);
    const hours = ["2026-03-29", "2026-03-30", "2026-10-25"].map((date) => dayOf(date, all)?.openSeconds);
    expect(hours).toEqual([23, 24, 25].map((one) => one * HOUR));
    expect(all.openSeconds).toBe(365 * 24 * HOUR);
    expect(all.zone).toBe("Europe/Berlin");
  });

  test.each([
    ["Lord Howe moves by half an hour", "Australia/Lord_Howe", "2026-10-04", 30],
    ["Santiago jumps over midnight", "America/Santiago", "2026-09-06", 60],
    ["Kathmandu never moves", "Asia/Kathmandu", null, 0],
  ])("%s", (_name, zone, date, minutes) => {
    const moved = picture(null, 2026, zone)
      .months.flatMap((month) => month.days)
      .filter((day) => day.clockChangeMinutes > 0);
    expect(moved.map((day) => [day.date, day.clockChangeMinutes])).toEqual(date ? [[date, minutes]] : []);
  });

  test("gives an overnight span's second half to the next date", () => {
    const night = picture({ zone: "UTC", weekly: { fri: [["22:00", "06:00"]] } });
    expect(dayOf("2026-11-20", night)?.openSeconds).toBe(2 * HOUR);
    expect(dayOf("2026-11-21", night)?.openSeconds).toBe(6 * HOUR);
  });

  test("names what is not an ordinary day, in order", () => {
    expect(specialDays(picture(office)).map((day) => day.date)).toEqual([
      ...["2026-01-01", "2026-03-29", "2026-10-25", "2026-12-24", "2026-12-25"],
    ]);
    expect(specialDays(picture({ zone: "UTC", weekly: {} }))).toEqual([]);
  });

  test.each([
    [0, 0],
    [1, 1],
    [4 * HOUR, 1],
    [4 * HOUR + 1, 2],
    [8 * HOUR, 2],
    [8 * HOUR + 1, 3],
    [12 * HOUR, 3],
    [12 * HOUR + 1, 4],
    [25 * HOUR, 4],
  ])("%d open seconds are drawn in shade %d", (seconds, shade) => {
    expect(shadeOf(seconds)).toBe(shade);
  });
});

test("the days add up to their months and these to what the calendar measures over the year", () => {
  const time = fc.integer({ min: 0, max: 47 }).map((half) => {
    const text = `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 ? "30" : "00"}`;
    return text;
  });
  const zones = [
    "Europe/Berlin",
    "America/Santiago",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
  ];
  fc.assert(
    fc.property(
      ...([fc.constantFrom(...zones), time, time, fc.integer({ min: 2020, max: 2035 })] as const),
      (zone, start, end, year) => {
        const calendar: NamedCalendar = { zone, weekly: { mon: [[start, end]], sat: [[end, start]] } };
        const { months, openSeconds } = picture(calendar, year, "UTC");
        for (const month of months)
          expect(month.openSeconds).toBe(month.days.reduce((sum, day) => sum + day.openSeconds, 0));
        expect(openSeconds).toBe(months.reduce((sum, month) => sum + month.openSeconds, 0));
        const offsets = zoneOffsets(zone, { first: year - 1, last: year + 1 });
        const midnight = (text: string) =>
          toInstant(offsets, secondsOf(parseInstantNanoseconds(`${text}T00:00:00Z`) ?? 0n));
        const [from, to] = [midnight(`${year}-01-01`), midnight(`${year + 1}-01-01`)];
        expect(openSeconds).toBe(compileCalendar(calendar).measure(from, to));
      },
    ),
    { numRuns: 25 },
  );
});
