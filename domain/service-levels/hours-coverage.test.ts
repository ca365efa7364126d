import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BusinessCalendar, WEEKDAYS } from "../shared/business-calendar.ts";
import { contractCoverage } from "./contract-coverage.ts";
import { dayPieces, recurringGaps } from "./coverage-gaps.ts";
import { hoursCoverage, lengthOf, sharedHours } from "./hours-coverage.ts";

const at = (text: string) => Date.parse(text) / 1000;
const weekdays = (...spans: [string, string][]) =>
  Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, spans])) as BusinessCalendar["weekly"];
const everyDay = (...spans: [string, string][]) =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, spans])) as BusinessCalendar["weekly"];

const wordsOf = (agreed: BusinessCalendar | null, covered: BusinessCalendar | null, from: string) =>
  contractCoverage({
    terms: { calendar: agreed, zone: agreed?.zone ?? "UTC", serviceLevels: [] },
    covered,
    from: at(from),
  })[0];

test("what a contract counts and nobody covers is what is left, in seconds and in words", () => {
  const agreed = { zone: "UTC", weekly: everyDay(["09:00", "17:00"]) };
  const year = (covered: Parameters<typeof contractCoverage>[0]["covered"]) =>
    contractCoverage({
      terms: { calendar: agreed, zone: "UTC", serviceLevels: [] },
      ...{ covered, from: at("2026-12-01T00:00:00Z") },
    })[0];
  const seconds = 365 * 8 * 3600;
  expect(year(null)).toMatchObject({
    ...{ openSeconds: seconds, coveredSeconds: seconds, uncoveredSeconds: 0, gaps: [] },
  });
  const off = { ...agreed, holidays: ["2026-12-24"], holidayNames: { "2026-12-24": "Christmas Eve" } };
  const found = year(off);
  expect(found).toMatchObject({ coveredSeconds: seconds - 8 * 3600, uncoveredSeconds: 8 * 3600 });
  expect(found?.gaps.map((gap) => gap.words)).toEqual([expect.stringContaining("Christmas Eve")]);
});

describe("uncovered hours", () => {
  const berlin = { zone: "Europe/Berlin", weekly: weekdays(["08:00", "18:00"]) };

  test.each<[string, BusinessCalendar | null, BusinessCalendar | null, string, string[]]>([
    ["nothing where the hours are the same", berlin, berlin, "2026-11-22T23:00:00Z", []],
    [
      "an evening, all year, and the weeks in which only one side's clocks have changed",
      berlin,
      { zone: "America/New_York", weekly: weekdays(["02:00", "12:00"]) },
      "2026-11-22T23:00:00Z",
      [
        "Mon–Fri 17:00–18:00 Berlin from 15 Mar to 26 Mar 2027",
        "Mon–Fri 17:00–18:00 Berlin from 1 Nov to 5 Nov 2027",
      ],
    ],
    [
      "the half hour by which Lord Howe moves and Sydney moves more",
      { zone: "Australia/Sydney", weekly: weekdays(["09:00", "10:00"]) },
      { zone: "Australia/Lord_Howe", weekly: weekdays(["09:30", "10:30"]) },
      "2026-11-22T13:00:00Z",
      [
        "Mon–Fri 09:00–09:30 Sydney from 23 Nov 2026 to 2 Apr 2027",
        "Mon–Fri 09:00–09:30 Sydney from 4 Oct to 22 Nov 2027",
      ],
    ],
    [
      "a holiday that only the provider keeps",
      { zone: "America/New_York", weekly: weekdays(["09:00", "17:00"]), holidays: ["2026-12-25"] },
      {
        zone: "America/New_York",
        weekly: weekdays(["09:00", "17:00"]),
        holidays: ["2026-11-26", "2026-12-25"],
      },
      "2026-11-23T05:00:00Z",
      ["Thu 26 November 2026 09:00–17:00 New York"],
    ],
    [
      "a day that exists every fourth year",
      { zone: "UTC", weekly: {}, overrides: { "2028-02-29": [["09:00", "24:00"]] } },
      { zone: "UTC", weekly: everyDay(["00:00", "23:00"]) },
      "2028-01-01T00:00:00Z",
      ["Tue 29 February 2028 23:00–24:00 UTC"],
    ],
    [
      "the nights of a desk around the clock",
      { zone: "UTC", weekly: everyDay(["00:00", "24:00"]) },
      { zone: "UTC", weekly: everyDay(["06:00", "24:00"]) },
      "2026-01-01T00:00:00Z",
      ["Every day 00:00–06:00 UTC from 1 Jan to 31 Dec 2026"],
    ],
  ])("are %s", (_name, agreed, covered, from, words) => {
    const found = wordsOf(agreed, covered, from);
    expect(found?.gaps.map((gap) => gap.words).sort()).toEqual([...words].sort());
  });

  const span = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([start, end]): [string, string] => [clock(start), clock(end)]);
  const dates = fc
    .integer({ min: 0, max: 400 })
    .map((day) =>
      new Date(at("2026-01-01T00:00:00Z") * 1000 + day * 86_400_000).toISOString().slice(0, 10),
    );
  const calendar: fc.Arbitrary<BusinessCalendar | null> = fc.option(
    fc.record({
      zone: fc.constantFrom(
        "UTC",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Casablanca",
      ),
      weekly: fc.dictionary(fc.constantFrom(...WEEKDAYS), fc.array(span, { maxLength: 3 })),
      holidays: fc.array(dates, { maxLength: 5 }),
      overrides: fc.dictionary(dates, fc.array(span, { maxLength: 2 }), { maxKeys: 3 }),
    }),
    { freq: 8 },
  );
  const range = { from: at("2026-02-01T00:00:00Z"), to: at("2026-12-15T00:00:00Z") };

  test("and covered ones together are the agreed hours, second by second", () => {
    fc.assert(
      fc.property(calendar, calendar, (agreed, covered) => {
        const found = hoursCoverage({ agreed, covered, ...range });
        const shared = sharedHours({ calendars: [agreed, covered], ...range });
        expect(lengthOf(shared)).toBe(found.coveredSeconds);
        const all = [...shared, ...found.uncovered].sort((left, right) => left.from - right.from);
        for (const [index, one] of all.entries())
          expect(one.from).toBeGreaterThanOrEqual(all[index - 1]?.to ?? 0);
        expect(lengthOf(all)).toBe(found.openSeconds);
      }),
      { numRuns: 60 },
    );
  });

  test("shared hours do not ask who is first", () => {
    fc.assert(
      fc.property(calendar, calendar, (left, right) => {
        expect(sharedHours({ calendars: [left, right], ...range })).toEqual(
          sharedHours({ calendars: [right, left], ...range }),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("told as gaps leave no hour out and tell none twice", () => {
    fc.assert(
      fc.property(calendar, calendar, (agreed, covered) => {
        const { uncovered } = hoursCoverage({ agreed, covered, ...range });
        const gaps = recurringGaps(uncovered, "Europe/Berlin");
        expect(gaps.reduce((sum, gap) => sum + gap.seconds, 0)).toBe(lengthOf(uncovered));
        expect(lengthOf(dayPieces(uncovered, "Europe/Berlin"))).toBe(lengthOf(uncovered));
      }),
      { numRuns: 60 },
    );
  });
});

function clock(minutes: number): string {
  if (minutes === 1440) return "24:00";
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
