import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { coveredDay, minutesAhead } from "./covered-hours.ts";

const ZONES = [
  "UTC",
  "Europe/London",
  "Europe/Warsaw",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
];
const at = Temporal.Instant.from;

describe("the difference of two clocks", () => {
  test.each([
    ["the second before clocks go forward", "2026-03-29T00:59:59Z", 60],
    ["the second after, where both went", "2026-03-29T01:00:00Z", 60],
    ["between the changes of two continents", "2026-03-15T12:00:00Z", 300],
    ["before them", "2026-03-01T12:00:00Z", 360],
  ] as const)("%s", (name, instant, expected) => {
    const over =
      name.includes("continents") || name.startsWith("before") ? "America/New_York" : "Europe/London";
    expect(minutesAhead({ of: "Europe/Warsaw", over, at: at(instant) })).toBe(expected);
  });

  test("is the calendar's at any moment, in whatever order moments are asked for", () => {
    const second = fc.integer({ min: 1_577_836_800, max: 1_893_456_000 });
    fc.assert(
      fc.property(second, fc.constantFrom(...ZONES), fc.constantFrom(...ZONES), (seconds, of, over) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        const offset = (zone: string) => instant.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
        expect(minutesAhead({ of, over, at: instant })).toBe(offset(of) - offset(over));
      }),
    );
  });
});

test("a provider's day stands in the reader's zone, and moves when only one of them changes its clocks", () => {
  const hours = { wed: [["09:00", "17:00"]] } as const;
  const zones = { hours, zone: "Europe/Warsaw", readerZone: "America/New_York" };
  expect(coveredDay({ ...zones, at: at("2026-03-01T12:00:00Z") })).toEqual([{ from: 180, to: 660 }]);
  expect(coveredDay({ ...zones, at: at("2026-03-15T12:00:00Z") })).toEqual([{ from: 240, to: 720 }]);
});
