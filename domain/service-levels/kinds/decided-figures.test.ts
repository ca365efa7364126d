import { describe, expect, test } from "vitest";
import { EVERY, type MetricFilter } from "../../catalogue/metric-filter.ts";
import type { MetricMeasure } from "../../catalogue/metric-measure.ts";
import { figureBundleFor } from "../figure-bundle-for.ts";
import type { ContestEffect } from "../item-adjustment.ts";
import type { MonthInput } from "../level-figure.ts";
import { measureLevel } from "../month-figure.ts";
import { recomputeVerdict } from "../recompute.ts";
import { inputOf, type Told } from "./test-decided.ts";

/** The figure, after making sure that the recompute tool makes the same of its bundle. */
function read(input: MonthInput) {
  const { figure } = measureLevel(input);
  const bundle = figureBundleFor({ id: "b", input });
  const { measured, gross, n, hits, misses, excluded, counted } = figure;
  expect(recomputeVerdict(JSON.parse(JSON.stringify(bundle)))).toMatchObject({
    verdict: figure.status,
    ...{ measured, gross, n, hits, misses, excluded, counted },
  });
  return figure;
}

const BAD: MetricFilter = { field: "bad", is: true };
const count: MetricMeasure = { by: "count", of: "finished", where: BAD };

describe("a count", () => {
  test.each([
    ["exclude", true, { measured: "1.0000", gross: "2.0000", misses: 1, excluded: 1 }],
    ["hit", true, { measured: "1.0000", gross: "2.0000", misses: 1, excluded: 0 }],
    ["miss", false, { measured: "2.0000", gross: "1.0000", misses: 2, excluded: 0 }],
    ["miss", true, { measured: "2.0000", gross: "2.0000", misses: 2, excluded: 0 }],
    ["hit", false, { measured: "1.0000", gross: "1.0000", misses: 1, excluded: 0 }],
  ] as const)("of bad things takes a decision to %s where bad is %s", (effect, bad, expected) => {
    const items = [
      { id: "a", fields: { bad: true } },
      { id: "b", fields: { bad }, decided: { effect } },
    ];
    expect(read(inputOf({ kind: "count", measure: count, direction: "lower", items }))).toMatchObject(
      expected,
    );
  });

  test("of good things loses what a miss says and gains what a hit says", () => {
    const of = (effect: ContestEffect, bad: boolean) =>
      read(
        inputOf({
          kind: "count",
          measure: count,
          direction: "higher",
          items: [{ id: "a", fields: { bad }, decided: { effect } }],
        }),
      ).measured;
    expect([of("hit", false), of("miss", true), of("exclude", true)]).toEqual([
      "1.0000",
      "0.0000",
      "0.0000",
    ]);
  });
});

const sum: MetricMeasure = {
  by: "sum",
  of: "finished",
  term: { where: EVERY, value: { kind: "field", field: "saved" } },
  confirmed: { field: "confirmed", is: true },
};

describe("a sum of amounts", () => {
  const of = (effect: ContestEffect, confirmed: boolean, direction: "higher" | "lower" = "higher") =>
    read(
      inputOf({
        kind: "money",
        measure: sum,
        direction,
        unit: "USD",
        items: [
          { id: "a", fields: { saved: "100", confirmed: true } },
          { id: "b", fields: { saved: "40", confirmed }, decided: { effect } },
        ],
      }),
    );

  test("leaves an amount out, loses a contested saving and gains one that was not confirmed", () => {
    expect(of("exclude", true)).toMatchObject({
      measured: "100.0000",
      gross: "140.0000",
      excluded: 1,
      n: 1,
    });
    expect(of("miss", true)).toMatchObject({ measured: "100.0000", gross: "140.0000", misses: 1, n: 2 });
    expect(of("hit", false)).toMatchObject({ measured: "140.0000", gross: "100.0000" });
    expect(of("hit", true)).toMatchObject({ measured: "140.0000", gross: "140.0000" });
  });

  test("of losses works the other way round", () => {
    expect(of("hit", true, "lower")).toMatchObject({ measured: "100.0000" });
    expect(of("miss", false, "lower")).toMatchObject({ measured: "140.0000" });
  });
});

const amounts: MetricMeasure = {
  by: "ratio",
  of: "finished",
  numerator: { where: EVERY, value: { kind: "field", field: "part" } },
  denominator: { where: EVERY, value: { kind: "field", field: "whole" } },
  times: 100,
};

test("an amount that is left out of a share of amounts leaves both of its sums", () => {
  const items = [
    { id: "a", fields: { part: "80", whole: "100" } },
    { id: "b", fields: { part: "0", whole: "100" }, decided: { effect: "exclude" as const } },
  ];
  const p = { kind: "money", measure: amounts, direction: "higher", items } as const;
  expect(read(inputOf(p))).toMatchObject({ measured: "80.0000", gross: "40.0000", excluded: 1 });
});

const uptime: MetricMeasure = {
  by: "uptime",
  down: { field: "outage", is: true },
  planned: { field: "planned", is: true },
  hours: "around_the_clock",
};
/** October has 744 hours. */
const up = (down: number, of = 744) => (Math.round((1e6 * (of - down)) / of) / 1e4).toFixed(4);

describe("the time that something was down", () => {
  const of = (told: Partial<Told>, more: Told[] = []) =>
    read(
      inputOf({
        kind: "continuous",
        measure: uptime,
        direction: "higher",
        items: [{ id: "a", fields: { outage: true }, ...told }, ...more],
      }),
    );
  const stretch = { from: "2026-10-05T11:00:00Z", to: "2026-10-05T12:00:00Z" };

  test("loses a stretch that does not count, and the window loses it too", () => {
    const figure = of({ decided: { effect: "exclude", ...stretch } });
    expect(figure).toMatchObject({ measured: up(3, 743), gross: up(4) });
  });

  test("keeps the stretch where something else was down as well", () => {
    const other = { id: "b", fields: { outage: true }, day: 5, hours: 4 };
    expect(of({ decided: { effect: "exclude", ...stretch } }, [other])).toMatchObject({ measured: up(4) });
  });

  test("grows by a stretch that counts after all", () => {
    const later = { from: "2026-10-05T13:00:00Z", to: "2026-10-05T16:00:00Z" };
    expect(of({ decided: { effect: "count", ...later } })).toMatchObject({ measured: up(6) });
  });

  test("is nothing where the outage was none, and an outage where a ticket was one", () => {
    expect(of({ decided: { effect: "hit" } })).toMatchObject({ measured: "100.0000", gross: up(4) });
    expect(of({ fields: {}, decided: { effect: "miss" } })).toMatchObject({
      measured: up(4),
      gross: up(0),
    });
    expect(of({ decided: { effect: "exclude" } })).toMatchObject({ measured: "100.0000", excluded: 1 });
  });
});

describe("rules of version 1", () => {
  test.each([
    ["count", count, { bad: true }, "lower"],
    ["money", sum, { saved: "5", confirmed: true }, "higher"],
    ["continuous", uptime, { outage: true }, "higher"],
  ] as const)("let no decision reach a level of kind %s", (kind, measure, fields, direction) => {
    const p = { kind, measure, direction };
    const plain = inputOf({ ...p, items: [{ id: "a", fields }] });
    const decided = inputOf({
      ...p,
      items: [{ id: "a", fields, decided: { effect: "exclude" } }],
      ruleVersion: "1",
    });
    expect(read(decided).measured).toBe(read(plain).measured);
    const today = inputOf({ ...p, items: [{ id: "a", fields, decided: { effect: "exclude" } }] });
    expect(read(today).measured).not.toBe(read(plain).measured);
  });

  test("stay in a bundle: it is rebuilt by the version that it names", () => {
    const items = [{ id: "a", fields: { bad: true }, decided: { effect: "exclude" as const } }];
    const input = inputOf({ kind: "count", measure: count, direction: "lower", items });
    const bundle = JSON.parse(JSON.stringify(figureBundleFor({ id: "b", input })));
    expect(bundle.rules).toBe("3");
    expect(recomputeVerdict(bundle)).toMatchObject({ measured: "0.0000" });
    expect(recomputeVerdict({ ...bundle, rules: "1" })).toMatchObject({ measured: "1.0000" });
    expect(recomputeVerdict({ ...bundle, rules: "4" })).toMatchObject({
      id: "b",
      error: { path: "rules", message: "This product has no rules of that version." },
    });
  });
});

describe("a bundle of a figure", () => {
  const bundle = () => {
    const items = [{ id: "a", fields: { bad: true, secret: "x" } }];
    const input = inputOf({ kind: "count", measure: count, direction: "lower", items });
    return JSON.parse(JSON.stringify(figureBundleFor({ id: "b", input })));
  };

  test("carries the fields that its formula reads and no others", () => {
    expect(bundle().items[0].fields).toEqual({ bad: true });
  });

  test.each([
    [{ month: "2026-13" }, "month"],
    [{ zone: "Mars/Olympus" }, "zone"],
    [{ asOf: "yesterday" }, "asOf"],
    [{ measure: { by: "luck" } }, "measure.by"],
    [{ extra: 1 }, "extra"],
    [{ sample: { size: 2, population: 1, errors: 0, unit: "x" } }, "sample"],
  ])("is refused where it does not fit: %o", (change, path) => {
    expect(recomputeVerdict({ ...bundle(), ...change })).toMatchObject({ id: "b", error: { path } });
  });

  test("of a scored sample is rebuilt from what was scored", () => {
    const sample = { size: 50, population: 400, errors: 2, unit: "postings" };
    const rebuilt = recomputeVerdict({ ...bundle(), kind: "sample", measure: amounts, items: [], sample });
    expect(rebuilt).toMatchObject({
      n: 50,
      misses: 2,
      measured: "4.0000",
      detail: { size: 50, errors: 2 },
    });
  });

  test("of an unknown kind is taken for a clock's, whose format has no kind", () => {
    expect(recomputeVerdict({ id: "x", kind: "attainment" })).toMatchObject({ id: "x", error: {} });
  });
});
