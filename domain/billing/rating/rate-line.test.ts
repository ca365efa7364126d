import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BilledSpan } from "./billed-span.ts";
import { rateLine } from "./rate-line.ts";
import type { Measured, RatedInput } from "./rating.schema.ts";

const OCTOBER: BilledSpan = {
  ...{ month: "2026-10", from: "2026-10-01", to: "2026-11-01", billedDays: 31, wholeDays: 31 },
};
const HALF: BilledSpan = { ...OCTOBER, from: "2026-10-15", billedDays: 17 };
const plain = { id: "x", label: "X", atRisk: true };
const count = (n: number, unit = "tickets"): Measured => ({
  ...{ by: "count", unit },
  items: Array.from({ length: n }, (_, at) => ({ id: `i${at}` })),
});
const values = (by: Measured["by"], list: readonly string[]): Measured => ({
  ...{ by, unit: "documents" },
  items: list.map((value, at) => ({ id: `i${at}`, value })),
});
const rated = (line: RatedInput, span = OCTOBER, currency = "USD") => rateLine(line, { span, currency });

describe("a line", () => {
  const fixed = { kind: "fixed", ...plain, amountMinor: "10000" } as const;
  const unit = { kind: "per_unit", ...plain, unitPriceMinor: "1450" } as const;
  const bands = [
    { upTo: "100", unitPriceMinor: "200" },
    { upTo: "300", unitPriceMinor: "150.5" },
    { unitPriceMinor: "99" },
  ];
  const tiered = { kind: "tiered" as const, ...plain, bands };
  const figures = { baseline: "100", deadBandBps: 1000, additionalMinor: "500", reducedMinor: "300" };
  const base = { kind: "baseline" as const, ...plain, ...figures };
  const cases: [string, RatedInput, BilledSpan, bigint, string][] = [
    ["fixed, a whole month", fixed, OCTOBER, 10_000n, "$100.00 for the month"],
    ["fixed, by the day", fixed, HALF, 5484n, "$100.00 × 17 of 31 days = $54.84"],
    ["per unit", { ...unit, measured: count(3) }, OCTOBER, 4350n, "3 tickets × $14.50 = $43.50"],
    [
      "per unit of a partial month: what was done",
      { ...unit, measured: count(3) },
      HALF,
      4350n,
      "3 tickets × $14.50 = $43.50",
    ],
    ["nothing done", { ...unit, measured: count(0) }, OCTOBER, 0n, "0 tickets × $14.50 = $0.00"],
    [
      "a price below a cent, rounded once",
      { ...unit, unitPriceMinor: "1.25", measured: values("sum", ["1001", "1"]) },
      OCTOBER,
      1253n,
      "1,002 documents × $0.0125 = $12.53",
    ],
    [
      "people by the largest head count of the month's runs",
      { ...unit, kind: "per_employee", measured: values("largest", ["137", "141", "9"]) },
      OCTOBER,
      204_450n,
      "141 documents × $14.50 = $2,044.50",
    ],
    [
      "people by their numbers, each once",
      { ...unit, kind: "per_employee", measured: values("distinct", ["a", "b", "a"]) },
      OCTOBER,
      2900n,
      "2 documents × $14.50 = $29.00",
    ],
    ["tiered, nothing", { ...tiered, measured: count(0) }, OCTOBER, 0n, "0 tickets = $0.00"],
    [
      "tiered, at the border",
      { ...tiered, measured: count(100) },
      OCTOBER,
      20_000n,
      "100 tickets: 100 × $2.00 = $200.00",
    ],
    [
      "tiered, one beyond it",
      { ...tiered, measured: count(101) },
      OCTOBER,
      20_151n,
      "101 tickets: 100 × $2.00 + 1 × $1.505 = $201.51",
    ],
    [
      "tiered, through every band",
      { ...tiered, measured: count(310) },
      OCTOBER,
      51_090n,
      "310 tickets: 100 × $2.00 + 200 × $1.505 + 10 × $0.99 = $510.90",
    ],
    [
      "within the dead band",
      { ...base, measured: count(110) },
      OCTOBER,
      0n,
      "110 tickets, within the band of 90 to 110 = $0.00",
    ],
    [
      "above it: ARC",
      { ...base, measured: count(112) },
      OCTOBER,
      1000n,
      "112 tickets, 2 above the band of 90 to 110 × $5.00 = $10.00",
    ],
    [
      "below it: RRC",
      { ...base, measured: count(88) },
      OCTOBER,
      -600n,
      "88 tickets, 2 below the band of 90 to 110 × −$3.00 = -$6.00",
    ],
  ];
  test.each(cases)("%s", (_name, line, span, amountMinor, sentence) => {
    expect(rated(line, span)).toMatchObject({ amountMinor, sentence });
  });

  test("of seats counts every day at the head count of that day", () => {
    const seats = [
      { from: "2026-01-01", count: 12 },
      { from: "2026-10-11", count: 14 },
      { from: "2026-11-05", count: 99 },
    ];
    const line: RatedInput = { kind: "per_seat", ...plain, unitPriceMinor: "2000", seats };
    // (12 × 10 + 14 × 21) ÷ 31 × 20.00 = 267.096…
    expect(rated(line)).toMatchObject({
      amountMinor: 26_710n,
      sentence: "(12 seats × 10 of 31 days + 14 seats × 21 of 31 days) × $20.00 = $267.10",
    });
    expect(rated(line, HALF).amountMinor).toBe(15_355n);
    expect(rated({ ...line, seats: seats.slice(0, 1) })).toMatchObject({
      ...{ amountMinor: 24_000n, sentence: "12 seats × $20.00 = $240.00" },
    });
    expect(rated(line, { ...OCTOBER, to: "2026-10-01", billedDays: 0 })).toMatchObject({
      ...{ amountMinor: 0n, sentence: "no days × $20.00 = $0.00" },
    });
  });

  test("in a currency without minor units", () => {
    const line: RatedInput = { ...fixed, amountMinor: "1001" };
    expect(rated(line, HALF, "JPY")).toMatchObject({ amountMinor: 549n });
  });
});

test("graduated bands never cost less for more work, and no more than their dearest band", () => {
  const bands = [
    { upTo: "10", unitPriceMinor: "300" },
    { upTo: "50", unitPriceMinor: "120.5" },
    { unitPriceMinor: "7" },
  ];
  const cost = (n: number) => rated({ kind: "tiered", ...plain, bands, measured: count(n) }).amountMinor;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 30 }), (n, more) => {
      expect(cost(n + more) >= cost(n)).toBe(true);
      expect(cost(n) <= 300n * BigInt(n)).toBe(true);
    }),
  );
});

test("seats stated day by day cost what one count for the whole month costs", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.uniqueArray(fc.integer({ min: 2, max: 31 })),
      (seats, days) => {
        const steps = [1, ...days.sort((a, b) => a - b)].map((day) => ({
          ...{ from: `2026-10-${String(day).padStart(2, "0")}`, count: seats },
        }));
        const of = (list: typeof steps) =>
          rated({ kind: "per_seat", ...plain, unitPriceMinor: "1999", seats: list }).amountMinor;
        expect(of(steps)).toBe(of(steps.slice(0, 1)));
      },
    ),
  );
});
