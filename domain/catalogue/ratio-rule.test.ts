import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countRatio, type RatioItem, type RatioRule } from "./ratio-rule.ts";

const ACCURACY: RatioRule = { kind: "no_own_fault", answer: "correct", cause: "correctionCause" };
const CLEAN: RatioRule = { kind: "answered_yes", answer: "clean" };
const REOPENED: RatioRule = { kind: "had_event", event: "reopen" };

function item(fields: Record<string, unknown>, eventTypes: string[] = []): RatioItem {
  return { id: "a", fields, eventTypes };
}

describe("whether an item counts, and for whom", () => {
  test.each<[string, RatioRule, RatioItem, number, number]>([
    ["a correct line", ACCURACY, item({ correct: true }), 1, 1],
    [
      "a line the provider got wrong",
      ACCURACY,
      item({ correct: false, correctionCause: "provider" }),
      0,
      1,
    ],
    ["a line the bank got wrong", ACCURACY, item({ correct: false, correctionCause: "bank" }), 1, 1],
    ["a wrong line without a cause is the provider's", ACCURACY, item({ correct: false }), 0, 1],
    ["an empty cause is the provider's", ACCURACY, item({ correct: false, correctionCause: "" }), 0, 1],
    ["a line nobody checked", ACCURACY, item({}), 0, 0],
    ["an answer that is not yes or no", ACCURACY, item({ correct: "true" }), 0, 0],
    ["a clean claim", CLEAN, item({ clean: true }), 1, 1],
    ["a claim that came back", CLEAN, item({ clean: false, correctionCause: "bank" }), 0, 1],
    ["a claim without an answer", CLEAN, item({}), 0, 0],
    ["a reopened incident", REOPENED, item({}, ["start", "stop", "reopen"]), 1, 1],
    ["an incident that stayed closed", REOPENED, item({}, ["start", "stop"]), 0, 1],
  ])("%s", (_name, rule, one, numerator, denominator) => {
    expect(countRatio({ rule, direction: "higher", items: [one] })).toMatchObject({
      numerator,
      denominator,
    });
  });
});

describe("the misses behind the percentage", () => {
  const items = [
    { id: "kept", fields: {}, eventTypes: ["stop"] },
    { id: "again", fields: {}, eventTypes: ["stop", "reopen"] },
  ];

  test("are the hits where lower is better", () => {
    expect(countRatio({ rule: REOPENED, direction: "lower", items }).misses).toEqual(["again"]);
  });

  test("are the others where higher is better", () => {
    expect(countRatio({ rule: REOPENED, direction: "higher", items }).misses).toEqual(["kept"]);
  });

  test("make up the whole together with the rest, whatever the items", () => {
    const anyItem = fc.record({
      id: fc.uuid(),
      fields: fc.record({
        correct: fc.option(fc.boolean()),
        correctionCause: fc.constantFrom("provider", "bank"),
      }),
      eventTypes: fc.constant([]),
    });
    fc.assert(
      fc.property(fc.array(anyItem), (any) => {
        const count = countRatio({ rule: ACCURACY, direction: "higher", items: any });
        expect(count.numerator + count.misses.length).toBe(count.denominator);
        expect(count.denominator).toBeLessThanOrEqual(any.length);
      }),
    );
  });
});
