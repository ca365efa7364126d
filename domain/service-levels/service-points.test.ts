import { describe, expect, test } from "vitest";
import { servicePointsCredits } from "./service-points.ts";
import type { ServicePointsLevel } from "./statement-bundle.ts";

const bands = [
  { atLeast: "98.0", points: 1 },
  { atLeast: "97.0", points: 2 },
  { atLeast: "96.0", points: 3 },
  { points: 4 },
];

function credit(level: Partial<ServicePointsLevel>) {
  const whole = { id: "kpi", measured: "96.5", target: "99", bands, ...level };
  const [found] = servicePointsCredits({
    kind: "service_points",
    valuePerPointMinor: "2500",
    capBps: 1000,
    levels: [whole],
  });
  if (!found) throw new Error("A level has a credit.");
  return found;
}

test("the worked months of the Model Services Contract: 3, then twice 1, then twice 3 points", () => {
  const months = [
    credit({ measured: "96.5" }),
    credit({ measured: "98.5", failedLastPeriod: true }),
    credit({ measured: "96.5", failedLastPeriod: true }),
  ];
  expect(months.map((one) => one.points)).toEqual([3, 2, 6]);
  expect(months.map((one) => one.uncappedMinor)).toEqual([7500n, 5000n, 15_000n]);
});

describe("a level", () => {
  test.each([
    ["at target", { measured: "99" }, "met", 0],
    ["above target", { measured: "99.01" }, "met", 0],
    ["just below target", { measured: "98.99" }, "failed", 1],
    ["on the border of a band", { measured: "97" }, "failed", 2],
    ["just below a border", { measured: "96.99" }, "failed", 3],
    ["below all borders", { measured: "10" }, "failed", 4],
    ["without data", { measured: null }, "no_data", 4],
    ["excused", { measured: "10", excused: true }, "excused", 0],
    ["excused without data", { measured: null, excused: true }, "excused", 0],
    ["not excused", { excused: false }, "failed", 3],
  ] as const)("%s", (_name, level, outcome, points) => {
    expect(credit(level)).toMatchObject({ outcome, bandPoints: points, points, repeated: false });
  });

  test.each([
    ["repeats only what costs points", { measured: "99" }, 0, false],
    ["excused repeats nothing", { excused: true }, 0, false],
    ["in a band of no points repeats nothing", { bands: [{ points: 0 }] }, 0, false],
    ["that failed again costs twice", {}, 6, true],
  ] as const)("%s", (_name, level, points, repeated) => {
    const change = level as Partial<ServicePointsLevel>;
    expect(credit({ ...change, failedLastPeriod: true })).toMatchObject({ points, repeated });
  });

  test("takes the highest band it reaches, however they are written", () => {
    const [first, second, third, rest] = bands as [
      (typeof bands)[0],
      (typeof bands)[0],
      (typeof bands)[0],
      (typeof bands)[0],
    ];
    for (const order of [
      [third, rest, first, second],
      [rest, second, third, first],
      [second, first, third, rest],
    ])
      expect(
        ["98.2", "97.2", "96.2", "95"].map((measured) => credit({ measured, bands: order }).points),
      ).toEqual([1, 2, 3, 4]);
  });

  test("of two bands with one border takes the later", () => {
    const twice = [{ atLeast: "90", points: 5 }, { atLeast: "90", points: 7 }, { points: 9 }];
    expect(credit({ measured: "95", bands: twice }).points).toBe(7);
  });

  test("says what it was made of", () => {
    expect(credit({ measured: "98.5", failedLastPeriod: true })).toEqual({
      kind: "service_points",
      id: "kpi",
      outcome: "failed",
      measured: "98.5",
      target: "99",
      bandPoints: 1,
      repeated: true,
      points: 2,
      valuePerPointMinor: 2500n,
      uncappedMinor: 5000n,
    });
  });
});
