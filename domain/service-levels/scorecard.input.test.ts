import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import { refuseFromMonth, ScorecardOutdated, scorecardLevels, scorecardSchema } from "./scorecard.input.ts";
import { told } from "./test-refusal.ts";

/** "field: message" of each issue. */
function issuesOf(deed: () => unknown): string[] {
  try {
    deed();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.issues.map(({ field, message }) => `${field}: ${message}`);
  }
  return [];
}

describe("a card as it is sent", () => {
  const good = {
    engagementId: "e",
    baseVersion: 0,
    fromMonth: "2026-10",
    levels: [{ levelId: "a", weight: "100" }],
  };
  const faults = (change: object) =>
    scorecardSchema.safeParse({ ...good, ...change }).error?.issues.map((one) => one.message) ?? [];
  const MONTH = "Write a month such as 2026-10.";

  test("has a note, trimmed, and none where there is none", () => {
    expect(scorecardSchema.parse(good).note).toBe("");
    expect(scorecardSchema.parse({ ...good, note: "  Agreed in May " }).note).toBe("Agreed in May");
  });

  test.each<[object, string | null]>([
    [{ baseVersion: 7 }, null],
    [{ baseVersion: -1 }, ""],
    [{ baseVersion: 1.5 }, ""],
    [{ fromMonth: "2026-01" }, null],
    [{ fromMonth: "2026-12" }, null],
    [{ fromMonth: "1999-09" }, null],
    [{ fromMonth: "2026-13" }, MONTH],
    [{ fromMonth: "2026-00" }, MONTH],
    [{ fromMonth: "20a6-10" }, MONTH],
    [{ fromMonth: "202a-10" }, MONTH],
    [{ fromMonth: "from 2026-10" }, MONTH],
    [{ fromMonth: "2026-10-01" }, MONTH],
    [{ note: "n".repeat(500) }, null],
    [{ note: "n".repeat(501) }, "Keep this within 500 characters."],
    [{ levels: [{ levelId: "x".repeat(120), weight: "1".repeat(40) }] }, null],
    [{ levels: [{ levelId: "x".repeat(121), weight: "1" }] }, ""],
    [{ levels: [{ levelId: "x", weight: "1".repeat(41) }] }, ""],
    [{ levels: [{ levelId: "x", weight: "1", colour: "red" }] }, ""],
    [{ levels: Array.from({ length: 60 }, () => good.levels[0]) }, null],
    [{ levels: Array.from({ length: 61 }, () => good.levels[0]) }, ""],
    [{ colour: "red" }, ""],
  ])("with %o", (change, fault) => {
    const found = faults(change);
    expect(found.length).toBe(fault === null ? 0 : 1);
    if (fault) expect(found).toEqual([fault]);
  });
});

describe("its weights", () => {
  const known = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((id) => ({ id }));
  const typed = (...weights: [string, string][]) =>
    weights.map(([levelId, weight]) => ({ levelId, weight }));
  const issues = (...weights: [string, string][]) =>
    issuesOf(() => scorecardLevels(typed(...weights), known));
  const WEIGHT = "Write a weight above 0 and up to 100 %, with two decimals at most.";

  test("are read in per cent, and what is left empty is not on it", () => {
    expect(scorecardLevels(typed(["a", "62.5"], ["b", "  "], ["c", "37.5"]), known)).toEqual([
      { levelId: "a", weightBps: 6250 },
      { levelId: "c", weightBps: 3750 },
    ]);
    expect(scorecardLevels(typed(["a", "100"]), known)).toEqual([{ levelId: "a", weightBps: 10_000 }]);
  });

  test.each<[[string, string][], string[]]>([
    [[], ["levels: Give at least one level a weight."]],
    [[["a", "0"]], [`weight.a: ${WEIGHT}`]],
    [[["a", "-5"]], [`weight.a: ${WEIGHT}`]],
    [[["a", "100.01"]], [`weight.a: ${WEIGHT}`]],
    [
      [
        ["a", "much"],
        ["b", "50"],
      ],
      [`weight.a: ${WEIGHT}`],
    ],
    [
      [
        ["x", "50"],
        ["a", "0"],
      ],
      ["weight.x: The contract has no such level.", `weight.a: ${WEIGHT}`],
    ],
    [
      [
        ["a", "50"],
        ["a", "50"],
      ],
      ["weight.a: A level stands on a card once."],
    ],
    [
      [
        ["a", "50"],
        ["b", "40"],
      ],
      ["levels: The weights total 90 %, not 100 %: 10 % missing."],
    ],
    [
      [
        ["a", "50"],
        ["b", "50.25"],
      ],
      ["levels: The weights total 100.25 %, not 100 %: 0.25 % too much."],
    ],
    [[["a", "99.5"]], ["levels: The weights total 99.5 %, not 100 %: 0.5 % missing."]],
  ])("%j", (weights, found) => {
    expect(issues(...weights)).toEqual(found);
  });

  test("are eight at most", () => {
    const ids = known.map(({ id }) => id);
    const eight = ids.slice(0, 8).map((id): [string, string] => [id, "12.5"]);
    expect(issues(...eight)).toEqual([]);
    expect(issues(...ids.map((id): [string, string] => [id, "10"]))).toEqual([
      "levels: A card has 8 levels at most; these are 9.",
    ]);
  });
});

describe("the month from which a card holds", () => {
  const before = { number: 2, fromMonth: "2026-05", levels: [] } as never;
  const of = (change: Partial<Parameters<typeof refuseFromMonth>[0]>) =>
    issuesOf(() =>
      refuseFromMonth({
        fromMonth: "2026-08",
        firstMonth: "2026-01",
        lastFrozen: "2026-07",
        before,
        ...change,
      }),
    );

  test.each<[Parameters<typeof of>[0], string[]]>([
    [{}, []],
    [{ fromMonth: "2025-12" }, ["fromMonth: The contract begins in 2026-01."]],
    [{ fromMonth: "2026-01", before: null }, []],
    [{ fromMonth: "2026-04" }, ["fromMonth: Version 2 holds from 2026-05; a later one begins no earlier."]],
    [{ fromMonth: "2026-05", lastFrozen: null }, []],
    [
      { fromMonth: "2026-07" },
      ["fromMonth: 2026-07 is frozen and keeps its weights; begin with a later month."],
    ],
    [
      { fromMonth: "2026-06" },
      ["fromMonth: 2026-07 is frozen and keeps its weights; begin with a later month."],
    ],
  ])("%o", (change, found) => {
    expect(of(change)).toEqual(found);
  });

  test("is asked again where somebody wrote a version meanwhile", () => {
    expect(told(new ScorecardOutdated(3))).toEqual({
      ...{ code: "scorecard_outdated", field: undefined, details: { number: 3 } },
      message: "Version 3 was written meanwhile. Reload the page and look at it first.",
    });
  });
});
