import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { busyHours, type HourState, mondayText, sharedByWeek, sharedWeek } from "./shared-week.ts";

const week = (start: string, end: string, zone = "Europe/Berlin"): BusinessCalendar => ({
  zone,
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [[start, end]]])),
});
const BUYER = week("09:00", "17:00");
const ZONE = "Europe/Berlin";
const monday = (
  p: { buyer: BusinessCalendar | null; provider: BusinessCalendar | null },
  date = "2026-11-25",
) => sharedWeek({ ...p, zone: ZONE, date });
const hourStates = (states: readonly HourState[], state: HourState) =>
  states.flatMap((one, hour) => (one === state ? [hour] : []));

describe("a week that two calendars share", () => {
  test("runs from the Monday of any of its dates and has seven days of 24 hours", () => {
    for (const date of ["2026-11-23", "2026-11-25", "2026-11-29"]) {
      const found = monday({ buyer: BUYER, provider: BUYER }, date);
      expect(found.monday).toBe("2026-11-23");
      expect(found.days.map((day) => day.hours.length)).toEqual(Array(7).fill(24));
    }
  });

  test("says hour by hour who works", () => {
    const found = monday({ buyer: BUYER, provider: week("10:00", "19:30") });
    const [first] = found.days;
    expect(hourStates(first?.hours ?? [], "shared")).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect(hourStates(first?.hours ?? [], "buyer_only")).toEqual([9]);
    expect(hourStates(first?.hours ?? [], "provider_only")).toEqual([17, 18, 19]);
    expect(hourStates(found.days[5]?.hours ?? [], "closed")).toHaveLength(24);
    expect([found.sharedSeconds, found.buyerSeconds, found.providerSeconds]).toEqual(
      [35, 40, 47.5].map((hours) => hours * 3600),
    );
  });

  test("calls an hour of which a part is shared so", () => {
    const found = monday({ buyer: BUYER, provider: week("09:30", "17:00") });
    expect(found.days[0]?.hours[9]).toBe("partly");
  });

  test.each([
    ["a zone an hour ahead", week("09:00", "17:00", "Europe/Athens"), 35],
    ["the other side of the world", week("09:00", "17:00", "America/Los_Angeles"), 0],
    ["around the clock", null, 40],
    ["nobody at all", { zone: "UTC", weekly: {} }, 0],
  ])("with %s", (_name, provider, shared) => {
    expect(monday({ buyer: BUYER, provider }).sharedSeconds / 3600).toBe(shared);
  });

  test("of the night on which the clocks go forward has one hour that is none", () => {
    const { days } = monday({ buyer: null, provider: null }, "2026-03-29");
    expect(hourStates(days[6]?.hours ?? [], "closed")).toEqual([2]);
    expect(hourStates(days[6]?.hours ?? [], "shared")).toHaveLength(23);
  });

  test("shows the hours from the first to the last in which anybody works", () => {
    expect(busyHours(monday({ buyer: BUYER, provider: week("07:00", "12:00") }))).toEqual({
      first: 7,
      last: 16,
    });
    const nobody = { zone: "UTC", weekly: {} };
    expect(busyHours(monday({ buyer: nobody, provider: nobody }))).toEqual({ first: 0, last: 23 });
    expect(busyHours(monday({ buyer: null, provider: nobody }))).toEqual({ first: 0, last: 23 });
  });

  test("refuses what is no date", () => {
    expect(() => monday({ buyer: BUYER, provider: BUYER }, "soon")).toThrow(RangeError);
  });

  test("shares as much as it does the other way round, and no more than either works", () => {
    const hour = fc.integer({ min: 0, max: 22 });
    const calendar = fc
      .tuple(hour, hour, fc.constantFrom("Europe/Berlin", "Asia/Kolkata", "America/New_York"))
      .map(([start, length, zone]) => week(clock(start), clock(Math.min(24, start + 1 + length)), zone));
    fc.assert(
      fc.property(calendar, calendar, fc.integer({ min: 1, max: 28 }), (buyer, provider, day) => {
        const date = `2026-03-${String(day).padStart(2, "0")}`;
        const [one, other] = [
          monday({ buyer, provider }, date),
          monday({ buyer: provider, provider: buyer }, date),
        ];
        expect(one.sharedSeconds).toBe(other.sharedSeconds);
        expect(one.sharedSeconds).toBeLessThanOrEqual(Math.min(one.buyerSeconds, one.providerSeconds));
        const states = one.days.flatMap((entry) => entry.hours);
        const [shared, partly] = [hourStates(states, "shared").length, hourStates(states, "partly").length];
        expect(one.sharedSeconds).toBeGreaterThanOrEqual(shared * 3600);
        expect(one.sharedSeconds).toBeLessThanOrEqual((shared + partly) * 3600);
      }),
      { numRuns: 60 },
    );
  });
});

const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

describe("the weeks of a year", () => {
  test("of one length in a row are told together, and a holiday parts them", () => {
    const buyer = { ...BUYER, holidays: ["2026-12-09"] };
    const runs = sharedByWeek({ buyer, provider: BUYER, zone: ZONE, date: "2026-11-25", weeks: 5 });
    expect(
      runs.map(({ firstMonday, lastMonday, weeks, sharedSeconds }) => [
        firstMonday,
        lastMonday,
        weeks,
        sharedSeconds / 3600,
      ]),
    ).toEqual([
      ["2026-11-23", "2026-11-30", 2, 40],
      ["2026-12-07", "2026-12-07", 1, 32],
      ["2026-12-14", "2026-12-21", 2, 40],
    ]);
  });

  test("are as long as the single weeks, clock changes included", () => {
    const pair = { buyer: BUYER, provider: week("03:00", "10:00", "America/New_York"), zone: ZONE };
    const runs = sharedByWeek({ ...pair, date: "2026-01-05", weeks: 52 });
    expect(runs.reduce((sum, run) => sum + run.weeks, 0)).toBe(52);
    const single = Array.from({ length: 52 }, (_none, at) =>
      sharedWeek({ ...pair, date: mondayText("2026-01-05", at) }),
    );
    expect(runs.reduce((sum, run) => sum + run.weeks * run.sharedSeconds, 0)).toBe(
      single.reduce((sum, one) => sum + one.sharedSeconds, 0),
    );
    expect(runs.length).toBeGreaterThan(2);
  });

  test.each([
    ["2026-11-25", 0, "2026-11-23"],
    ["2026-11-23", 0, "2026-11-23"],
    ["2026-11-25", -1, "2026-11-16"],
    ["2026-12-30", 1, "2027-01-04"],
  ])("the Monday of %s, %d weeks on, is %s", (date, weeks, expected) => {
    expect(mondayText(date, weeks)).toBe(expected);
  });
});
