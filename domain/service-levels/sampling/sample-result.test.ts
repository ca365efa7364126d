import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../../catalogue/catalogue.ts";
import { usualSamplingPlan } from "../../catalogue/usual-sampling-plan.ts";
import { wilsonInterval } from "../month-interval.ts";
import { recomputeSample } from "../recompute.ts";
import { type SampleBundle, sampleBundleSchema } from "./sample-bundle.ts";
import { sampleBundleFor } from "./sample-bundle-for.ts";
import { scoredSample } from "./sample-reading.ts";
import { sampleResultOf } from "./sample-result.ts";

const metric = metricById(serviceModule("bookkeeping"), "posting_accuracy");
if (!metric) throw new Error("posting_accuracy");
const plan = { ...usualSamplingPlan(metric), minimum: 30, maximum: 30 };
const right = { errors: 0, units: 1 };
const wrong = { errors: 1, units: 1 };

function bundle(errors: number, change: Partial<SampleBundle> = {}): SampleBundle {
  return {
    id: "s1",
    plan,
    level: {
      ...{ direction: "higher", target: "98", minimum: "95", times: 100 },
      rounding: { decimals: 2, mode: "half_away" },
    },
    population: Array.from({ length: 200 }, (_none, at) => `w${at}`),
    nonces: { committed: "ours", answered: "theirs" },
    scores: Array.from({ length: 30 }, (_none, at) => {
      const first = at < errors ? wrong : right;
      return { first, second: first };
    }),
    ...change,
  };
}

describe("Wilson's interval", () => {
  test.each([
    // 29 of 30: 83 to 99 %. The method is that of the NIST e-Handbook, 7.2.4.1; checked in another language.
    [29, 30, "95", "83.3", "99.4"],
    [30, 30, "95", "88.6", "100.0"],
    [0, 10, "95", "0.0", "27.8"],
    [8, 10, "95", "49.0", "94.3"],
    [29, 30, "90", "86.4", "99.3"],
    [29, 30, "99", "76.8", "99.6"],
  ] as const)("of %i of %i at %s %% is %s to %s", (hits, n, confidence, low, high) =>
    expect(wilsonInterval(hits, n, { confidence })).toEqual({ low, high }),
  );

  test("holds the figure, widens with confidence and is a mirror of the errors", () =>
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (hits, more) => {
        const n = hits + more + 1;
        const at = (confidence: "90" | "95" | "99", k = hits) => {
          const { low, high } = wilsonInterval(k, n, { confidence }) ?? { low: "", high: "" };
          return [Number(low), Number(high)] as const;
        };
        const [low, high] = at("95");
        const figure = (hits * 100) / n;
        expect(low).toBeLessThanOrEqual(figure + 0.05);
        expect(high).toBeGreaterThanOrEqual(figure - 0.05);
        expect(at("90")[0]).toBeGreaterThanOrEqual(low);
        expect(at("99")[1]).toBeGreaterThanOrEqual(high);
        expect(100 - at("95", n - hits)[1]).toBeCloseTo(low, 0);
      }),
    ));
});

describe("a sample bundle", () => {
  test("is rebuilt from the draw to the verdict", () => {
    const result = sampleResultOf(bundle(1));
    expect(result).toMatchObject({
      ...{ size: 30, errors: 1, units: 30, measured: "96.67", verdict: "missed", disagreements: 0 },
      interval: { low: "83.3", high: "99.4" },
      confidence: "95",
    });
    expect(result.drawn).toHaveLength(30);
    expect(sampleResultOf(bundle(0)).verdict).toBe("met");
    expect(sampleResultOf(bundle(2)).verdict).toBe("failed");
    expect(recomputeSample(JSON.parse(JSON.stringify(bundle(1))))).toEqual(result);
  });

  test("reads as the month reads it", () => {
    const reading = scoredSample(bundle(1));
    const { drawn, seed, populationHash, bundleHash } = sampleResultOf(bundle(1));
    expect(reading).toMatchObject({
      ...{ size: 30, population: 200, errors: 1, unit: "items" },
      draw: { sampleId: "s1", items: 30, of: 200, seed, populationHash, bundleHash },
    });
    expect(reading.scored.map((one) => one.workItemId)).toEqual(drawn);
  });

  test("counts lines where the plan does, as many as it expects in the population", () => {
    const lines = { ...plan, unit: "line", unitsPerItem: 10 } as const;
    const one = { first: { errors: 1, units: 10 }, second: { errors: 1, units: 10 } };
    const few = bundle(0, { plan: lines, scores: Array.from({ length: 30 }, () => one) });
    const reading = scoredSample(few);
    expect(reading).toMatchObject({ size: 300, population: 2000, errors: 30, unit: "lines" });
    expect(reading.scored[0]).toEqual({ workItemId: sampleResultOf(few).drawn[0], errors: 1, units: 10 });
  });

  test("in errors by the thousand lines, of which fewer are better, is a figure in thousands", () => {
    const lines = { ...plan, unit: "line", unitsPerItem: 10 } as const;
    const score = { first: { errors: 1, units: 10 }, second: { errors: 1, units: 10 } };
    const level = {
      ...bundle(0).level,
      direction: "lower",
      times: 1000,
      target: "50",
      minimum: "150",
    } as const;
    const scores = Array.from({ length: 30 }, () => score);
    expect(sampleResultOf(bundle(0, { plan: lines, level, scores }))).toMatchObject({
      measured: "100.00",
      verdict: "missed",
      units: 300,
      interval: { low: "70.9", high: "139.2" },
    });
  });

  test.each<[string, unknown, string]>([
    ["one score too few", { ...bundle(1), scores: bundle(1).scores.slice(1) }, ""],
    [
      "a second score missing",
      { ...bundle(1), scores: bundle(1).scores.map(({ first }) => ({ first })) },
      "",
    ],
    [
      "more errors than units",
      bundle(1, { scores: [{ first: { errors: 2, units: 1 } }] }),
      "scores.0.first.errors",
    ],
    ["an id that is listed twice", bundle(1, { population: ["a", "a"] }), "population"],
    ["a member of its own", { ...bundle(1), figure: "99" }, "figure"],
    ["nothing", null, ""],
  ])("with %s is refused where it is wrong", (_name, candidate, path) => {
    expect(recomputeSample(candidate)).toMatchObject({ error: { path } });
  });

  test("with differing scores needs the ruling that the plan asks for", () => {
    const [one, ...rest] = bundle(0).scores;
    const differing = { ...one, first: right, second: wrong };
    expect(recomputeSample(bundle(0, { scores: [differing, ...rest] }))).toMatchObject({
      error: { message: "The ruling score of an item is missing." },
    });
    expect(sampleResultOf(bundle(0, { scores: [{ ...differing, ruling: wrong }, ...rest] }))).toMatchObject(
      {
        errors: 1,
        disagreements: 1,
      },
    );
  });
});

describe("a sample's bundle", () => {
  const issuesOf = (change: object) =>
    sampleBundleSchema
      .safeParse({ ...bundle(0), ...change })
      .error?.issues.map((one) => `${one.path.join(".")}: ${one.message}`) ?? [];
  const score = (errors: unknown, units: unknown) => ({ scores: [{ first: { errors, units } }] });
  const ERRORS = "scores.0.first.errors: The number of errors is a whole number from 0 to 1,000,000.";
  const UNITS = "scores.0.first.units: The number of units is a whole number from 0 to 1,000,000.";
  const level = (change: object) => ({ level: { ...bundle(0).level, ...change } });
  const DECIMAL = 'Write a decimal in quotes, such as "98.5".';

  test.each<[object, string[]]>([
    [{}, []],
    [score(1_000_000, 1_000_000), []],
    [score("1", 1), [ERRORS]],
    [score(0.5, 1), [ERRORS]],
    [score(-1, 1), [ERRORS]],
    [score(0, 1_000_001), [UNITS]],
    [score(0, 0), ["scores.0.first.units: An item has at least one unit."]],
    [score(2, 1), ["scores.0.first.errors: An item cannot have more errors than units."]],
    [{ id: "" }, ["id: A bundle needs an id."]],
    [level({ direction: "lower", times: 1000 }), []],
    [level({ target: "much" }), [`level.target: ${DECIMAL}`]],
    [level({ minimum: "1,5" }), [`level.minimum: ${DECIMAL}`]],
    [{ population: [] }, ["population: There is nothing to draw from."]],
    [{ population: ["a", "a"] }, ["population: An id is listed twice."]],
    [{ population: ["a", ""] }, ["population.1: An id is not empty."]],
    [{ population: ["x".repeat(200)] }, []],
    [{ population: ["x".repeat(201)] }, ["population.0: An id has 200 characters at most."]],
    [{ nonces: { committed: "", answered: "a" } }, ["nonces.committed: A nonce is not empty."]],
    [
      { nonces: { committed: "c", answered: "a".repeat(1001) } },
      ["nonces.answered: A nonce has 1,000 characters at most."],
    ],
  ])("with %j", (change, issues) => {
    expect(issuesOf(change)).toEqual(issues);
  });

  test("is made of plan, list, numbers and scores", () => {
    const { nonces, level: rules } = bundle(0);
    const { times: _, rounding: __, ...plain } = rules;
    const scores = [
      { first: right, second: wrong, ruling: right },
      { first: wrong, second: null, ruling: null },
    ] as unknown as Parameters<typeof sampleBundleFor>[0]["scores"];
    const made = (more: object = {}) =>
      sampleBundleFor({
        ...{ id: "s1", plan, level: plain, measure: undefined, population: ["b", "a"], nonces, scores },
        ...more,
      });
    expect(made()).toEqual({
      ...{ id: "s1", plan, population: ["a", "b"], nonces },
      level: { ...plain, times: 100, rounding: { decimals: 2, mode: "half_away" } },
      scores: [{ first: right, second: wrong, ruling: right }, { first: wrong }],
    });
    const thousand = { by: "ratio", times: 1000 } as Parameters<typeof sampleBundleFor>[0]["measure"];
    expect(made({ measure: thousand }).level.times).toBe(1000);
    const count = { by: "count", times: 1000 } as never;
    expect(made({ measure: count }).level.times).toBe(100);
    expect(() => made({ scores: [{ first: null }] })).toThrow("An item of the sample has no score.");
  });
});
