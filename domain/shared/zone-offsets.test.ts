import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { yearOf } from "./instant.ts";
import { isZone, toInstant, zoneOffsets } from "./zone-offsets.ts";

const ZONES = [
  "UTC",
  "America/New_York",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Africa/Cairo",
  "Europe/Dublin",
];

function oracle(zone: string, local: number): number {
  const plain = Temporal.Instant.fromEpochMilliseconds(local * 1000)
    .toZonedDateTimeISO("UTC")
    .toPlainDateTime();
  return plain.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds / 1000;
}

test("any local minute from 1990 to 2060 resolves as Temporal's compatible", () => {
  const minutes = fc.integer({ min: 631_152_000 / 60, max: 2_840_140_800 / 60 });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), minutes, (zone, minute) => {
      const local = minute * 60;
      const year = yearOf(local);
      expect(toInstant(zoneOffsets(zone, { first: year, last: year }), local)).toBe(oracle(zone, local));
    }),
    { numRuns: 600 },
  );
});

test.each([
  ["America/New_York", "2026-03-08T00:00:00Z", "2026-03-08T06:00:00Z"],
  ["America/New_York", "2026-11-01T00:00:00Z", "2026-11-01T04:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-05T00:00:00Z", "2026-04-05T04:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-04T00:00:00Z", "2026-10-04T04:00:00Z"],
  ["America/Sao_Paulo", "2016-10-16T00:00:00Z", "2016-10-16T02:00:00Z"],
  ["Pacific/Apia", "2011-12-29T20:00:00Z", "2011-12-31T04:00:00Z"],
])("every five minutes around the change of %s from %s resolve as Temporal does", (zone, from, to) => {
  const start = Temporal.Instant.from(from).epochMilliseconds / 1000;
  const end = Temporal.Instant.from(to).epochMilliseconds / 1000;
  const year = yearOf(start);
  const offsets = zoneOffsets(zone, { first: year, last: year });
  for (let local = start; local <= end; local += 300)
    expect(toInstant(offsets, local)).toBe(oracle(zone, local));
});

test("a zone is an IANA name and nothing else", () => {
  expect(["UTC", "America/New_York", "asia/kolkata", "Europe/Berlin"].filter(isZone)).toHaveLength(4);
  expect(["", "+02:00", "-03", "New York", "Mars/Base", "x".repeat(100)].filter(isZone)).toEqual([]);
});

test("widening the years keeps what was known", () => {
  const narrow = zoneOffsets("Europe/Paris", { first: 2020, last: 2020 });
  const wide = zoneOffsets("Europe/Paris", { first: 2025, last: 2026 });
  expect(wide.firstYear).toBe(2020);
  expect(wide.lastYear).toBe(2026);
  expect(wide.localBorders.slice(0, narrow.localBorders.length)).toEqual(narrow.localBorders);
  expect(zoneOffsets("Europe/Paris", { first: 2022, last: 2023 })).toBe(wide);
});
