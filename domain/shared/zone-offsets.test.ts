import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { yearOf } from "./instant.ts";
import { clockChanges, isZone, toInstant, toLocal, zoneOffsets } from "./zone-offsets.ts";

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

/**
 * Temporal's "compatible", told from the platform's zone data: the first of the instants that show the local
 * time, or where the clocks skip it, the instant the offset of a day before gives.
 */
function oracle(zone: string, local: number): number {
  const offsets = [local - 2 * 86_400, local + 2 * 86_400].map((at) => shown(zone, at) - at);
  const instants = offsets.map((offset) => local - offset).filter((at) => shown(zone, at) === local);
  return instants.length > 0 ? Math.min(...instants) : local - (offsets[0] ?? 0);
}

/** What a wall clock in the zone shows, in seconds as if it were UTC. */
function shown(zone: string, at: number): number {
  const text = clockFor(zone)
    .format(at * 1000)
    .replace(" ", "T");
  return Temporal.Instant.from(`${text}Z`).epochMilliseconds / 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockFor(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone });
  clocks.set(timeZone, clock);
  return clock;
}

test("any local minute from 1990 to 2100 resolves as Temporal's compatible", () => {
  const minutes = fc.integer({ min: 631_152_000 / 60, max: 4_102_444_800 / 60 });
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
])(
  "every five minutes around the change of %s from %s resolve as Temporal's compatible",
  (zone, from, to) => {
    const start = Temporal.Instant.from(from).epochMilliseconds / 1000;
    const end = Temporal.Instant.from(to).epochMilliseconds / 1000;
    const year = yearOf(start);
    const offsets = zoneOffsets(zone, { first: year, last: year });
    for (let local = start; local <= end; local += 300)
      expect(toInstant(offsets, local)).toBe(oracle(zone, local));
  },
);

test.each([
  ["in the month of Ramadan 2010, summer time suspended", "Africa/Cairo", "2010-08-20T12:00:00", "10:00"],
  ["before that month", "Africa/Cairo", "2010-08-01T12:00:00", "09:00"],
  ["in the month of Ramadan 2012", "Africa/Casablanca", "2012-08-01T12:00:00", "12:00"],
  ["in the twelve days of 2004", "America/Argentina/Tucuman", "2004-06-05T12:00:00", "16:00"],
  ["in the summer of 2040", "America/New_York", "2040-07-02T12:00:00", "16:00"],
  ["in the winter of 2040", "America/New_York", "2040-12-03T12:00:00", "17:00"],
  ["in the summer of 1943", "Europe/London", "1943-07-01T12:00:00", "10:00"],
])("noon %s in %s is %s by the zone's own rules, %s in UTC", (_when, zone, local, utc) => {
  const seconds = Temporal.Instant.from(`${local}Z`).epochMilliseconds / 1000;
  const year = yearOf(seconds);
  const expected = Temporal.Instant.from(`${local.slice(0, 10)}T${utc}:00Z`).epochMilliseconds / 1000;
  expect(toInstant(zoneOffsets(zone, { first: year, last: year }), seconds)).toBe(expected);
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

const seconds = (text: string) => Temporal.Instant.from(text).epochMilliseconds / 1000;

describe("a year in Denver", () => {
  const [spring, autumn] = [seconds("2026-03-08T09:00:00Z"), seconds("2026-11-01T08:00:00Z")];
  const [winter, summer] = [-7 * 3600, -6 * 3600];
  const denver = zoneOffsets("America/Denver", { first: 2026, last: 2026 });

  test("has two changes, read by the later of the two clocks", () => {
    expect(denver).toEqual({
      firstYear: 2026,
      lastYear: 2026,
      borders: [spring, autumn],
      localBorders: [seconds("2026-03-08T03:00:00Z"), seconds("2026-11-01T02:00:00Z")],
      offsets: [winter, summer, winter],
    });
  });

  test.each([
    ["all", seconds("2026-01-01T00:00:00Z"), seconds("2027-01-01T00:00:00Z"), [0, 1]],
    ["the one at the beginning", spring, spring + 1, [0]],
    ["none at the end", spring - 9, spring, []],
    ["none after the last", autumn + 1, autumn + 9, []],
    ["the last alone", spring + 1, autumn + 1, [1]],
  ])("names %s", (_name, from, to, expected) => {
    const changes = [
      { at: spring, before: winter, after: summer },
      { at: autumn, before: summer, after: winter },
    ];
    expect(clockChanges(denver, from, to)).toEqual(expected.map((index) => changes[index]));
  });

  test.each([
    [seconds("2026-01-01T00:00:00Z"), winter],
    [spring - 1, winter],
    [spring, summer],
    [autumn - 1, summer],
    [autumn, winter],
  ])("at %i its clocks are %i seconds off", (at, offset) => {
    expect(toLocal(denver, at)).toBe(at + offset);
    expect(toInstant(denver, at + offset)).toBe(at === autumn ? autumn - 3600 : at);
  });
});

test("a zone without changes has one offset", () => {
  expect(zoneOffsets("Asia/Kathmandu", { first: 2026, last: 2026 })).toMatchObject({
    borders: [],
    localBorders: [],
    offsets: [5.75 * 3600],
  });
});

test("a change in the last hours of a year is in the year after it too", () => {
  const kiritimati = zoneOffsets("Pacific/Kiritimati", { first: 1995, last: 1995 });
  expect(toInstant(kiritimati, seconds("1995-01-01T12:00:00Z"))).toBe(seconds("1994-12-31T22:00:00Z"));
  expect(kiritimati.offsets).toEqual([-10 * 3600, 14 * 3600]);
});

test("what is asked for on either side widens what is known", () => {
  const rome = (first: number, last: number) => zoneOffsets("Europe/Rome", { first, last });
  expect(rome(2025, 2025).borders).toHaveLength(2);
  expect(rome(2024, 2025)).toMatchObject({ firstYear: 2024, lastYear: 2025 });
  expect(rome(2025, 2026)).toMatchObject({ firstYear: 2024, lastYear: 2026 });
  expect(rome(2020, 2020)).toMatchObject({ firstYear: 2020, lastYear: 2026 });
  expect(rome(2020, 2026)).toBe(rome(2022, 2024));
});

test("a name is asked about once and answered alike", () => {
  for (const _time of [1, 2]) {
    expect(isZone("Etc/GMT+2")).toBe(true);
    expect(isZone(" Europe/Berlin")).toBe(false);
    expect(isZone("1Europe")).toBe(false);
  }
});
