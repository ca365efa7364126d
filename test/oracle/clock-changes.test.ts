import { describe, expect, test } from "vitest";
import { compileCalendar } from "../../domain/service-levels/compiled-calendar.ts";
import type { BusinessCalendar } from "../../domain/shared/business-calendar.ts";
import { toInstant, toLocal, zoneOffsets } from "../../domain/shared/zone-offsets.ts";
import { instantOf, offsetIn, openMinutes } from "./naive-calendar.ts";

/** Every way a clock changes: half hours, Ramadan, southern summers, quarter-hour offsets, none at all. */
const ZONES = [
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Africa/Casablanca",
  "America/New_York",
  "America/Los_Angeles",
  "America/St_Johns",
  "America/Havana",
  "America/Santiago",
  "America/Asuncion",
  "Europe/London",
  "Europe/Berlin",
  "Europe/Dublin",
  "Europe/Chisinau",
  "Africa/Cairo",
  "Asia/Beirut",
  "Asia/Jerusalem",
  "Australia/Sydney",
  "Pacific/Norfolk",
  "America/Nuuk",
];

const DAY = 86_400;
const FIRST = Date.parse("2020-01-01T00:00:00Z") / 1000;
const LAST = Date.parse("2035-12-31T00:00:00Z") / 1000;

const every = (spans: [string, string][]): BusinessCalendar["weekly"] =>
  Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, spans]));

const WEEKS: [string, BusinessCalendar["weekly"]][] = [
  ["the whole day", every([["00:00", "24:00"]])],
  ["a night shift over every change", every([["22:00", "06:00"]])],
  [
    "a split shift that begins inside what may be skipped",
    every([
      ["00:15", "02:15"],
      ["02:45", "03:10"],
      ["09:00", "12:00"],
      ["13:00", "24:00"],
    ]),
  ],
];

/** The quarters of an hour at which the zone's offset becomes another, by the platform's own clock. */
function changesOf(zone: string): number[] {
  const found: number[] = [];
  for (let day = FIRST; day < LAST; day += DAY) {
    if (offsetIn(zone, day) === offsetIn(zone, day + DAY)) continue;
    for (let at = day; at < day + DAY; at += 900)
      if (offsetIn(zone, at) !== offsetIn(zone, at + 900)) found.push(at + 900);
  }
  return found;
}

describe.each(ZONES)("%s", (zone) => {
  const changes = changesOf(zone);

  test("has the changes of its clocks from 2020 to 2035 where the platform has them", () => {
    const { borders } = zoneOffsets(zone, { first: 2019, last: 2036 });
    expect(borders.filter((at) => at > FIRST && at <= LAST)).toEqual(changes);
    if (zone !== "Asia/Kathmandu") expect(changes.length).toBeGreaterThan(2);
  });

  test("reads every quarter of an hour around each change as a wall clock does, both ways", () => {
    for (const change of changes) {
      const year = new Date(change * 1000).getUTCFullYear();
      const offsets = zoneOffsets(zone, { first: year, last: year });
      for (let at = change - 3 * 3600; at < change + 3 * 3600; at += 900) {
        expect(toLocal(offsets, at)).toBe(at + offsetIn(zone, at));
        const local = at + offsetIn(zone, at);
        expect(toInstant(offsets, local)).toBe(instantOf(zone, local));
      }
    }
  });

  test.each(WEEKS)("counts %s as minute by minute, around each change", (_name, weekly) => {
    const calendar = { zone, weekly };
    const compiled = compileCalendar(calendar);
    for (const change of changes) {
      const from = change - DAY;
      const open = openMinutes(calendar, from, change + DAY);
      let passed = 0;
      const wrong: number[] = [];
      for (const [minute, isOpen] of open.entries()) {
        const at = from + minute * 60;
        if (compiled.isOpen(at) !== (isOpen === 1)) wrong.push(at);
        if (compiled.measure(from, at) !== passed) wrong.push(at);
        passed += isOpen * 60;
        if (isOpen && compiled.addBusinessSeconds(from, passed, at + 60) !== at + 60) wrong.push(at);
      }
      expect(wrong).toEqual([]);
    }
  });
});
