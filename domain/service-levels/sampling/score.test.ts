import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ItemScores, sampleStanding, visibleScores } from "./score.ts";

const score = (errors: number, units = 1) => ({ errors, units });
const both = { secondShareBps: 10_000, disagreement: "account_manager" } as const;
const standing = (scores: ItemScores[], rules: Parameters<typeof sampleStanding>[0]["rules"] = both) =>
  sampleStanding({ seed: "s", rules, scores });

describe("where a drawn item stands", () => {
  test.each<[string, ItemScores, string]>([
    ["nobody scored it", {}, "first"],
    ["only the second did", { second: score(0) }, "first"],
    ["only the first did", { first: score(0) }, "second"],
    ["both counted alike", { first: score(1), second: score(1) }, "settled"],
    ["they differ", { first: score(0), second: score(1) }, "ruling"],
    ["the account manager decided", { first: score(0), second: score(1), ruling: score(1) }, "settled"],
  ])("%s", (_name, scores, state) => expect(standing([scores]).items[0]?.state).toBe(state));

  test("differing scores count as the plan says", () => {
    const scores = { first: score(1, 10), second: score(2, 30) };
    expect(standing([scores], { ...both, disagreement: "more_errors" }).total).toEqual(score(1, 10));
    expect(standing([{ ...scores, ruling: score(0, 20) }]).total).toEqual(score(0, 20));
    expect(standing([scores])).toMatchObject({ total: null, waitsFor: "ruling", disagreements: 1 });
  });

  test("without a second scoring the first stands; with a part of it nobody knows which until it is complete", () => {
    const rules = { ...both, secondShareBps: 5000 };
    expect(standing([{ first: score(0) }, {}], { ...both, secondShareBps: 0 })).toMatchObject({ first: 1 });
    expect(standing([{ first: score(0) }, {}], rules)).toMatchObject({
      twice: null,
      waitsFor: "first",
      items: [{ state: "unknown" }, { state: "first" }],
    });
    const complete = standing([{ first: score(0) }, { first: score(1) }], rules);
    expect(complete.twice).toHaveLength(1);
    expect(complete.waitsFor).toBe("second");
  });

  test("the total is the sum of what stands, and only of a complete sample", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 40 }), (pairs) => {
        const scores = pairs.map(([errors, more]) => ({
          first: score(errors, errors + more + 1),
          second: score(errors, errors + more + 1),
        }));
        const sum = scores.reduce((total, one) => total + one.first.errors, 0);
        expect(standing(scores).total?.errors).toBe(sum);
        expect(standing([...scores, { first: score(0) }]).total).toBeNull();
      }),
    ));
});

describe("a blind score", () => {
  const one = { first: { errors: 1, by: "A" }, second: { errors: 0, by: "B" } };
  const { first } = one;

  test("is hidden from the other side until that has given its own", () => {
    expect(visibleScores({ first }, { own: "second", isScored: false })).toEqual({});
    expect(visibleScores({ first }, { own: "first", isScored: false })).toEqual({ first });
    expect(visibleScores(one, { own: "second", isScored: false })).toEqual(one);
    expect(visibleScores({ second: one.second }, { own: "first", isScored: false })).toEqual({});
  });

  test("is shown to everybody once the sample is scored, and to staff, who score nothing", () => {
    expect(visibleScores({ first }, { own: "second", isScored: true })).toEqual({ first });
    expect(visibleScores({ first }, { own: "none", isScored: false })).toEqual({ first });
  });
});
