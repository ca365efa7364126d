// @vitest-environment node
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { foldedAxis, stackLabels } from "./clock-axis.ts";

const TWO_DAYS = [
  { start: "2026-11-19T08:00:00Z", end: "2026-11-19T16:00:00Z" },
  { start: "2026-11-20T08:00:00Z", end: "2026-11-20T16:00:00Z" },
];

describe("an axis over two open windows", () => {
  const axis = foldedAxis(TWO_DAYS);

  test("runs from 0 to 100 percent", () => {
    expect(axis.percentAt("2026-11-19T08:00:00Z")).toBe(0);
    expect(axis.percentAt("2026-11-20T16:00:00Z")).toBeCloseTo(100, 9);
  });

  test("gives an hour the same width on both days", () => {
    const first = axis.percentAt("2026-11-19T10:00:00Z") - axis.percentAt("2026-11-19T09:00:00Z");
    const second = axis.percentAt("2026-11-20T15:00:00Z") - axis.percentAt("2026-11-20T14:00:00Z");
    expect(second).toBeCloseTo(first, 9);
  });

  test("folds sixteen closed hours into less than two open ones", () => {
    const hour = axis.percentAt("2026-11-19T09:00:00Z");
    const [fold] = axis.folds;
    expect((fold?.to ?? 0) - (fold?.from ?? 0)).toBeLessThan(2 * hour);
  });

  test("puts a moment of the night inside the fold", () => {
    const [fold] = axis.folds;
    const midnight = axis.percentAt("2026-11-20T00:00:00Z");
    expect(midnight).toBeGreaterThan(fold?.from ?? 100);
    expect(midnight).toBeLessThan(fold?.to ?? 0);
  });

  test("keeps what lies before and after on the edge", () => {
    expect(axis.percentAt("2026-11-18T00:00:00Z")).toBe(0);
    expect(axis.percentAt("2026-11-28T00:00:00Z")).toBeCloseTo(100, 9);
  });

  test("marks the first tick of each day and shows at most twelve", () => {
    expect(axis.ticks.filter((tick) => tick.startsDay).map((tick) => tick.at)).toEqual([
      "2026-11-19T08:00:00Z",
      "2026-11-20T08:00:00Z",
    ]);
    expect(axis.ticks.length).toBeLessThanOrEqual(12);
  });
});

test("an axis without windows has no ticks and puts everything at the left", () => {
  const axis = foldedAxis([]);
  expect(axis.ticks).toEqual([]);
  expect(axis.percentAt("2026-11-19T08:00:00Z")).toBe(0);
});

test("later is never further left", () => {
  const axis = foldedAxis(TWO_DAYS);
  const start = Temporal.Instant.from("2026-11-18T00:00:00Z");
  const moment = fc.integer({ min: 0, max: 96 * 60 }).map((minutes) => start.add({ minutes }).toString());
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const [earlier, later] = [one, other].sort() as [string, string];
      expect(axis.percentAt(earlier)).toBeLessThanOrEqual(axis.percentAt(later) + 1e-9);
    }),
  );
});

test("labels in one row never overlap", () => {
  const label = fc.record({
    percent: fc.double({ min: 0, max: 100, noNaN: true }),
    reach: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 20 }), (unsorted) => {
      const labels = unsorted.toSorted((a, b) => a.percent - b.percent);
      const rows = stackLabels(labels);
      const ends = new Map<number, number>();
      labels.forEach(({ percent, reach }, index) => {
        const row = rows[index] ?? -1;
        expect(ends.get(row) ?? 0).toBeLessThanOrEqual(percent);
        ends.set(row, percent + reach);
      });
    }),
  );
});
