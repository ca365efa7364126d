import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BusinessCalendar } from "../shared/business-calendar.ts";
import { parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { compileCalendar } from "./compiled-calendar.ts";

const at = (text: string) => secondsOf(parseInstantNanoseconds(`2026-${text}:00Z`) ?? 0n);
const split: BusinessCalendar["weekly"] = {
  mon: [
    ["09:00", "12:00"],
    ["13:00", "17:00"],
  ],
  tue: [["09:00", "17:00"]],
};
const office = compileCalendar({ zone: "UTC", weekly: split });
/** Monday, 2 March 2026, at a time of day. */
const monday = (time: string) => at(`03-02T${time}`);

describe("at the edges of a span", () => {
  test.each([
    ["08:59", false],
    ["09:00", true],
    ["11:59", true],
    ["12:00", false],
    ["12:59", false],
    ["13:00", true],
    ["17:00", false],
  ])("at %s it is open: %s", (time, isOpen) => {
    expect(office.isOpen(monday(time))).toBe(isOpen);
    expect(office.openIn(monday(time), monday(time) + 1)).toHaveLength(isOpen ? 1 : 0);
    expect(office.measure(monday(time), monday(time) + 1)).toBe(isOpen ? 1 : 0);
  });

  test("the last second before a span is closed, and the last of it open", () => {
    expect([monday("09:00") - 1, monday("12:00") - 1].map(office.isOpen)).toEqual([false, true]);
  });

  test.each([
    ["nothing backwards", "11:00", "10:00", 0],
    ["nothing of no length", "10:00", "10:00", 0],
    ["nothing before the first span of the year", "08:00", "09:00", 0],
    ["both sides of lunch", "11:00", "14:00", 7200],
    ["all of it", "00:00", "23:59", 7 * 3600],
  ])("it measures %s", (_name, from, to, seconds) => {
    expect(office.measure(monday(from), monday(to))).toBe(seconds);
  });
});

describe("the open stretches", () => {
  test.each<[string, string, string, [string, string][]]>([
    ["of a time without any", "17:00", "23:00", []],
    ["of no time", "10:00", "10:00", []],
    ["of a time that runs backwards", "16:00", "10:00", []],
    ["within one span", "09:30", "10:30", [["09:30", "10:30"]]],
    ["of a whole span", "09:00", "12:00", [["09:00", "12:00"]]],
    [
      "are cut at both ends",
      "11:00",
      "14:00",
      [
        ["11:00", "12:00"],
        ["13:00", "14:00"],
      ],
    ],
    ["leave out the span that ends as they begin", "12:00", "14:00", [["13:00", "14:00"]]],
    ["and the one that begins as they end", "10:00", "13:00", [["10:00", "12:00"]]],
  ])("%s", (_name, from, to, expected) => {
    expect(office.openIn(monday(from), monday(to))).toEqual(
      expected.map(([start, end]) => ({ from: monday(start), to: monday(end) })),
    );
  });

  test("reach over the turn of a year, which does not cut them", () => {
    const night = compileCalendar({ zone: "UTC", weekly: { thu: [["22:00", "06:00"]] } });
    expect(night.openIn(at("12-31T12:00"), at("12-31T12:00") + 86_400)).toEqual([
      { from: at("12-31T22:00"), to: at("12-31T22:00") + 8 * 3600 },
    ]);
  });

  test("of every hour are the time itself", () => {
    const always = compileCalendar(null);
    expect(always.openIn(3, 5)).toEqual([{ from: 3, to: 5 }]);
    expect([always.openIn(5, 5), always.openIn(5, 3)]).toEqual([[], []]);
  });

  test("ascend, lie apart and add up to what is measured", () => {
    const instants = fc.integer({ min: at("01-01T00:00"), max: at("12-31T00:00") });
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 20 * 86_400 }), (from, length) => {
        const stretches = office.openIn(from, from + length);
        let [last, total] = [from - 1, 0];
        for (const stretch of stretches) {
          expect(stretch.from).toBeGreaterThan(last);
          expect(stretch.to).toBeGreaterThan(stretch.from);
          total += stretch.to - stretch.from;
          last = stretch.to;
        }
        expect(last).toBeLessThanOrEqual(from + length);
        expect(total).toBe(office.measure(from, from + length));
      }),
    );
  });
});

describe("adding business time", () => {
  test.each<[string, string, number, string, string | null]>([
    ["nothing is reached at once, at the limit too", "08:00", 0, "08:00", "08:00"],
    ["nothing after the limit is reached", "08:01", 0, "08:00", null],
    ["less than nothing is nothing", "08:00", -60, "09:00", "08:00"],
    ["what is reached at the limit counts", "09:00", 3600, "10:00", "10:00"],
    ["what is reached a minute after it does not", "09:00", 3660, "10:00", null],
    ["a span ends before lunch", "09:00", 3 * 3600, "17:00", "12:00"],
    ["and goes on after it", "09:00", 3 * 3600 + 60, "17:00", "13:01"],
  ])("%s", (_name, from, seconds, limit, expected) => {
    const reached = expected === null ? null : monday(expected);
    expect(office.addBusinessSeconds(monday(from), seconds, monday(limit))).toBe(reached);
  });

  test("looks through as many years as the limit has, and not one more", () => {
    const once = { zone: "UTC", weekly: {}, overrides: { "2029-06-01": [["09:00", "10:00"]] } } as const;
    const rare = compileCalendar(structuredClone(once) as unknown as BusinessCalendar);
    const end = secondsOf(parseInstantNanoseconds("2029-06-01T10:00:00Z") ?? 0n);
    expect(rare.addBusinessSeconds(at("03-02T00:00"), 3600, end)).toBe(end);
    expect(rare.addBusinessSeconds(at("03-02T00:00"), 3600, end - 1)).toBeNull();
    expect(rare.addBusinessSeconds(at("03-02T00:00"), 3601, end + 400 * 86_400)).toBeNull();
    expect(rare.addBusinessSeconds(at("03-02T00:00"), 1, at("12-31T23:00"))).toBeNull();
  });
});

test("one compilation answers for years asked for in any order", () => {
  const one = { zone: "America/New_York", weekly: split };
  const hours = (compiled: ReturnType<typeof compileCalendar>, year: number) => {
    const from = secondsOf(parseInstantNanoseconds(`${year}-03-02T00:00:00Z`) ?? 0n);
    return compiled.measure(from, from + 70 * 86_400);
  };
  const asked = compileCalendar(one);
  const answers = [2026, 2031, 2019, 2026].map((year) => hours(asked, year));
  const alone = [2026, 2031, 2019, 2026].map((year) =>
    hours(compileCalendar({ ...one, holidays: [`${year}-12-31`] }), year),
  );
  expect(answers).toEqual(alone);
  expect(answers).toEqual([10, 10, 10, 10].map((weeks) => weeks * 15 * 3600));
});

test.each<[string, Partial<BusinessCalendar>]>([
  ["a holiday", { holidays: ["2026-02-30"] }],
  ["a day of other hours", { overrides: { "2026-02-30": [] } }],
])("%s that no year has is refused by name", (_name, more) => {
  expect(() => compileCalendar({ zone: "UTC", weekly: {}, ...more })).toThrow(
    new RangeError('"2026-02-30" is not a date.'),
  );
});

test("of calendars of equal content the last couple of hundred are known again", () => {
  const numbered = (number: number): BusinessCalendar => ({
    zone: "UTC",
    weekly: {},
    overrides: { [`${2000 + number}-01-01`]: [] },
  });
  const first = compileCalendar(numbered(0));
  for (let number = 1; number <= 200; number++) compileCalendar(numbered(number));
  expect(compileCalendar(numbered(0))).toBe(first);
  for (let number = 201; number <= 520; number++) compileCalendar(numbered(number));
  expect(compileCalendar(numbered(0))).not.toBe(first);
});
