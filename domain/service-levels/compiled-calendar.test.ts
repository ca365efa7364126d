import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { type BusinessCalendar, WEEKDAYS } from "../shared/business-calendar.ts";
import { compileCalendar } from "./compiled-calendar.ts";

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds / 1000;
const FAR = at("2100-01-01T00:00:00Z");
const nineToFive: [string, string][] = [["09:00", "17:00"]];
const weekdays = { mon: nineToFive, tue: nineToFive, wed: nineToFive, thu: nineToFive, fri: nineToFive };
const allDay = Object.fromEntries(
  WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]]),
) as BusinessCalendar["weekly"];

describe("hours of a day", () => {
  test.each([
    ["New York springs forward", "America/New_York", "2026-03-08", 23],
    ["New York falls back", "America/New_York", "2026-11-01", 25],
    ["Sydney springs forward", "Australia/Sydney", "2026-10-04", 23],
    ["Sydney falls back", "Australia/Sydney", "2026-04-05", 25],
    ["Lord Howe moves by half an hour, forward", "Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Lord Howe moves by half an hour, back", "Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Kolkata never moves", "Asia/Kolkata", "2026-03-08", 24],
    ["Sao Paulo had no midnight", "America/Sao_Paulo", "2016-10-16", 23],
    ["Apia left this day out", "Pacific/Apia", "2011-12-30", 0],
  ])("%s", (_name, zone, date, hours) => {
    const day = Temporal.PlainDate.from(date);
    const from = day.toZonedDateTime(zone).epochMilliseconds / 1000;
    const to = day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds / 1000;
    expect(compileCalendar({ zone, weekly: allDay }).measure(from, to)).toBe(hours * 3600);
  });

  test("a span inside the gap of spring moves later, and one across it is shorter", () => {
    const gap = compileCalendar({ zone: "America/New_York", weekly: { sun: [["02:00", "02:30"]] } });
    expect(gap.measure(at("2026-03-08T07:00:00Z"), at("2026-03-08T07:30:00Z"))).toBe(1800);
    const across = compileCalendar({ zone: "America/New_York", weekly: { sun: [["01:30", "03:30"]] } });
    expect(across.measure(at("2026-03-08T00:00:00Z"), at("2026-03-09T00:00:00Z"))).toBe(3600);
    const vanishing = compileCalendar({ zone: "America/New_York", weekly: { sun: [["02:30", "03:15"]] } });
    expect(vanishing.measure(at("2026-03-08T00:00:00Z"), at("2026-03-09T00:00:00Z"))).toBe(0);
  });
});

describe("which spans count", () => {
  const zone = "UTC";
  const monday = at("2026-03-02T00:00:00Z");
  const week = (calendar: BusinessCalendar) =>
    compileCalendar(calendar).measure(monday, monday + 7 * 86_400) / 3600;

  test.each<[string, BusinessCalendar, number]>([
    ["a plain week", { zone, weekly: weekdays }, 40],
    ["no day at all", { zone, weekly: {} }, 0],
    [
      "overlapping spans count once",
      {
        zone,
        weekly: {
          mon: [
            ["09:00", "12:00"],
            ["11:00", "13:00"],
            ["09:00", "10:00"],
          ],
        },
      },
      4,
    ],
    [
      "an overnight span belongs to the day it begins on",
      { zone, weekly: { fri: [["22:00", "06:00"]] } },
      8,
    ],
    [
      "an overnight span that meets the next day's",
      { zone, weekly: { fri: [["22:00", "06:00"]], sat: [["05:00", "07:00"]] } },
      9,
    ],
    ["equal ends are a whole day", { zone, weekly: { tue: [["08:00", "08:00"]] } }, 24],
    ["24:00 is the end of the day", { zone, weekly: { tue: [["20:00", "24:00"]] } }, 4],
    ["00:00 as an end is the next midnight", { zone, weekly: { tue: [["20:00", "00:00"]] } }, 4],
    ["a holiday removes its own spans", { zone, weekly: weekdays, holidays: ["2026-03-03"] }, 32],
    [
      "a holiday leaves the night that began before it",
      { zone, weekly: { mon: [["22:00", "06:00"]] }, holidays: ["2026-03-03"] },
      8,
    ],
    [
      "an override replaces",
      { zone, weekly: weekdays, overrides: { "2026-03-03": [["09:00", "10:00"]] } },
      33,
    ],
    [
      "an override replaces on a holiday too",
      {
        zone,
        weekly: weekdays,
        holidays: ["2026-03-03"],
        overrides: { "2026-03-03": [["09:00", "10:00"]] },
      },
      33,
    ],
    ["an empty override closes the day", { zone, weekly: weekdays, overrides: { "2026-03-03": [] } }, 32],
    [
      "an override opens a Sunday",
      { zone, weekly: weekdays, overrides: { "2026-03-08": [["10:00", "12:00"]] } },
      42,
    ],
  ])("%s", (_name, calendar, hours) => {
    expect(week(calendar)).toBe(hours);
  });

  test("a night shift from 31 December reaches into a year that was compiled alone", () => {
    const calendar = compileCalendar({ zone: "Pacific/Kiritimati", weekly: allDay });
    expect(calendar.measure(at("2026-01-01T00:00:00Z"), at("2026-01-01T05:00:00Z"))).toBe(5 * 3600);
    const night = compileCalendar({ zone, weekly: { wed: [["22:00", "06:00"]] } });
    expect(night.measure(at("2026-01-01T00:00:00Z"), at("2026-01-01T12:00:00Z"))).toBe(6 * 3600);
  });
});

describe("adding business time", () => {
  const calendar = compileCalendar({ zone: "UTC", weekly: weekdays });

  test.each([
    ["inside a span", "2026-03-02T10:00:00Z", 3600, "2026-03-02T11:00:00Z"],
    [
      "exactly to the end of a span, not to the start of the next",
      "2026-03-02T16:00:00Z",
      3600,
      "2026-03-02T17:00:00Z",
    ],
    ["over the night", "2026-03-02T16:00:00Z", 3601, "2026-03-03T09:00:01Z"],
    ["over the weekend", "2026-03-06T16:30:00Z", 3600, "2026-03-09T09:30:00Z"],
    ["from outside business hours", "2026-03-07T12:00:00Z", 60, "2026-03-09T09:01:00Z"],
    ["nothing, from outside business hours", "2026-03-07T12:00:00Z", 0, "2026-03-07T12:00:00Z"],
    ["over a year's end", "2026-12-31T16:00:00Z", 7200, "2027-01-01T10:00:00Z"],
  ])("%s", (_name, from, seconds, expected) => {
    expect(calendar.addBusinessSeconds(at(from), seconds, FAR)).toBe(at(expected));
  });

  test("what lies after the limit is null, and so is any time where it never opens", () => {
    const limit = at("2026-03-09T09:00:00Z");
    expect(calendar.addBusinessSeconds(at("2026-03-06T16:30:00Z"), 3600, limit)).toBeNull();
    expect(calendar.addBusinessSeconds(at("2026-03-06T16:30:00Z"), 1800, limit)).toBe(
      at("2026-03-06T17:00:00Z"),
    );
    const closed = compileCalendar({ zone: "UTC", weekly: {} });
    expect(closed.addBusinessSeconds(at("2026-03-06T00:00:00Z"), 1, at("2031-03-06T00:00:00Z"))).toBeNull();
  });

  test("around the clock every second counts", () => {
    const always = compileCalendar(null);
    expect(always.measure(5, 3)).toBe(0);
    expect(always.measure(3, 5)).toBe(2);
    expect(always.addBusinessSeconds(3, 2, 5)).toBe(5);
    expect(always.addBusinessSeconds(3, 3, 5)).toBeNull();
    expect(always.isOpen(0)).toBe(true);
  });
});

test("calendars of equal content share one compilation", () => {
  const one = { zone: "UTC", weekly: weekdays };
  expect(compileCalendar(one)).toBe(compileCalendar(structuredClone(one)));
  expect(compileCalendar(one)).not.toBe(compileCalendar({ ...one, holidays: ["2026-01-01"] }));
});

describe("any calendar agrees with counting minutes through Temporal", () => {
  const ZONES = [
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Apia",
  ];
  const time = fc.integer({ min: 0, max: 95 }).map((quarter) => clockText(quarter * 15));
  const end = fc.oneof({ weight: 8, arbitrary: time }, { weight: 1, arbitrary: fc.constant("24:00") });
  const spans = fc.array(fc.tuple(time, end), { maxLength: 3 });
  // Around the changes of every zone above, the day that Apia skipped among them.
  const starts = fc.constantFrom(
    ...[
      "2011-12-28",
      "2016-02-19",
      "2016-10-14",
      "2026-03-06",
      "2026-04-03",
      "2026-10-02",
      "2026-10-30",
      "2026-12-29",
    ],
  );
  const cases = starts.chain((start) => {
    const dates = [0, 1, 2, 3, 4].map((days) => Temporal.PlainDate.from(start).add({ days }).toString());
    return fc.record({
      start: fc.constant(start),
      calendar: fc.record({
        zone: fc.constantFrom(...ZONES),
        weekly: fc.record({
          mon: spans,
          tue: spans,
          wed: spans,
          thu: spans,
          fri: spans,
          sat: spans,
          sun: spans,
        }),
        holidays: fc.uniqueArray(fc.constantFrom(...dates), { maxLength: 1 }),
        overrides: fc.dictionary(fc.constantFrom(...dates), spans, { maxKeys: 1 }),
      }),
      from: fc.integer({ min: 0, max: 3 * 1440 }),
      length: fc.integer({ min: 0, max: 2 * 1440 }),
    });
  });

  test("measure, addBusinessSeconds and isOpen", () => {
    fc.assert(
      fc.property(cases, ({ start, calendar, from, length }) => {
        const first = at(`${start}T00:00:00Z`) + from * 60;
        const last = first + length * 60;
        const open = openMinutes(calendar, start);
        const compiled = compileCalendar(calendar);
        let expected = 0;
        for (let minute = first; minute < last; minute += 60) if (open(minute)) expected += 60;
        expect(compiled.measure(first, last)).toBe(expected);
        expect(compiled.openBefore(last) - compiled.openBefore(first)).toBe(expected);
        expect(compiled.isOpen(first)).toBe(open(first));
        const reached = compiled.addBusinessSeconds(first, expected, last);
        expect(reached).not.toBeNull();
        expect(compiled.measure(first, reached ?? 0)).toBe(expected);
        if (expected > 0) expect(compiled.measure(first, (reached ?? 0) - 1)).toBe(expected - 1);
        expect(compiled.addBusinessSeconds(first, expected + 1, last)).toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});

describe("business time before an instant", () => {
  const nine: BusinessCalendar = { zone: "Europe/Berlin", weekly: { mon: [["09:00", "17:00"]] } };
  const at = (text: string) => Date.parse(text) / 1000;

  test("counts from one moment, whichever years are asked for afterwards", () => {
    const compiled = compileCalendar({ ...nine });
    const moments = [
      "2026-03-02T12:00:00Z",
      "2027-06-07T08:00:00Z",
      "2019-01-07T10:00:00Z",
      "2031-01-06T09:00:00Z",
    ];
    const first = moments.map((one) => compiled.openBefore(at(one)));
    expect(moments.map((one) => compiled.openBefore(at(one)))).toEqual(first);
    for (const [n, from] of moments.entries())
      for (const [m, to] of moments.entries())
        if (at(from) <= at(to))
          expect((first[m] ?? 0) - (first[n] ?? 0)).toBe(compiled.measure(at(from), at(to)));
  });

  test("around the clock is the instant itself", () => {
    const always = compileCalendar(null);
    expect(always.openBefore(70) - always.openBefore(20)).toBe(50);
  });
});

/** The slow way: every span resolved by Temporal itself, every minute tested against every span. */
function openMinutes(calendar: BusinessCalendar, start: string): (minute: number) => boolean {
  const resolved: { from: number; to: number }[] = [];
  for (let days = -3; days <= 9; days++) {
    const date = Temporal.PlainDate.from(start).add({ days });
    const weekday = WEEKDAYS[date.dayOfWeek - 1] ?? "mon";
    const usual = calendar.holidays?.includes(date.toString()) ? [] : (calendar.weekly[weekday] ?? []);
    for (const [from, to] of calendar.overrides?.[date.toString()] ?? usual) {
      const isNext = to === "24:00" || to <= from;
      resolved.push({
        from: local(calendar.zone, date, from),
        to: local(calendar.zone, isNext ? date.add({ days: 1 }) : date, to === "24:00" ? "00:00" : to),
      });
    }
  }
  return (minute) => resolved.some(({ from, to }) => from <= minute && minute < to);
}

function local(zone: string, date: Temporal.PlainDate, time: string): number {
  return (
    date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds /
    1000
  );
}

function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
