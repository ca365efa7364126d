import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StatementBundle } from "../../service-levels/statement-bundle.ts";
import { statementFigures, statementOf } from "../../service-levels/statement-result.ts";
import { rateMonth } from "./rate-month.ts";
import { isRated, ratedLinesOf, recomputeMonth, resultOf, withRating } from "./rated-bundle.ts";
import type { RatedInput, Rating } from "./rating.schema.ts";

const PLAIN: StatementBundle = {
  ...{ id: "m", currency: "USD", feeMinor: "1", commissionBps: 1000 },
  scheme: {
    ...{ kind: "at_risk_pool", poolBps: 1000, capBps: 1000 },
    levels: [
      {
        ...{ id: "l", weightBps: 10_000, direction: "higher", target: "98", minimum: "95" },
        ...{ missBps: 5000, failBps: 10_000, measured: "90" },
      },
    ],
  },
};
const span = { month: "2026-10", from: "2026-10-01", to: "2026-11-01", billedDays: 31, wholeDays: 31 };
const fixed = (id: string, amountMinor: string, atRisk = true): RatedInput => ({
  ...{ kind: "fixed", id, label: id, atRisk, amountMinor },
});
const tickets = (n: number): RatedInput => ({
  ...{ kind: "per_unit", id: "tickets", label: "Tickets", atRisk: true, unitPriceMinor: "250" },
  measured: {
    by: "count",
    unit: "tickets",
    items: Array.from({ length: n }, (_, at) => ({ id: `t${at}` })),
  },
});
const month = (lines: RatedInput[], minimumMinor?: string): Rating => ({
  ...{ span, lines },
  ...(minimumMinor ? { minimumMinor } : {}),
});

describe("a month's charges", () => {
  test("are the base of the credits where they are at risk, and beside it where they are not", () => {
    const bundle = withRating(
      PLAIN,
      month([fixed("fee", "100000"), tickets(40), fixed("portal", "5000", false)]),
    );
    expect(bundle).toMatchObject({ kind: "rated", feeMinor: "110000", chargesMinor: "5000" });
    expect(statementFigures(bundle)).toMatchObject({
      ...{ feeMinor: 110_000n, creditMinor: 11_000n, chargesMinor: 5000n, netMinor: 104_000n },
      ...{ commissionMinor: 10_400n, providerMinor: 93_600n },
    });
  });

  test("name what is missing to the minimum, which no credit is a share of", () => {
    const short = rateMonth(month([fixed("fee", "60000")], "100000"), "USD");
    expect(short).toMatchObject({ feeMinor: 60_000n, chargesMinor: 40_000n });
    expect(short.lines.at(-1)).toMatchObject({
      ...{ kind: "minimum", amountMinor: 40_000n, atRisk: false },
      sentence: "$1,000.00 at least, less $600.00 of the other lines = $400.00",
    });
    expect(rateMonth(month([fixed("fee", "100000")], "100000"), "USD").lines).toHaveLength(1);
  });

  test("never make the credit base negative: the rest stands beside it", () => {
    const reduced: RatedInput = {
      ...{ kind: "baseline", id: "volume", label: "Volume", atRisk: true, baseline: "100", deadBandBps: 0 },
      ...{ additionalMinor: "100", reducedMinor: "5000" },
      measured: { by: "count", unit: "tickets", items: [] },
    };
    const bundle = withRating(PLAIN, month([fixed("fee", "100000"), reduced]));
    expect(bundle).toMatchObject({ feeMinor: "0", chargesMinor: "-400000" });
    expect(statementFigures(bundle)).toMatchObject({
      netMinor: 0n,
      carriedMinor: 400_000n,
      providerMinor: 0n,
    });
  });

  test("add up to fee and charges, whatever the lines", () => {
    const line = fc.record({ amount: fc.integer({ min: 0, max: 9_000_000 }), atRisk: fc.boolean() });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 0, max: 90 }), (list, n) => {
        const lines = [
          tickets(n),
          ...list.map((one, at) => fixed(`f${at}`, String(one.amount), one.atRisk)),
        ];
        const found = rateMonth(month(lines, "5000"), "USD");
        const sum = found.lines.reduce((total, one) => total + one.amountMinor, 0n);
        expect(found.feeMinor + found.chargesMinor).toBe(sum);
        expect(sum >= 5000n && found.feeMinor >= 0n).toBe(true);
        const figures = statementFigures(withRating(PLAIN, month(lines, "5000")));
        expect(figures.netMinor).toBe(sum - figures.creditMinor);
      }),
    );
  });
});

describe("a rated statement", () => {
  const bundle = withRating(PLAIN, month([fixed("fee", "100000"), tickets(2)]));

  test("is rebuilt from its bundle, lines and all", () => {
    const again: unknown = JSON.parse(JSON.stringify(bundle));
    expect(recomputeMonth(again)).toEqual(resultOf(bundle));
    expect(resultOf(bundle)).toMatchObject({
      ...{ feeMinor: "100500", chargesMinor: "0", creditMinor: "10050", netMinor: "90450" },
      lines: [
        { id: "fee", quantity: null, amountMinor: "100000" },
        { id: "tickets", quantity: "2", amountMinor: "500" },
      ],
    });
  });

  test("is told from a plain one, which is rebuilt as it always was", () => {
    expect([isRated(bundle), isRated(PLAIN)]).toEqual([true, false]);
    expect(ratedLinesOf(PLAIN)).toBeNull();
    expect(recomputeMonth(PLAIN)).toEqual(statementOf(PLAIN));
    expect(Object.keys(statementOf(PLAIN))).not.toContain("chargesMinor");
  });

  test.each([
    ["another fee than its lines", { feeMinor: "100501" }, "feeMinor"],
    ["other charges", { chargesMinor: "-1" }, "chargesMinor"],
    ["a member it does not have", { extra: 1 }, "extra"],
    ["another kind", { kind: "flat" }, "kind"],
    ["no rating", { rating: undefined }, "rating"],
    ["a plain bundle that says it has charges", { kind: undefined, rating: undefined }, "chargesMinor"],
    [
      "an item counted twice",
      {
        rating: month([
          {
            ...tickets(0),
            measured: { by: "count", unit: "t", items: [{ id: "a" }, { id: "a" }] },
          } as RatedInput,
        ]),
      },
      "rating.lines.0.measured.items",
    ],
    [
      "more days than the month",
      { rating: { ...month([]), span: { ...span, wholeDays: 30 } } },
      "rating.span.billedDays",
    ],
  ])("is refused with %s", (_name, change, path) => {
    const broken: unknown = JSON.parse(JSON.stringify({ ...bundle, ...change }));
    expect(recomputeMonth(broken)).toMatchObject({ id: "m", error: { path } });
  });

  test("of the plain kind cannot smuggle charges in", () => {
    expect(recomputeMonth({ ...PLAIN, chargesMinor: "5" })).toMatchObject({
      error: { path: "chargesMinor" },
    });
  });
});
