import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recomputeStatement } from "./recompute.ts";
import type { StatementBundle } from "./statement-bundle.ts";
import { statementFigures, statementOf } from "./statement-result.ts";

/** The worked month: credits of $216.00 on a fee of $4,000.00. */
const MONTH = {
  id: "m",
  currency: "USD",
  feeMinor: "400000",
  commissionBps: 1000,
  scheme: {
    kind: "at_risk_pool",
    poolBps: 1200,
    capBps: 1200,
    levels: [
      {
        id: "accuracy",
        weightBps: 10_000,
        direction: "higher",
        target: "98",
        minimum: "95",
        missBps: 4500,
        failBps: 10_000,
        measured: "96",
      },
    ],
  },
} as const satisfies StatementBundle;

const correction = (amountMinor: string) =>
  ({ kind: "correction", id: `c${amountMinor}`, period: "2026-01", amountMinor }) as const;

/** A bonus or a malus of exactly this amount. */
const price = (amountMinor: string) =>
  ({
    kind: "bonus_malus",
    id: `p${amountMinor}`,
    measured: amountMinor,
    reference: "0",
    direction: "higher",
    step: "1",
    perStepMinor: "1",
    maxMalusMinor: "1000000",
    maxBonusMinor: "1000000",
  }) as const;

function money(bundle: StatementBundle) {
  const { netMinor, commissionMinor, providerMinor, carriedMinor, collarMinor, ...rest } =
    statementFigures(bundle);
  const { providerBearsMinor, platformBearsMinor } = rest;
  return {
    netMinor,
    commissionMinor,
    providerMinor,
    providerBearsMinor,
    platformBearsMinor,
    carriedMinor,
    collarMinor,
  };
}

describe("a month with outcome prices", () => {
  test("adds them to the net, and the commission follows", () => {
    expect(money({ ...MONTH, adjustments: [correction("10000")] })).toEqual({
      netMinor: 388_400n,
      commissionMinor: 38_840n,
      providerMinor: 349_560n,
      providerBearsMinor: 19_440n,
      platformBearsMinor: 2160n,
      carriedMinor: 0n,
      collarMinor: 0n,
    });
  });

  test("gives a credit of $96.00 back as 86.40 to the provider and 9.60 to the platform", () => {
    const run = ["2026-02", "2026-03", "2026-04"].map((period) => ({ period, measured: "98.5" }));
    const plain = money({ ...MONTH, scheme: { ...MONTH.scheme, levels: [] } });
    const back = money({
      ...MONTH,
      scheme: { ...MONTH.scheme, levels: [] },
      adjustments: [
        {
          kind: "earn_back",
          id: "e",
          levelId: "accuracy",
          period: "2026-01",
          creditMinor: "9600",
          direction: "higher",
          target: "98.5",
          monthsNeeded: 3,
          run,
        },
      ],
    });
    expect(back.providerMinor - plain.providerMinor).toBe(8640n);
    expect(back.commissionMinor - plain.commissionMinor).toBe(960n);
  });

  test("is never below nothing: the rest is carried to the next month", () => {
    const result = money({ ...MONTH, adjustments: [correction("-500000")] });
    expect(result).toMatchObject({
      netMinor: 0n,
      providerMinor: 0n,
      commissionMinor: 0n,
      carriedMinor: 121_600n,
    });
  });

  test("takes off what an earlier month carried over", () => {
    const carried = { kind: "carried_over", id: "x", period: "2026-01", amountMinor: "121600" } as const;
    expect(money({ ...MONTH, adjustments: [carried] }).netMinor).toBe(256_800n);
  });

  test.each([
    ["within the collar nothing moves", { maxReductionBps: 600, maxIncreaseBps: 0 }, "0", 0n, 378_400n],
    ["a reduction is held", { maxReductionBps: 500, maxIncreaseBps: 0 }, "0", 1600n, 380_000n],
    ["exactly at the border is not held", { maxReductionBps: 540, maxIncreaseBps: 0 }, "0", 0n, 378_400n],
    ["an increase is held", { maxReductionBps: 0, maxIncreaseBps: 100 }, "30000", -4400n, 404_000n],
  ])("%s", (_name, collar, bonus, collarMinor, netMinor) => {
    const bundle = { ...MONTH, collar, adjustments: [price(bonus)] };
    expect(money(bundle)).toMatchObject({ collarMinor, netMinor });
  });

  test("holds nothing of what earlier months bring", () => {
    const collar = { maxReductionBps: 0, maxIncreaseBps: 0 };
    const carried = { kind: "carried_over", id: "x", period: "2026-01", amountMinor: "1000" } as const;
    const bundle = { ...MONTH, collar, adjustments: [correction("-50000"), carried] };
    expect(money(bundle)).toMatchObject({ collarMinor: 21_600n, netMinor: 349_000n });
  });

  test("leaves the credits to the provider alone where the commission is on the month without them", () => {
    expect(money({ ...MONTH, commissionOn: "fee" })).toMatchObject({
      netMinor: 378_400n,
      commissionMinor: 40_000n,
      providerMinor: 338_400n,
      providerBearsMinor: 21_600n,
      platformBearsMinor: 0n,
    });
  });

  test("takes no more commission than the month has", () => {
    const bundle: StatementBundle = { ...MONTH, commissionOn: "fee", adjustments: [correction("-375000")] };
    expect(money({ ...bundle, commissionBps: 5000 })).toMatchObject({
      netMinor: 3400n,
      commissionMinor: 3400n,
    });
  });

  test("always divides: provider and platform get the net, and bear the difference", () => {
    const bps = fc.integer({ min: 0, max: 10_000 });
    const collar = fc.option(fc.record({ maxReductionBps: bps, maxIncreaseBps: bps }), { nil: undefined });
    const amounts = fc.uniqueArray(fc.integer({ min: -900_000, max: 900_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(amounts, bps, collar, fc.boolean(), (list, commissionBps, limits, onFee) => {
        const bundle: StatementBundle = {
          ...MONTH,
          commissionBps,
          adjustments: list.map((one) => price(String(one))),
          ...(limits ? { collar: limits } : {}),
          ...(onFee ? { commissionOn: "fee" } : {}),
        };
        const found = statementFigures(bundle);
        expect(found.netMinor).toBe(found.commissionMinor + found.providerMinor);
        expect(found.netMinor >= 0n && found.commissionMinor >= 0n && found.providerMinor >= 0n).toBe(true);
        expect(found.carriedMinor === 0n || found.netMinor === 0n).toBe(true);
        if (limits) {
          const share = (part: number) => (400_000n * BigInt(part)) / 10_000n;
          const due = found.netMinor - found.carriedMinor;
          expect(due >= 400_000n - share(limits.maxReductionBps)).toBe(true);
          expect(due <= 400_000n + share(limits.maxIncreaseBps)).toBe(true);
        }
      }),
    );
  });
});

test("a month without prices is exported as before, one with prices names each", () => {
  expect(Object.keys(statementOf(MONTH))).not.toContain("adjustments");
  const result = statementOf({ ...MONTH, adjustments: [correction("-500000")] });
  expect(result).toMatchObject({
    adjustments: [{ id: "c-500000", amountMinor: "-500000", limit: null }],
    collarMinor: "0",
    carriedMinor: "121600",
  });
});

test("the recompute tool rebuilds prices and names what is wrong with them", () => {
  const bundle = { ...MONTH, adjustments: [correction("10")] };
  expect(recomputeStatement(bundle)).toEqual(statementOf(bundle));
  expect(
    recomputeStatement({ ...MONTH, adjustments: [{ ...correction("10"), amountMinor: 10 }] }),
  ).toMatchObject({
    error: { path: "adjustments.0.amountMinor" },
  });
  expect(recomputeStatement({ ...MONTH, adjustments: [correction("1"), correction("1")] })).toMatchObject({
    error: { path: "adjustments", message: "Two adjustments have the same id." },
  });
});
