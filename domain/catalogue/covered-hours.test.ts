import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { coveredDay, coveredWeek, minutesAhead, neededWeek, type WeeklyHours } from "./covered-hours.ts";

const OFFICE: WeeklyHours = {
  mon: [["09:00", "17:00"]],
  tue: [["09:00", "17:00"]],
  wed: [["09:00", "17:00"]],
};
const NIGHT: WeeklyHours = { tue: [["20:00", "08:00"]], wed: [["20:00", "08:00"]] };
const WINTER = Temporal.Instant.from("2026-11-21T09:00:00Z");
const SUMMER = Temporal.Instant.from("2026-07-21T09:00:00Z");

describe("the covered week", () => {
  test("is the whole of it and its margins around the clock", () => {
    expect(coveredWeek(null)).toEqual([{ from: -2880, to: 12_960 }]);
  });

  test("joins full days, so that no need falls between them", () => {
    const day = [["00:00", "24:00"]] as const;
    const all = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    expect(coveredWeek(all)).toEqual([{ from: -2880, to: 12_960 }]);
  });

  test("repeats the weekend of the week before in its margin", () => {
    expect(coveredWeek({ sun: [["10:00", "12:00"]] })).toEqual([
      { from: -840, to: -720 },
      { from: 9_240, to: 9_360 },
    ]);
  });

  test("is empty without hours", () => {
    expect(coveredWeek({})).toEqual([]);
  });
});

describe("a working day on the reader's clock", () => {
  test.each<[string, WeeklyHours, string, string, Temporal.Instant, { from: number; to: number }[]]>([
    ["the same zone", OFFICE, "Europe/Berlin", "Europe/Berlin", WINTER, [{ from: 540, to: 1020 }]],
    ["an hour behind", OFFICE, "Europe/Berlin", "Europe/London", WINTER, [{ from: 480, to: 960 }]],
    [
      "summer time on one side only",
      OFFICE,
      "Asia/Manila",
      "Europe/Berlin",
      SUMMER,
      [{ from: 180, to: 660 }],
    ],
    ["winter, the same pair", OFFICE, "Asia/Manila", "Europe/Berlin", WINTER, [{ from: 120, to: 600 }]],
    ["half an hour of offset", OFFICE, "Asia/Kolkata", "UTC", WINTER, [{ from: 210, to: 690 }]],
    [
      "a shift over midnight",
      NIGHT,
      "UTC",
      "UTC",
      WINTER,
      [
        { from: 0, to: 480 },
        { from: 1200, to: 1440 },
      ],
    ],
  ])("%s", (_fact, hours, zone, readerZone, at, expected) => {
    expect(coveredDay({ hours, zone, readerZone, at })).toEqual(expected);
  });

  test("clocks differ by the offsets of that very day", () => {
    expect(minutesAhead({ of: "Europe/Berlin", over: "America/New_York", at: WINTER })).toBe(360);
    expect(
      minutesAhead({
        of: "Europe/Berlin",
        over: "America/New_York",
        at: Temporal.Instant.from("2026-10-27T12:00:00Z"),
      }),
    ).toBe(300);
  });
});

test("needed hours are Monday to Friday, and an end before the start is the next morning", () => {
  expect(neededWeek({ from: "09:00", to: "17:00" })[4]).toEqual({ from: 6300, to: 6780 });
  expect(neededWeek({ from: "22:00", to: "06:00" })[0]).toEqual({ from: 1320, to: 1800 });
});
