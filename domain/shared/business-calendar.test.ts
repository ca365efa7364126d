import { describe, expect, test } from "vitest";
import {
  type BusinessCalendar,
  businessCalendarSchema,
  isAroundTheClock,
  minutesOf,
  namedCalendarSchema,
  plainCalendar,
  spanMinutes,
  spansOn,
  WEEKDAYS,
} from "./business-calendar.ts";

const zone = "Europe/Berlin";
const office: [string, string][] = [["09:00", "17:00"]];
const START = "Write a start as HH:MM between 00:00 and 23:59.";
const END = "Write an end as HH:MM between 00:00 and 24:00.";

/** What is wrong with a calendar: each path with its message. */
function remarks(calendar: unknown, schema: typeof namedCalendarSchema = namedCalendarSchema): string[] {
  const read = schema.safeParse(calendar);
  return read.success ? [] : read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
}

describe("a calendar", () => {
  test.each<[string, unknown]>([
    ["of no hours at all", { zone, weekly: {} }],
    ["of every weekday", { zone, weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, office])) }],
    [
      "from midnight to midnight, and to 24:00",
      {
        zone,
        weekly: {
          sat: [
            ["00:00", "24:00"],
            ["23:59", "00:00"],
          ],
        },
      },
    ],
    ["of 48 spans a day", { zone, weekly: { mon: Array.from({ length: 48 }, () => ["00:00", "00:30"]) } }],
    [
      "with holidays, their names and other hours on a day",
      {
        zone,
        weekly: { mon: office },
        holidays: ["2026-12-25"],
        overrides: { "2028-02-29": [], "2026-12-24": office },
        holidayNames: { "2026-12-25": "Christmas Day" },
      },
    ],
  ])("%s is one", (_name, calendar) => {
    expect(remarks(calendar)).toEqual([]);
    expect(namedCalendarSchema.parse(calendar)).toEqual(calendar);
  });

  test.each<[string, unknown, string[]]>([
    [
      "in a zone nobody knows",
      { zone: "Mars/Base", weekly: {} },
      ['zone: "Mars/Base" is not a time zone we know; write it like Europe/Berlin.'],
    ],
    [
      "with a start at 24:00",
      { zone, weekly: { mon: [["24:00", "24:00"]] } },
      [`weekly.mon.0.0: ${START}`],
    ],
    [
      "with a start of one digit",
      { zone, weekly: { tue: [["9:00", "17:00"]] } },
      [`weekly.tue.0.0: ${START}`],
    ],
    [
      "with words around a start",
      { zone, weekly: { tue: [["at 09:00", "17:00"]] } },
      [`weekly.tue.0.0: ${START}`],
    ],
    [
      "with words after a start",
      { zone, weekly: { tue: [["09:00:00", "17:00"]] } },
      [`weekly.tue.0.0: ${START}`],
    ],
    ["with minute 60", { zone, weekly: { tue: [["09:60", "17:00"]] } }, [`weekly.tue.0.0: ${START}`]],
    [
      "with an end after 24:00",
      { zone, weekly: { wed: [["09:00", "24:01"]] } },
      [`weekly.wed.0.1: ${END}`],
    ],
    [
      "with an end in words",
      { zone, weekly: { wed: [["09:00", "till 17:00"]] } },
      [`weekly.wed.0.1: ${END}`],
    ],
    [
      "with words after an end",
      { zone, weekly: { wed: [["09:00", "17:00h"]] } },
      [`weekly.wed.0.1: ${END}`],
    ],
    [
      "with half a span",
      { zone, weekly: { thu: [["09:00"]] } },
      ['weekly.thu.0: A span is a pair of times such as ["09:00", "17:00"].'],
    ],
    [
      "with 49 spans",
      { zone, weekly: { fri: Array.from({ length: 49 }, () => ["00:00", "00:30"]) } },
      ["weekly.fri: A day has 48 spans at most."],
    ],
    [
      "with a holiday that no year has",
      { zone, weekly: {}, holidays: ["2026-02-29"] },
      ['holidays.0: "2026-02-29" is not a date; write it like 2026-12-24.'],
    ],
    [
      "with 5,001 holidays",
      { zone, weekly: {}, holidays: Array.from({ length: 5001 }, () => "2026-12-24") },
      ["holidays: A calendar has 5,000 holidays at most."],
    ],
    [
      "with a holiday's name left empty",
      { zone, weekly: {}, holidayNames: { "2026-12-25": " " } },
      ["holidayNames.2026-12-25: A name is not empty."],
    ],
    [
      "with a holiday's name of 121 characters",
      { zone, weekly: {}, holidayNames: { "2026-12-25": "x".repeat(121) } },
      ["holidayNames.2026-12-25: Keep a name within 120 characters."],
    ],
  ])("%s is refused, and it says where", (_name, calendar, expected) => {
    expect(remarks(calendar)).toEqual(expected);
  });

  test("has 5,000 holidays and names of 120 characters without a remark", () => {
    const holidays = Array.from({ length: 5000 }, () => "2026-12-24");
    const holidayNames = { "2026-12-24": ` ${"x".repeat(120)} ` };
    expect(remarks({ zone, weekly: {}, holidays, holidayNames })).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["a member it does not know", { zone, weekly: {}, breaks: [] }],
    ["an eighth weekday", { zone, weekly: { caturday: office } }],
    ["hours for a day that does not exist", { zone, weekly: {}, overrides: { "2026-13-01": [] } }],
    ["no zone", { weekly: {} }],
    ["no week", { zone }],
  ])("with %s is refused", (_name, calendar) => {
    expect(businessCalendarSchema.safeParse(calendar).success).toBe(false);
    expect(namedCalendarSchema.safeParse(calendar).success).toBe(false);
  });

  test("of a bundle has no names", () => {
    expect(businessCalendarSchema.safeParse({ zone, weekly: {}, holidayNames: {} }).success).toBe(false);
  });
});

describe("without its names a calendar", () => {
  const named = { zone, weekly: { mon: office }, holidays: ["2026-12-25"] };

  test("is itself where it has none", () => expect(plainCalendar(named)).toBe(named));

  test("is the rest, and the same object each time", () => {
    const christmas = { ...named, holidayNames: { "2026-12-25": "Christmas Day" } };
    expect(plainCalendar(christmas)).toEqual(named);
    expect(plainCalendar(christmas)).toBe(plainCalendar(christmas));
    expect(christmas.holidayNames).toEqual({ "2026-12-25": "Christmas Day" });
  });
});

describe("the spans of a date", () => {
  const calendar: BusinessCalendar = {
    zone,
    weekly: { mon: office },
    holidays: ["2026-03-02", "2026-03-09"],
    overrides: { "2026-03-09": [["10:00", "11:00"]], "2026-03-16": [] },
  };

  test.each<[string, string, "mon" | "tue", unknown]>([
    ["are those of its weekday", "2026-03-23", "mon", office],
    ["are none on a weekday left out", "2026-03-24", "tue", []],
    ["are none on a holiday", "2026-03-02", "mon", []],
    ["are the other hours of that date, holiday or not", "2026-03-09", "mon", [["10:00", "11:00"]]],
    ["are none where the other hours are none", "2026-03-16", "mon", []],
  ])("%s", (_name, date, weekday, expected) => {
    expect(spansOn(calendar, date, weekday)).toEqual(expected);
  });

  test("are those of the week where nothing else is said", () => {
    expect(spansOn({ zone, weekly: { mon: office } }, "2026-03-02", "mon")).toEqual(office);
  });
});

describe("around the clock", () => {
  const every = (spans: [string, string][]): BusinessCalendar => ({
    zone,
    weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, spans])),
  });
  const whole = every([["00:00", "24:00"]]);

  test.each<[string, BusinessCalendar | null, boolean]>([
    ["is no calendar", null, true],
    ["is every day to 24:00", whole, true],
    ["is every day to the next midnight", every([["00:00", "00:00"]]), true],
    [
      "is every day in parts that meet, in whatever order",
      every([
        ["12:00", "24:00"],
        ["00:00", "06:00"],
        ["06:00", "12:00"],
      ]),
      true,
    ],
    [
      "is a short span within a long one",
      every([
        ["00:00", "18:00"],
        ["06:00", "12:00"],
        ["18:00", "24:00"],
      ]),
      true,
    ],
    ["is not a day that lacks its first minute", every([["00:01", "24:00"]]), false],
    ["is not a day that lacks its last", every([["00:00", "23:59"]]), false],
    [
      "is not a day with a gap",
      every([
        ["00:00", "12:00"],
        ["12:01", "24:00"],
      ]),
      false,
    ],
    ["is not a week that lacks its Sunday", { zone, weekly: { ...whole.weekly, sun: undefined } }, false],
    ["is not a year with a holiday", { ...whole, holidays: ["2026-12-25"] }, false],
    ["is not a year with other hours", { ...whole, overrides: { "2026-12-25": [] } }, false],
    ["is a year with none of either", { ...whole, holidays: [], overrides: {} }, true],
  ])("%s", (_name, calendar, expected) => {
    expect(isAroundTheClock(calendar)).toBe(expected);
  });
});

test.each([
  ["00:00", 0],
  ["09:05", 545],
  ["23:59", 1439],
  ["24:00", 1440],
])("%s is minute %i of its day", (time, minutes) => expect(minutesOf(time)).toBe(minutes));

test.each([
  [["09:00", "17:00"], 540, 1020],
  [["22:00", "06:00"], 1320, 1800],
  [["08:00", "08:00"], 480, 1920],
  [["20:00", "24:00"], 1200, 1440],
  [["00:00", "00:00"], 0, 1440],
] as const)("a span %j runs from minute %i to minute %i", (span, start, end) => {
  expect(spanMinutes(span)).toEqual({ start, end });
});

test("the week has its seven days, Monday first", () => {
  expect(WEEKDAYS).toEqual(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
});

test.each([
  ["a date with hours of its own", { overrides: { tomorrow: [] } }],
  ["a named holiday", { holidayNames: { tomorrow: "Christmas" } }],
])("%s that is no date is named in words for readers", (_name, more) => {
  const { error } = namedCalendarSchema.safeParse({ zone: "UTC", weekly: {}, ...more });
  expect(error?.issues.map((issue) => issue.message)).toEqual([
    '"tomorrow" is not a date; write it like 2026-12-24.',
  ]);
});
