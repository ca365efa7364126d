import { describe, expect, test } from "vitest";
import type { MetricMeasure } from "../catalogue/metric-measure.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { figureBundleFor } from "./figure-bundle-for.ts";
import { figureOf } from "./figure-result.ts";
import { inputOf, type Told } from "./kinds/test-decided.ts";
import type { MonthInput } from "./level-figure.ts";
import { measureLevel } from "./month-figure.ts";

const RATIO: MetricMeasure = {
  ...{ by: "ratio", of: "finished", times: 100 },
  numerator: { where: { field: "good", is: true }, value: { kind: "one" } },
  denominator: { where: { all: [] }, value: { kind: "one" } },
};
const ITEMS: Told[] = ["a", "b", "c"].map((id) => ({ id, fields: { good: id !== "c" } }));

function month(level: Partial<ServiceLevel>, more: Partial<MonthInput> = {}, items = ITEMS): MonthInput {
  const input = inputOf({ kind: "ratio", measure: RATIO, direction: "higher", items });
  return { ...input, ...more, level: { ...input.level, target: "60", minimum: "50", ...level } };
}

/** The figure again from its bundle, and the one that the product measured. */
function bothOf(input: MonthInput) {
  const bundle = figureBundleFor({ id: "the bundle", input });
  if (!bundle) throw new Error("This level has no bundle.");
  const again = figureOf(JSON.parse(JSON.stringify(bundle)));
  const { figure } = measureLevel(input);
  return { again, figure, bundle };
}

describe("a figure measured again from its bundle is the one of the month", () => {
  test.each<[string, MonthInput, object]>([
    ["as it is", month({}), { measured: "66.6667", verdict: "met", n: 3, misses: 1 }],
    ["rounded as agreed", month({ rounding: { decimals: 0, mode: "half_away" } }), { measured: "67" }],
    ["missed", month({ target: "70" }), { verdict: "missed" }],
    ["failed", month({ target: "90", minimum: "80" }), { verdict: "failed" }],
    ["over a quarter", month({ window: "rolling_3_months" }), { window: { kind: "rolling_3_months" } }],
    [
      "of a small month, which counts its failures instead",
      month({ minimumSample: 20, smallSample: { kind: "max_misses", max: 0 } }),
      { sufficient: false, verdict: "missed", against: { target: "0", measured: "1" } },
    ],
    [
      "of a small month that is excused",
      month({ minimumSample: 20 }),
      { excused: true, verdict: "excused" },
    ],
    [
      "of a month without work",
      month({}, { monthHasWork: false }, []),
      { verdict: "no_data", counted: [] },
    ],
  ])("%s", (_name, input, says) => {
    const { again, figure, bundle } = bothOf(input);
    expect(again).toMatchObject(says);
    const { measured, gross, n, hits, excluded, interval } = figure;
    expect(again).toMatchObject({ measured, gross, n, hits, excluded, interval, verdict: figure.status });
    expect(again.counted).toEqual(figure.counted ?? []);
    expect(again.id).toBe("the bundle");
    expect(again.kind).toBe(bundle.kind);
  });

  test("says nothing of what decided otherwise where nothing did", () => {
    const { again } = bothOf(month({}));
    for (const name of ["against", "window"]) expect(again).not.toHaveProperty(name);
  });

  test("takes a scored sample for the figure, with the draw that it names", () => {
    const sample = { size: 50, population: 400, errors: 2, unit: "lines" };
    const input = { ...month({}), sample };
    const kind = {
      ...input,
      level: { ...input.level, kind: "sample" as const, target: "95", minimum: "90" },
    };
    const { again, figure } = bothOf(kind);
    expect(again).toMatchObject({
      measured: figure.measured,
      verdict: figure.status,
      detail: figure.detail,
    });
    expect(again.detail).toMatchObject({ kind: "sample", size: 50, errors: 2 });
  });
});
