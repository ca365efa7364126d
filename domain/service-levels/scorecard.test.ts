import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import { roundedDecimal } from "../shared/rounding.ts";
import { refuseFromMonth, scorecardLevels } from "./scorecard.input.ts";
import {
  monthScores,
  type ScoredFigure,
  scoreChange,
  scoreOf,
  scoreOfFigure,
  versionInForce,
} from "./scorecard.ts";

const figure = (over: Partial<ScoredFigure> = {}): ScoredFigure => ({
  levelId: "a",
  measured: "95",
  target: "95",
  minimum: "90",
  direction: "higher",
  excused: false,
  ...over,
});
const text = (one: ScoredFigure | undefined, runs = false) => {
  const score = scoreOfFigure(one, runs);
  return score && roundedDecimal(score, { decimals: 1, mode: "half_away" });
};

describe("the score of a figure", () => {
  test.each([
    ["at its target", { measured: "95" }, "100.0"],
    ["above its target, which earns nothing more", { measured: "100" }, "100.0"],
    ["halfway", { measured: "92.5" }, "50.0"],
    ["a third of the way", { measured: "91.67" }, "33.4"],
    ["at its minimum", { measured: "90" }, "0.0"],
    ["far below its minimum", { measured: "12" }, "0.0"],
    [
      "where less is better, at its target",
      { direction: "lower", target: "5", minimum: "10", measured: "5" },
      "100.0",
    ],
    [
      "where less is better, halfway",
      { direction: "lower", target: "5", minimum: "10", measured: "7.5" },
      "50.0",
    ],
    [
      "where less is better, over the limit",
      { direction: "lower", target: "5", minimum: "10", measured: "11" },
      "0.0",
    ],
    ["without room between the borders, at them", { minimum: "95" }, "100.0"],
    ["without room between the borders, below them", { minimum: "95", measured: "94.99" }, "0.0"],
    [
      "decided by a count that is kept",
      { measured: "50", against: { direction: "lower", target: "1", minimum: "2", measured: "1" } },
      "100.0",
    ],
    [
      "decided by a count that is not",
      { measured: "99", against: { direction: "lower", target: "1", minimum: "2", measured: "2" } },
      "0.0",
    ],
    ["that is excused", { excused: true, measured: "10" }, null],
  ] as const)("%s", (_name, over, expected) => {
    expect(text(figure(over))).toBe(expected);
  });

  test("is nothing where a month ended without one, and left out while it runs", () => {
    expect(text(figure({ measured: null }))).toBe("0.0");
    expect(text(undefined)).toBe("0.0");
    expect(text(figure({ measured: null }), true)).toBeNull();
    expect(text(undefined, true)).toBeNull();
  });

  test("never falls as the figure improves, and lies between 0 and 100", () => {
    const cents = fc.integer({ min: 0, max: 10_000 });
    const direction = fc.constantFrom("higher" as const, "lower" as const);
    fc.assert(
      fc.property(cents, cents, cents, cents, direction, (one, other, target, minimum, way) => {
        const dec = (value: number) => (value / 100).toFixed(2);
        const at = (measured: number) =>
          Number(
            text(
              figure({
                measured: dec(measured),
                target: dec(target),
                minimum: dec(minimum),
                direction: way,
              }),
            ),
          );
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [worse, better] = way === "higher" ? [at(low), at(high)] : [at(high), at(low)];
        expect(worse).toBeLessThanOrEqual(better);
        expect(worse).toBeGreaterThanOrEqual(0);
        expect(better).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe("a score", () => {
  const card = [
    { levelId: "a", weightBps: 6000 },
    { levelId: "b", weightBps: 3000 },
    { levelId: "c", weightBps: 1000 },
  ];

  test("is the weighted mean of its levels", () => {
    const figures = [
      figure(),
      figure({ levelId: "b", measured: "92.5" }),
      figure({ levelId: "c", measured: "1" }),
    ];
    expect(scoreOf({ card, figures, monthRuns: false }).value).toBe("75.0");
  });

  test("gives the weight of what is left out to the others, and says why", () => {
    const figures = [
      figure({ excused: true }),
      figure({ levelId: "b", measured: "92.5" }),
      figure({ levelId: "c" }),
    ];
    const score = scoreOf({ card, figures, monthRuns: true });
    expect(score.value).toBe("62.5");
    expect(score.levels[0]).toMatchObject({ score: null, leftOut: "Excused: nothing is held against it." });
  });

  test("is none where no level counts, or there is no card", () => {
    expect(scoreOf({ card, figures: [], monthRuns: true }).value).toBeNull();
    expect(scoreOf({ card: [], figures: [figure()], monthRuns: false }).value).toBeNull();
  });

  test("does not depend on the order of its levels", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 9000, max: 9500 }), (parts, hundredths) => {
        const cards = parts.map((weightBps, at) => ({ levelId: `l${at}`, weightBps }));
        const figures = cards.map(({ levelId }, at) =>
          figure({ levelId, measured: at % 2 === 0 ? (hundredths / 100).toFixed(2) : "93" }),
        );
        const there = scoreOf({ card: cards, figures, monthRuns: false }).value;
        const back = scoreOf({ card: [...cards].reverse(), figures, monthRuns: false }).value;
        expect(there).toBe(back);
      }),
    );
  });
});

describe("versions", () => {
  const versions = [
    { number: 1, fromMonth: "2026-01", levels: [{ levelId: "a", weightBps: 10_000 }] },
    { number: 2, fromMonth: "2026-03", levels: [{ levelId: "b", weightBps: 10_000 }] },
    { number: 3, fromMonth: "2026-03", levels: [{ levelId: "a", weightBps: 10_000 }] },
  ];

  test.each([
    ["2025-12", null],
    ["2026-01", 1],
    ["2026-02", 1],
    ["2026-03", 3],
    ["2027-01", 3],
  ])("in %s version %s holds", (month, number) => {
    expect(versionInForce(versions, month)?.number ?? null).toBe(number);
  });

  test("each score their own months", () => {
    const figures = [figure(), figure({ levelId: "b", measured: "90" })];
    const months = ["2025-12", "2026-02", "2026-03"].map((month) => ({ month, runs: false, figures }));
    const scores = monthScores({ versions: versions.slice(0, 2), months });
    expect(scores.map(({ version, value }) => [version, value])).toEqual([
      [null, null],
      [1, "100.0"],
      [2, "0.0"],
    ]);
  });

  test.each([
    [["80.0", null, "85.5"], "+5.5"],
    [["85.5", "80.0"], "-5.5"],
    [["80.0", "80.0"], "0.0"],
    [["80.0"], null],
    [[null, null], null],
  ])("a trend of %j changes by %s points", (values, expected) => {
    expect(scoreChange(values)).toBe(expected);
  });
});

describe("typed weights", () => {
  const known = Array.from({ length: 10 }, (_, at) => ({ id: `l${at}` }));
  const typed = (...weights: string[]) => weights.map((weight, at) => ({ levelId: `l${at}`, weight }));
  const issuesOf = (levels: { levelId: string; weight: string }[]) => {
    try {
      scorecardLevels(levels, known);
      return [];
    } catch (error) {
      if (error instanceof InvalidInput) return error.issues;
      throw error;
    }
  };

  test("make a card where they total exactly 100 %; empty ones are not on it", () => {
    expect(scorecardLevels(typed("33.33", "", "33.33", "33.34 %"), known)).toEqual([
      { levelId: "l0", weightBps: 3333 },
      { levelId: "l2", weightBps: 3333 },
      { levelId: "l3", weightBps: 3334 },
    ]);
  });

  test.each([
    ["nothing", typed("", ""), "levels", "Give at least one level a weight."],
    ["too little", typed("60", "39.99"), "levels", "The weights total 99.99 %, not 100 %: 0.01 % missing."],
    ["too much", typed("60", "50"), "levels", "The weights total 110 %, not 100 %: 10 % too much."],
    [
      "nine levels",
      typed(...Array(8).fill("11"), "12"),
      "levels",
      "A card has 8 levels at most; these are 9.",
    ],
    [
      "no number",
      typed("many", "40"),
      "weight.l0",
      "Write a weight above 0 and up to 100 %, with two decimals at most.",
    ],
    [
      "nothing as a weight",
      typed("100", "0"),
      "weight.l1",
      "Write a weight above 0 and up to 100 %, with two decimals at most.",
    ],
    [
      "less than nothing",
      typed("120", "-20"),
      "weight.l0",
      "Write a weight above 0 and up to 100 %, with two decimals at most.",
    ],
    [
      "three decimals",
      typed("33.333", "66.667"),
      "weight.l0",
      "Write a weight above 0 and up to 100 %, with two decimals at most.",
    ],
    [
      "a level of another contract",
      [{ levelId: "x", weight: "100" }],
      "weight.x",
      "The contract has no such level.",
    ],
    ["a level twice", [...typed("50"), ...typed("50")], "weight.l0", "A level stands on a card once."],
  ])("are refused next to the field: %s", (_name, levels, field, message) => {
    expect(issuesOf(levels)[0]).toEqual({ field, message });
  });

  test("are a card exactly where they total 10,000 basis points", () => {
    const parts = fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, (weights) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        const made = issuesOf(typed(...weights.map((one) => (one / 100).toFixed(2))));
        expect(made.length === 0).toBe(total === 10_000);
      }),
    );
  });
});

describe("the month from which a version holds", () => {
  const card = { number: 2, fromMonth: "2026-03", levels: [] };
  const usual = { firstMonth: "2025-11", lastFrozen: "2026-05" };

  test.each([
    ["the first card may look back on frozen months", { fromMonth: "2025-11", before: null }],
    ["a later one begins after the last frozen month", { fromMonth: "2026-06", before: card }],
  ])("%s", (_name, over) => {
    expect(() => refuseFromMonth({ ...usual, ...over })).not.toThrow();
  });

  test.each([
    ["before the contract", { fromMonth: "2025-10", before: null }, "The contract begins in 2025-11."],
    [
      "before the version it follows",
      { fromMonth: "2026-02", before: card },
      "Version 2 holds from 2026-03; a later one begins no earlier.",
    ],
    [
      "a frozen month",
      { fromMonth: "2026-05", before: card },
      "2026-05 is frozen and keeps its weights; begin with a later month.",
    ],
  ])("is refused: %s", (_name, over, message) => {
    expect(() => refuseFromMonth({ ...usual, ...over })).toThrow(message);
  });
});
