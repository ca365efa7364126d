import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant } from "../../shared/instant.ts";
import { measureLevel } from "../month-figure.ts";
import { durationStatistic } from "./duration-figure.ts";
import { copies, figure, HOUR, input, item, MARCH } from "./test-month.ts";

describe("availability", () => {
  const outage = (from: number, to: number | null, fields: Record<string, unknown> = {}) =>
    item("outage", fields, { from, to });

  test("is the time in which nothing was down: 7.44 of 744 hours are one per cent", () => {
    expect(figure("it_support", "availability", [outage(100, 107.44)])).toMatchObject({
      measured: "99.000",
      status: "missed",
      misses: 1,
      detail: { kind: "uptime", downSeconds: 26_784, windowSeconds: 2_678_400, outages: 1 },
    });
  });

  test("begins at the failure, whenever the ticket was opened", () => {
    const failedAt = formatInstant(MARCH + 100 * HOUR);
    expect(figure("it_support", "availability", [outage(103, 107.44, { failedAt })]).measured).toBe(
      "99.000",
    );
  });

  test("counts an outage that goes on to the month's end, or to now", () => {
    expect(figure("it_support", "availability", [outage(372, null)]).measured).toBe("50.000");
    const now = formatInstant(MARCH + 400 * HOUR);
    const soFar = figure("it_support", "availability", [outage(300, null)], {}, { asOf: now });
    expect(soFar.measured).toBe("75.000");
  });

  test("takes agreed maintenance out of both, and shows gross beside net", () => {
    const planned = item(
      "change",
      {
        agreed: true,
        plannedFrom: formatInstant(MARCH + 100 * HOUR),
        plannedTo: formatInstant(MARCH + 144 * HOUR),
      },
      { from: 1, to: 150 },
    );
    expect(figure("it_support", "availability", [outage(100, 144), planned])).toMatchObject({
      measured: "100.000",
      gross: "94.086",
      excluded: 1,
      misses: 0,
    });
    const notAgreed = { ...planned, fields: { ...planned.fields, agreed: false } };
    expect(figure("it_support", "availability", [outage(100, 144), notAgreed]).measured).toBe("94.086");
  });

  test("leaves out what the buyer caused and what was cancelled", () => {
    const cancelled = item("outage", {}, { from: 10, to: null, more: [[20, "cancel"]] });
    const figures = figure("it_support", "availability", [
      outage(1, 90, { downCause: "buyer" }),
      cancelled,
    ]);
    expect(figures).toMatchObject({ measured: "100.000", status: "met", n: 0 });
  });

  test("changes neither when an outage is split, nor with the order, nor by an overlap", () => {
    const bounds = fc.tuple(fc.integer({ min: 0, max: 740 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(
        fc.array(bounds, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (list, cut) => {
          const whole = list.map(([from, length]) => outage(from, from + length));
          const split = list.flatMap(([from, length]) => {
            const middle = from + (length * cut) / 10;
            return [outage(middle, from + length), outage(from, middle), outage(from, from + length)];
          });
          const one = figure("it_support", "availability", whole);
          const other = figure("it_support", "availability", split.reverse());
          expect(other.measured).toBe(one.measured);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a duration", () => {
  const solved = (hours: number, priority: string | null = null) => ({
    ...item("incident", {}, { from: 10, to: 10 + hours }),
    priority,
  });
  const own = { minimumSample: 0 };

  test("reports mean and 90th percentile, by priority too", () => {
    const items = [...copies(9, () => solved(1, "P2")), solved(21, "P1")];
    const reading = measureLevel(input("it_support", "mean_time_to_resolve", items, own));
    expect(reading.figure).toMatchObject({ measured: "3.00", n: 10, misses: 1, status: "met" });
    expect(reading.figure.detail).toEqual({
      kind: "duration",
      statistic: "mean",
      mean: "3.00",
      median: "1.00",
      p90: "1.00",
      byPriority: [
        { priority: "P1", n: 1, mean: "21.00", p90: "21.00" },
        { priority: "P2", n: 9, mean: "1.00", p90: "1.00" },
      ],
    });
    expect(reading.verdicts).toHaveLength(10);
  });

  test.each([
    [[4], "median", "4/1"],
    [[1, 2], "median", "3/2"],
    [[3, 1, 2], "median", "2/1"],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "p90", "9/1"],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "p90", "10/1"],
    [[2, 3], "mean", "5/2"],
  ] as const)("of %j, %s, is %s", (seconds, statistic, expected) => {
    const value = durationStatistic(seconds, statistic);
    const [top, bottom] = expected.split("/").map(BigInt);
    expect((value?.numerator ?? 0n) * (bottom ?? 1n)).toBe((top ?? 0n) * (value?.denominator ?? 1n));
  });

  test("is nothing of nothing, and does not depend on the order", () => {
    expect(durationStatistic([], "p90")).toBeNull();
    fc.assert(
      fc.property(
        fc.array(fc.nat(100_000), { minLength: 1 }),
        fc.constantFrom("mean", "median", "p90"),
        (list, one) => {
          expect(durationStatistic([...list].reverse(), one as "mean")).toEqual(
            durationStatistic(list, one as "mean"),
          );
        },
      ),
    );
  });
});

describe("a count", () => {
  test("takes what has been open too long at the month's end, and zero is met", () => {
    const old = item("incident", {}, { from: 1, to: null });
    const fresh = item("incident", {}, { from: 700, to: null });
    const closedLater = item("incident", {}, { from: 1, to: 800 });
    expect(figure("it_support", "backlog_age", [old, fresh, closedLater])).toMatchObject({
      measured: "2",
      n: 3,
      status: "met",
    });
    expect(figure("it_support", "backlog_age", [])).toMatchObject({ measured: "0", status: "met" });
    expect(figure("it_support", "backlog_age", [], {}, { monthHasWork: false })).toMatchObject({
      measured: null,
      status: "no_data",
    });
  });
});

describe("money", () => {
  const quote = (fields: Record<string, unknown>) =>
    item("quote_comparison", { confirmedByFinance: true, savingKind: "realised", ...fields });

  test("is baseline − actual of what finance confirmed, over the baseline", () => {
    const items = [
      quote({ baselineMinor: "100000", actualMinor: "92000" }),
      quote({ baselineMinor: "50000", actualMinor: "49000" }),
      quote({ baselineMinor: "900000", actualMinor: "1", confirmedByFinance: false }),
    ];
    expect(figure("procurement", "savings", items)).toMatchObject({
      measured: "6.00",
      status: "met",
      n: 2,
      detail: { kind: "money", confirmed: 2, unconfirmed: 1, numeratorMinor: "9000" },
    });
    const sum = figure("procurement", "realised_savings", items);
    expect(sum).toMatchObject({ measured: "90.00", unit: "USD" });
  });

  test("counts a variance in both directions", () => {
    const cost = (quotedMinor: string, actualMinor: string) =>
      item("cost_estimate", { quotedMinor, actualMinor, confirmedByFinance: true });
    const items = [cost("1000", "1050"), cost("1000", "950")];
    expect(figure("employer_of_record", "cost_estimate_variance", items)).toMatchObject({
      measured: "5.00",
      status: "missed",
    });
  });
});

describe("a sample", () => {
  const reading = { size: 30, population: 900, errors: 1, unit: "lines" };

  test("shows 29 of 30 with an interval of 83 to 99 %", () => {
    const one = figure("bookkeeping", "posting_accuracy", [], { minimumSample: 30 }, { sample: reading });
    expect(one).toMatchObject({ measured: "96.67", n: 30, misses: 1, status: "missed" });
    expect(one.interval).toEqual({ low: "83.3", high: "99.4" });
  });

  test("counts a fault with a foreign cause net, not gross", () => {
    const line = (fields: Record<string, unknown>) => item("posting_line", fields);
    const items = [
      ...copies(8, () => line({ correct: true })),
      line({ correct: false, correctionCause: "bank" }),
      line({ correct: false }),
    ];
    expect(figure("bookkeeping", "posting_accuracy", items, { minimumSample: 0 })).toMatchObject({
      measured: "90.00",
      gross: "80.00",
      excluded: 1,
      misses: 1,
    });
  });

  test("with more errors than pieces is refused", () => {
    const bad = { ...reading, errors: 31 };
    expect(() => figure("bookkeeping", "posting_accuracy", [], {}, { sample: bad })).toThrow(RangeError);
  });
});

describe("a contact centre's three variants", () => {
  const call = (waitSeconds: number, abandoned = false) => item("interaction", { waitSeconds, abandoned });
  const calls = [
    ...copies(136, () => call(20)),
    ...copies(24, () => call(21)),
    ...copies(10, () => call(60, true)),
    ...copies(10, () => call(5, true)),
  ];

  test.each([
    ["ignore_within", "80.00", 170],
    ["count_as_miss", "75.56", 180],
    ["count_as_hit", "81.11", 180],
  ] as const)("%s: %s of %i", (abandoned, measured, n) => {
    const callCentre = { thresholdSeconds: 20, abandoned };
    expect(figure("customer_support", "service_level", calls, { callCentre })).toMatchObject({
      measured,
      n,
    });
  });
});
