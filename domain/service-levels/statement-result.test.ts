import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StatementBundle } from "./statement-bundle.ts";
import { statementOf } from "./statement-result.ts";

const level = {
  weightBps: 4000,
  direction: "higher",
  target: "98.0",
  minimum: "95.0",
  missBps: 5000,
  failBps: 10_000,
} as const;

const workedExample: StatementBundle = {
  id: "worked-example",
  currency: "USD",
  feeMinor: "400000",
  commissionBps: 1000,
  scheme: {
    kind: "at_risk_pool",
    poolBps: 1200,
    capBps: 1200,
    levels: [
      { ...level, id: "accuracy", measured: "96.2" },
      {
        ...level,
        id: "turnaround",
        weightBps: 3500,
        direction: "lower",
        target: "4.0",
        minimum: "6.0",
        measured: "3.1",
      },
      { ...level, id: "compliance", weightBps: 2500, target: "100", minimum: "100", measured: "98" },
    ],
  },
};

test("the worked example comes out to the cent and to the last digit of its hash", () => {
  expect(statementOf(workedExample)).toEqual({
    id: "worked-example",
    levels: [
      { id: "accuracy", creditMinor: "9600" },
      { id: "turnaround", creditMinor: "0" },
      { id: "compliance", creditMinor: "12000" },
    ],
    creditMinor: "21600",
    capped: false,
    netMinor: "378400",
    commissionMinor: "37840",
    providerMinor: "340560",
    providerBearsMinor: "19440",
    platformBearsMinor: "2160",
    bundleHash: "sha256:9b2868924448f5a0e033e7b0f2a02df327f31b65d59da45326b6642f540c92fe",
  });
});

function pool(levels: object[], more: object = {}): StatementBundle {
  const scheme = { kind: "at_risk_pool", poolBps: 10_000, capBps: 10_000, levels, ...more };
  return { ...workedExample, feeMinor: "10000", scheme: scheme as StatementBundle["scheme"] };
}

describe("an at-risk level", () => {
  test.each([
    ["higher", "98.0", "0"],
    ["higher", "98", "0"],
    ["higher", "97.999999999999999999", "2000"],
    ["higher", "95.00", "2000"],
    ["higher", "94.99", "4000"],
    ["lower", "98.0", "0"],
    ["lower", "98.01", "2000"],
    ["lower", "99", "2000"],
    ["lower", "99.1", "4000"],
    ["higher", null, "4000"],
  ] as const)("%s is better, measured %s: %s", (direction, measured, creditMinor) => {
    const minimum = direction === "higher" ? "95.0" : "99";
    const result = statementOf(pool([{ ...level, id: "a", direction, minimum, measured }]));
    expect(result.levels).toEqual([{ id: "a", creditMinor }]);
  });

  test("excused counts as nothing, even without data", () => {
    expect(statementOf(pool([{ ...level, id: "a", measured: null, excused: true }])).creditMinor).toBe("0");
    expect(statementOf(pool([{ ...level, id: "a", measured: null, excused: false }])).creditMinor).toBe(
      "4000",
    );
  });

  test("is rounded once, half away from zero", () => {
    const bundle = { ...pool([{ ...level, id: "a", weightBps: 5000, measured: "96" }]), feeMinor: "10" };
    expect(statementOf(bundle).creditMinor).toBe("3");
  });

  test("as the contracts of Texas put it: 50 % of 40 % of a tenth of $100,000 is $2,000", () => {
    const bundle = {
      ...pool([{ ...level, id: "a", weightBps: 4000, failBps: 1000, measured: "0" }], { poolBps: 5000 }),
      feeMinor: "10000000",
    };
    expect(statementOf(bundle).creditMinor).toBe("200000");
  });
});

describe("a cap that bites", () => {
  test("is split in proportion by largest remainder, ties by order", () => {
    const levels = ["a", "b", "c"].map((id) => ({ ...level, id, weightBps: 3333, measured: "0" }));
    const result = statementOf(pool(levels, { capBps: 1000 }));
    expect(result).toMatchObject({ creditMinor: "1000", capped: true });
    expect(result.levels.map((one) => one.creditMinor)).toEqual(["334", "333", "333"]);
  });

  test("does not bite where the credits equal it", () => {
    const result = statementOf(pool([{ ...level, id: "a", measured: "0" }], { capBps: 4000 }));
    expect(result).toMatchObject({ creditMinor: "4000", capped: false });
  });
});

describe("service points", () => {
  const bands = [
    { atLeast: "98.0", points: 1 },
    { atLeast: "97.0", points: 2 },
    { atLeast: "96.0", points: 3 },
    { points: 4 },
  ];
  function points(measured: string | null, failedLastPeriod?: boolean, order = bands) {
    const one = {
      id: "a",
      measured,
      target: "99.0",
      bands: order,
      ...(failedLastPeriod === undefined ? {} : { failedLastPeriod }),
    };
    const scheme = {
      kind: "service_points",
      valuePerPointMinor: "2500",
      capBps: 1000,
      levels: [one],
    } as const;
    return statementOf({ ...workedExample, scheme: scheme as unknown as StatementBundle["scheme"] });
  }

  test.each([
    ["96.5", false, 3],
    ["98.5", true, 2],
    ["96.5", true, 6],
    ["99.0", true, 0],
    ["98.99", false, 1],
    ["95.99", false, 4],
    [null, false, 4],
    [null, true, 8],
  ])("measured %s, failed before %s: %i points", (measured, before, expected) => {
    expect(points(measured, before).levels).toEqual([
      { id: "a", points: expected, creditMinor: String(expected * 2500) },
    ]);
  });

  test("the order in which bands are written does not matter", () => {
    for (const measured of ["99.5", "98.2", "97.1", "96", "12"])
      expect(points(measured, false, [...bands].reverse()).levels).toEqual(points(measured, false).levels);
  });

  test("are capped too, and keep their points", () => {
    const bundle = {
      ...workedExample,
      feeMinor: "100000",
      scheme: {
        kind: "service_points" as const,
        valuePerPointMinor: "2500",
        capBps: 1000,
        levels: ["a", "b"].map((id) => ({ id, measured: "0", target: "99", bands })),
      },
    };
    const result = statementOf(bundle);
    expect(result).toMatchObject({ creditMinor: "10000", capped: true, netMinor: "90000" });
    expect(result.levels).toEqual([
      { id: "a", points: 4, creditMinor: "5000" },
      { id: "b", points: 4, creditMinor: "5000" },
    ]);
  });
});

test("for any statement the parts make up the whole, and the credit never passes its cap", () => {
  const bps = fc.integer({ min: 0, max: 10_000 });
  const measured = fc.option(
    fc.integer({ min: 0, max: 10_000 }).map((value) => (value / 100).toFixed(2)),
    { nil: null },
  );
  const levels = fc.array(
    fc.record({ weightBps: bps, missBps: bps, failBps: bps, measured, excused: fc.boolean() }),
    { maxLength: 6 },
  );
  const cases = fc.record({
    fee: fc.bigInt({ min: 0n, max: 10n ** 13n }),
    commissionBps: bps,
    poolBps: bps,
    capBps: bps,
    levels,
  });
  fc.assert(
    fc.property(cases, ({ fee, commissionBps, poolBps, capBps, levels: some }) => {
      const scheme = {
        kind: "at_risk_pool" as const,
        poolBps,
        capBps,
        levels: some.map((one, index) => ({ ...level, ...one, id: `l${index}` })),
      };
      const result = statementOf({
        id: "x",
        currency: "USD",
        feeMinor: String(fee),
        commissionBps,
        scheme,
      });
      const credit = BigInt(result.creditMinor);
      expect(result.levels.reduce((sum, one) => sum + BigInt(one.creditMinor), 0n)).toBe(credit);
      expect(2n * 10_000n * credit <= 2n * fee * BigInt(capBps) + 10_000n).toBe(true);
      expect(BigInt(result.netMinor)).toBe(fee - credit);
      expect(BigInt(result.providerMinor) + BigInt(result.commissionMinor)).toBe(BigInt(result.netMinor));
      expect(BigInt(result.providerBearsMinor) + BigInt(result.platformBearsMinor)).toBe(credit);
      expect(BigInt(result.netMinor) >= 0n).toBe(true);
    }),
  );
});
