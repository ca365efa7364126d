import { describe, expect, test } from "vitest";
import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import type { MonthInput } from "../level-figure.ts";
import type { RatioMeasure } from "./ratio-figure.ts";
import { fromSample, pendingOf, readSample } from "./sample-figure.ts";
import { inputOf, type Told } from "./test-decided.ts";

const SHARE: RatioMeasure = {
  ...{ by: "ratio", of: "finished", times: 100 },
  numerator: { where: { field: "right", is: true }, value: { kind: "one" } },
  denominator: { where: { field: "right", answered: true }, value: { kind: "one" } },
};
const items: Told[] = [
  { id: "a", fields: { right: true } },
  { id: "b", fields: { right: false } },
  { id: "c", fields: { right: true } },
  { id: "unchecked" },
];
const plan = { population: "finished" } as SamplingPlan;
const input = (change: Partial<MonthInput> = {}, level: Partial<MonthInput["level"]> = {}): MonthInput => {
  const one = inputOf({ kind: "sample", measure: SHARE, direction: "higher", items });
  return { ...one, level: { ...one.level, ...level }, ...change };
};
const text = (value: ReturnType<typeof readSample>["value"]) => value && formatDecimal(value, 2);

describe("a scored sample", () => {
  const sample = { size: 40, population: 400, errors: 2, unit: "lines" };

  test("is the figure, whichever way is better", () => {
    const higher = fromSample(sample, { direction: "higher", times: 100 });
    expect({ ...higher, value: text(higher.value), gross: text(higher.gross) }).toMatchObject({
      ...{ n: 40, hits: 38, misses: 2, excluded: 0, voided: 0, value: "95.00", gross: "95.00" },
      ...{ desk: null, counted: [], verdicts: [], detail: { kind: "sample", ...sample } },
    });
    const lower = fromSample(sample, { direction: "lower", times: 1000 });
    expect([lower.hits, lower.misses, text(lower.value)]).toEqual([2, 2, "50.00"]);
    expect(higher.interval).not.toBeNull();
  });

  test("has a row an item: any error is a miss, and of several units its own part stands beside it", () => {
    const scored = [
      { workItemId: "a", errors: 0, units: 1 },
      { workItemId: "b", errors: 1, units: 1 },
      { workItemId: "c", errors: 1, units: 4 },
    ];
    expect(fromSample({ ...sample, scored }, { direction: "higher", times: 100 }).counted).toEqual([
      { workItemId: "a", miss: false },
      { workItemId: "b", miss: true },
      { workItemId: "c", miss: true, value: "75.00" },
    ]);
    const [row] = fromSample({ ...sample, scored: scored.slice(2) }, { direction: "lower" }).counted ?? [];
    expect(row?.value).toBe("25.00");
  });

  test("of nothing has no figure, and its borders are its size and its population", () => {
    const of = (size: number, errors: number, population: number) =>
      text(fromSample({ size, errors, population, unit: "items" }, { direction: "higher" }).value);
    expect([of(0, 0, 10), of(10, 10, 10), of(10, 0, 10)]).toEqual([null, "0.00", "100.00"]);
  });

  test.each([
    [-1, -1, 10],
    [5, -1, 10],
    [5, 6, 10],
    [11, 0, 10],
  ])("cannot be of size %i with %i errors out of %i", (size, errors, population) => {
    expect(() => fromSample({ size, errors, population, unit: "items" }, { direction: "higher" })).toThrow(
      "A sample has at most as many errors as pieces, and fewer than its population.",
    );
  });
});

describe("a level without a plan", () => {
  test("is read from what was checked, of all that there was", () => {
    const reading = readSample(input(), SHARE);
    expect(text(reading.value)).toBe("66.67");
    expect(reading.detail).toEqual({
      kind: "sample",
      size: 3,
      population: 4,
      errors: 1,
      unit: "items checked",
    });
    const lower = readSample(input({}, { direction: "lower" }), SHARE);
    expect(lower.detail).toMatchObject({ size: 3, errors: lower.hits });
  });

  test("tells no sample where nothing was checked", () => {
    const nothing = readSample(input({ items: [] }), SHARE);
    expect(nothing).toMatchObject({ n: 0, value: null });
    expect(nothing).not.toHaveProperty("detail");
  });

  test("waits as its frozen bundle says", () => {
    const samplePending = { reason: "Not scored.", excused: true };
    expect(readSample(input({ samplePending }), SHARE)).toMatchObject({ n: 0, pending: samplePending });
    expect(pendingOf(input(), SHARE)).toBeNull();
  });
});

describe("a level with a plan", () => {
  const planned = (change: Partial<MonthInput> = {}) => input(change, { samplePlan: plan });

  test.each<[string, Partial<MonthInput>, object | null]>([
    [
      "that runs",
      { asOf: "2026-10-20T00:00:00Z" },
      { reason: "Not scored: the sample is drawn when the month is over." },
    ],
    ["that nobody drew", {}, { reason: "Not scored: no sample of this month was drawn." }],
    ["that waits", { samplePending: { reason: "It waits.", excused: false } }, { reason: "It waits." }],
    ["without work", { items: [] }, null],
  ])("in a month %s", (_name, change, pending) => {
    const found = pendingOf(planned(change), SHARE);
    if (pending === null) expect(found).toBeNull();
    else expect(found).toMatchObject(pending);
    expect(readSample(planned(change), SHARE)).toMatchObject({ n: 0, value: null });
  });

  test("has the sample's figure once it is scored", () => {
    const sample = { size: 10, population: 100, errors: 1, unit: "items" };
    expect(pendingOf(planned({ sample }), SHARE)).toBeNull();
    expect(text(readSample(planned({ sample }), SHARE).value)).toBe("90.00");
  });
});
