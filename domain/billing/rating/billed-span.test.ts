import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { billedSpan, billedSpans } from "./billed-span.ts";

describe("the days of a month that are billed", () => {
  test.each([
    ["a whole month", "2026-10", "2026-01-01", null, ["2026-10-01", "2026-11-01", 31, 31]],
    ["the first month, from its day", "2026-10", "2026-10-15", null, ["2026-10-15", "2026-11-01", 17, 31]],
    [
      "the last month, to its day",
      "2026-10",
      "2026-01-01",
      "2026-10-20",
      ["2026-10-01", "2026-10-21", 20, 31],
    ],
    ["one day alone", "2026-10", "2026-10-31", "2026-10-31", ["2026-10-31", "2026-11-01", 1, 31]],
    ["29 February", "2028-02", "2028-02-29", null, ["2028-02-29", "2028-03-01", 1, 29]],
    ["before the contract", "2026-09", "2026-10-15", null, ["2026-10-01", "2026-10-01", 0, 30]],
    ["after the contract", "2026-11", "2026-01-01", "2026-10-20", ["2026-11-01", "2026-11-01", 0, 30]],
  ])("%s", (_name, month, startsOn, endsOn, [from, to, billedDays, wholeDays]) => {
    expect(billedSpan({ month, startsOn, endsOn })).toEqual({ month, from, to, billedDays, wholeDays });
  });
});

// P4 of the list of money properties: whatever the start and the zone, no day is billed twice or left out.
const ZONES = [
  "UTC",
  "Pacific/Kiritimati",
  "Etc/GMT+12",
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Pacific/Apia",
];

test("P4: the periods of a contract tile, for every start, length and zone", () => {
  const start = fc
    .integer({ min: 0, max: 366 + 365 })
    .map((days) => Temporal.PlainDate.from("2027-06-01").add({ days }));
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 0, max: 800 }),
      fc.constantFrom(...ZONES),
      (first, length, zone) => {
        const last = first.add({ days: length });
        const spans = billedSpans({ startsOn: first.toString(), endsOn: last.toString(), zone });
        expect(spans[0]?.from).toBe(first.toString());
        expect(spans.at(-1)?.to).toBe(last.add({ days: 1 }).toString());
        for (const [at, span] of spans.entries()) {
          const next = spans[at + 1];
          if (!next) continue;
          expect(span.to).toBe(next.from);
          expect(span.toInstant.equals(next.fromInstant)).toBe(true);
        }
        expect(spans.reduce((sum, span) => sum + span.billedDays, 0)).toBe(length + 1);
        expect(spans.every((span) => span.billedDays >= 1 && span.billedDays <= span.wholeDays)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test("every day of a leap year as a start, at both ends of the world's clocks", () => {
  for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12"])
    for (let day = 0; day < 366; day++) {
      const first = Temporal.PlainDate.from("2028-01-01").add({ days: day });
      const endsOn = first.add({ years: 1 }).subtract({ days: 1 }).toString();
      const spans = billedSpans({ startsOn: first.toString(), endsOn, zone });
      const days = first.until(Temporal.PlainDate.from(endsOn), { largestUnit: "days" }).days + 1;
      expect(spans.reduce((sum, span) => sum + span.billedDays, 0)).toBe(days);
    }
});
