import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  epochDay,
  formatInstant,
  parseEpochDay,
  parseInstantNanoseconds,
  secondsOf,
  usualInstant,
  yearOf,
} from "./instant.ts";

const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });

test("formatting, parsing and the year agree with Temporal for every second of years 1 to 9999", () => {
  fc.assert(
    fc.property(seconds, (at) => {
      const oracle = Temporal.Instant.fromEpochMilliseconds(at * 1000);
      expect(formatInstant(at)).toBe(oracle.toString());
      expect(parseInstantNanoseconds(formatInstant(at))).toBe(oracle.epochNanoseconds);
      expect(secondsOf(oracle.epochNanoseconds)).toBe(at);
      expect(yearOf(at)).toBe(oracle.toZonedDateTimeISO("UTC").year);
    }),
    { numRuns: 1000 },
  );
});

test("a fraction of a second of up to nine digits is read as Temporal reads it", () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(seconds, digits, (at, fraction) => {
      const text = formatInstant(at).replace("Z", `.${fraction.join("")}Z`);
      expect(parseInstantNanoseconds(text)).toBe(Temporal.Instant.from(text).epochNanoseconds);
    }),
  );
});

test("the day number agrees with Temporal", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
      const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
      expect(epochDay(date.year, date.month, date.day)).toBe(day);
      expect(parseEpochDay(date.toString())).toBe(day);
    }),
  );
});

describe("other forms of an instant", () => {
  test.each([
    ["2026-03-06T14:00:00.000Z", "2026-03-06T14:00:00Z"],
    ["2026-03-06T15:00:00+01:00", "2026-03-06T14:00:00Z"],
    ["2026-03-06T14:00Z", "2026-03-06T14:00:00Z"],
    ["2026-03-06T14:00:00.999Z", "2026-03-06T14:00:00Z"],
    ["1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"],
  ])("%s lies in the second %s", (text, expected) => {
    const nanoseconds = parseInstantNanoseconds(text);
    expect(nanoseconds === null ? null : formatInstant(secondsOf(nanoseconds))).toBe(expected);
  });

  test.each([
    "",
    "2026-03-06",
    "2026-03-06T14:00:00",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-03-06T14:00:00.Z",
    "2026-03-06T14:00:00.12x4Z",
    "2026-03-06T14:00:00.1234567890Z",
    "2026-03-06T24:00:00.5Z",
    "soon",
  ])("%j is none", (text) => {
    expect(parseInstantNanoseconds(text)).toBeNull();
  });
});

test.each(["2026-02-29", "2026-00-01", "2026-1-1", "20260101", ""])("%j is no day", (text) => {
  expect(parseEpochDay(text)).toBeNull();
});

test("the usual form is read where it is right, and every other text is left to the general way", () => {
  const two = fc
    .oneof(fc.integer({ min: 0, max: 61 }), fc.constantFrom(12, 23, 24, 29, 30, 31))
    .map((n) => String(n).padStart(2, "0"));
  const year = fc.oneof(
    fc.constantFrom("1900", "2000", "2023", "2024", "0001", "9999"),
    fc.stringMatching(/^\d{4}$/),
  );
  const written = fc
    .tuple(year, two, two, two, two, two)
    .map(([y, mo, d, h, mi, s]) => `${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  fc.assert(
    fc.property(written, (text) => {
      let oracle: number | null = null;
      try {
        const read = Temporal.Instant.from(text);
        oracle =
          read.toString() === text.replace(/^0000/, "-000000") ? read.epochMilliseconds / 1000 : null;
      } catch {}
      if (!text.startsWith("0000")) expect(usualInstant(text)).toBe(oracle);
    }),
    { numRuns: 2_000 },
  );
  for (const odd of [
    "",
    "2026-03-06T14:00:00",
    "2026-03-06 14:00:00Z",
    "2026-03-06T14:00:00z",
    "2026/03/06T14:00:00Z",
    "2026-0a-06T14:00:00Z",
    "2026-03-06T14:00:00.0Z",
  ])
    expect(usualInstant(odd)).toBeNull();
});
