import { describe, expect, test } from "vitest";
import { EVERY, type MetricFilter } from "../../catalogue/metric-filter.ts";
import type { MetricValue } from "../../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../../catalogue/service-level.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import type { ContestEffect } from "../item-adjustment.ts";
import type { RuleVersion } from "../rule-version.ts";
import { isMinor, type RatioMeasure, readRatio } from "./ratio-figure.ts";
import { inputOf, type Told } from "./test-decided.ts";

const ONE: MetricValue = { kind: "one" };
const field = (name: string): MetricValue => ({ kind: "field", field: name });
const is = (name: string): MetricFilter => ({ field: name, is: true });
const SHARE: RatioMeasure = {
  ...{ by: "ratio", of: "finished", times: 100 },
  numerator: { where: is("good"), value: ONE },
  denominator: { where: EVERY, value: ONE },
};
const of = (part: MetricValue, whole: MetricValue, times: RatioMeasure["times"] = 100): RatioMeasure => ({
  ...{ by: "ratio", of: "finished", times },
  numerator: { where: EVERY, value: part },
  denominator: { where: EVERY, value: whole },
});

function read(
  measure: RatioMeasure,
  items: readonly Omit<Told, "id">[],
  change: Partial<ServiceLevel> & { ruleVersion?: RuleVersion } = {},
) {
  const { ruleVersion, ...level } = change;
  const input = inputOf({
    ...{ kind: "ratio", measure, direction: "higher" },
    items: items.map((one, index) => ({ id: `w${index}`, ...one })),
    ...(ruleVersion ? { ruleVersion } : {}),
  });
  const reading = readRatio({ ...input, level: { ...input.level, ...level } }, measure);
  const text = (value: typeof reading.value) => value && formatDecimal(value, 2);
  return { ...reading, value: text(reading.value), gross: text(reading.gross) };
}

const good = { fields: { good: true } };
const bad = { fields: { good: false } };
const decided = (fields: Record<string, unknown>, effect: ContestEffect) => ({
  fields,
  decided: { effect },
});

describe("a share of items", () => {
  test("counts what speaks for the provider", () => {
    expect(read(SHARE, [good, good, bad])).toMatchObject({
      ...{ n: 3, hits: 2, misses: 1, excluded: 0, voided: 0, value: "66.67", gross: "66.67", verdicts: [] },
      counted: [
        { workItemId: "w0", miss: false },
        { workItemId: "w1", miss: false },
        { workItemId: "w2", miss: true },
      ],
    });
  });

  test("where less is better, an item in the numerator is a miss", () => {
    expect(read(SHARE, [good, bad, bad], { direction: "lower" })).toMatchObject({
      ...{ n: 3, hits: 1, misses: 1, value: "33.33" },
    });
  });

  test("has an interval in per cent only", () => {
    expect(read(SHARE, [good, bad]).interval).not.toBeNull();
    expect(read({ ...SHARE, times: 1000 }, [good, bad])).toMatchObject({ interval: null, value: "500.00" });
    expect(read(of(field("a"), field("b")), [{ fields: { a: "1", b: "2" } }]).interval).toBeNull();
  });

  test("of nothing is nothing", () => {
    expect(read(SHARE, [])).toMatchObject({ n: 0, hits: 0, misses: 0, value: null, gross: null });
  });

  test.each<[ContestEffect, object, object]>([
    ["exclude", bad.fields, { value: "100.00", gross: "50.00", excluded: 1, misses: 0 }],
    ["exclude", good.fields, { value: "100.00", gross: "100.00", excluded: 0, misses: 0 }],
    ["hit", bad.fields, { value: "100.00", gross: "50.00", excluded: 0, misses: 0 }],
    ["hit", good.fields, { value: "100.00", gross: "100.00", excluded: 0, misses: 0 }],
    ["miss", good.fields, { value: "50.00", gross: "100.00", excluded: 0, misses: 1 }],
    ["miss", bad.fields, { value: "50.00", gross: "50.00", excluded: 0, misses: 1 }],
  ])("decided to be %s of %o beside a good one", (effect, fields, figure) => {
    expect(read(SHARE, [good, decided(fields as Record<string, unknown>, effect)])).toMatchObject(figure);
  });

  test.each<[ContestEffect, object, object]>([
    ["exclude", good.fields, { value: "0.00", gross: "50.00", excluded: 1, misses: 0 }],
    ["hit", good.fields, { value: "0.00", gross: "50.00", excluded: 0, misses: 0 }],
    ["miss", bad.fields, { value: "50.00", gross: "0.00", excluded: 0, misses: 1 }],
  ])("where less is better, decided to be %s of %o", (effect, fields, figure) => {
    const items = [bad, decided(fields as Record<string, unknown>, effect)];
    expect(read(SHARE, items, { direction: "lower" })).toMatchObject(figure);
  });

  test("takes what is no fault of the provider's as a hit of the net figure, unless it was ruled a miss", () => {
    const measure = { ...SHARE, excused: is("theirs") };
    const theirs = { good: false, theirs: true };
    expect(read(measure, [good, { fields: theirs }])).toMatchObject({
      ...{ value: "100.00", gross: "50.00", excluded: 1, misses: 0 },
    });
    expect(read(measure, [good, decided(theirs, "miss")])).toMatchObject({
      ...{ value: "50.00", gross: "50.00", excluded: 0, misses: 1 },
    });
    expect(read(measure, [good, { fields: { good: true, theirs: true } }])).toMatchObject({ excluded: 0 });
  });

  test("leaves out what its denominator does not take", () => {
    const measure = { ...SHARE, denominator: { where: is("asked"), value: ONE } };
    expect(read(measure, [{ fields: { good: true, asked: true } }, good])).toMatchObject({ n: 1, hits: 1 });
  });
});

describe("a ratio of amounts", () => {
  const lines = of(field("right"), field("all"));
  const counted = (right: string, all: string) => ({ fields: { right, all } });

  test("of counted things has them as its n, and a row each item with its own figure", () => {
    expect(read(lines, [counted("90", "100"), counted("50", "50")], { target: "95" })).toMatchObject({
      ...{ n: 150, hits: 140, misses: 1, value: "93.33", gross: "93.33" },
      counted: [
        { workItemId: "w0", miss: true, value: "90.00" },
        { workItemId: "w1", miss: false, value: "100.00" },
      ],
    });
  });

  test("at its target is no miss, whichever way is better", () => {
    const rows = (direction: "higher" | "lower", right: string) =>
      read(lines, [counted(right, "100")], { target: "95", direction }).counted?.map((row) => row.miss);
    expect([rows("higher", "95"), rows("higher", "94"), rows("higher", "96")]).toEqual([
      [false],
      [true],
      [false],
    ]);
    expect([rows("lower", "95"), rows("lower", "94"), rows("lower", "96")]).toEqual([
      [false],
      [false],
      [true],
    ]);
  });

  test("has no figure of its own for an item without anything, or under a target in words", () => {
    expect(read(lines, [counted("0", "0"), counted("1", "2")]).counted).toEqual([
      { workItemId: "w0", miss: false },
      { workItemId: "w1", miss: false, value: "50.00" },
    ]);
    expect(read(lines, [counted("1", "2")], { target: "as agreed" }).counted).toEqual([
      { workItemId: "w0", miss: false },
    ]);
  });

  test.each<[string, RatioMeasure, [string, string][], object]>([
    ["not of halves", lines, [["0.5", "1"]], { n: 1, value: "50.00" }],
    ["not of more than all", lines, [["3", "2"]], { n: 1, value: "150.00" }],
    ["not below none", lines, [["-1", "2"]], { n: 1, value: "-50.00" }],
    ["of all", lines, [["2", "2"]], { n: 2, hits: 2, value: "100.00" }],
    ["of none", lines, [["0", "2"]], { n: 2, hits: 0, value: "0.00" }],
    ["not times one", of(field("right"), field("all"), 1), [["1", "2"]], { n: 1, hits: 1, value: "0.50" }],
  ])("has counted things as its n %s", (_name, measure, items, figure) => {
    const told = items.map(([right, all]) => counted(right, all));
    expect(read(measure, told, { target: "-100" })).toMatchObject(figure);
  });

  test("of money has its rows as its n", () => {
    expect(read(lines, [counted("1", "2")], { kind: "money", target: "10" })).toMatchObject({
      n: 1,
      hits: 1,
    });
  });

  test("leaves out items without the numbers that it asks for", () => {
    const items = [counted("1", "2"), { fields: { right: "1" } }, { fields: { all: "1" } }];
    expect(read(lines, items)).toMatchObject({ n: 2, hits: 1, value: "50.00" });
  });

  test("is in major units where money is divided by a count, and only there", () => {
    const each = (part: string, whole: string) =>
      read(of(field(part), field(whole), 1), [{ fields: { [part]: "500", [whole]: "2" } }], { unit: "USD" })
        .value;
    expect(each("costMinor", "people")).toBe("2.50");
    expect(each("costMinor", "feeMinor")).toBe("250.00");
    expect(each("people", "costMinor")).toBe("250.00");
    expect(each("people", "seats")).toBe("250.00");
  });

  test("counts only what was confirmed, or ruled to be so", () => {
    const measure = { ...lines, confirmed: is("confirmed") };
    const told = (right: string, confirmed: boolean) => ({ right, all: "10", confirmed });
    const items = [{ fields: told("10", true) }, { fields: told("0", false) }];
    expect(read(measure, items)).toMatchObject({ n: 10, value: "100.00", gross: "100.00" });
    const ruled = [{ fields: told("10", true) }, decided(told("0", false), "hit")];
    expect(read(measure, ruled)).toMatchObject({ n: 20, value: "50.00", gross: "100.00" });
  });

  test("leaves an excluded amount out of both sums of the net figure, and once did not", () => {
    const items = [counted("10", "10"), decided({ right: "0", all: "10" }, "exclude")];
    expect(read(lines, items)).toMatchObject({ n: 10, excluded: 1, value: "100.00", gross: "50.00" });
    expect(read(lines, items, { ruleVersion: "1" })).toMatchObject({
      ...{ value: "50.00", gross: "50.00", n: 20 },
    });
  });
});

test.each<[MetricValue, boolean]>([
  [ONE, false],
  [field("costMinor"), true],
  [field("minorIncidents"), false],
  [{ kind: "difference", of: "paidMinor", less: "due" }, true],
  [{ kind: "difference", of: "paid", less: "dueMinor" }, false],
])("%o is an amount of money: %s", (value, minor) => {
  expect(isMinor(value)).toBe(minor);
});
