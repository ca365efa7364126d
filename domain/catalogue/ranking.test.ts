import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RankingFacts, rankingOf } from "./ranking.ts";

const NEEDS = [
  { kind: "iso27001", need: "required" },
  { kind: "soc2_type2", need: "customary" },
] as const;

const NEWCOMER: RankingFacts = {
  levelMonths: { met: 0, all: 0 },
  engagements: 0,
  needs: NEEDS,
  holding: [],
};

describe("the recommended order", () => {
  test.each<[string, Partial<RankingFacts>, Partial<ReturnType<typeof rankingOf>>]>([
    [
      "a newcomer without papers begins with half of the points for measured work",
      {},
      { measured: 250, evidence: 0, experience: 0, score: 250 },
    ],
    ["36 level-months, all reached", { levelMonths: { met: 36, all: 36 } }, { measured: 475 }],
    ["36 level-months, none reached", { levelMonths: { met: 0, all: 36 } }, { measured: 25 }],
    ["four engagements bring half of the points for experience", { engagements: 4 }, { experience: 100 }],
    [
      "every paper verified",
      {
        holding: [
          { kind: "iso27001", level: "verified" },
          { kind: "soc2_type2", level: "verified" },
        ],
      },
      { evidence: 300 },
    ],
    [
      "the required paper weighs twice the customary one",
      { holding: [{ kind: "iso27001", level: "verified" }] },
      { evidence: 200 },
    ],
    [
      "evidence seen is worth less than verified",
      { holding: [{ kind: "iso27001", level: "evidence_seen" }] },
      { evidence: 140 },
    ],
    [
      "a declaration is worth little",
      { holding: [{ kind: "iso27001", level: "declared" }] },
      { evidence: 40 },
    ],
    [
      "of two papers of a kind the better counts",
      {
        holding: [
          { kind: "iso27001", level: "declared" },
          { kind: "iso27001", level: "verified" },
        ],
      },
      { evidence: 200 },
    ],
    [
      "papers nobody asked for bring nothing",
      { holding: [{ kind: "pci_dss", level: "verified" }] },
      { evidence: 0 },
    ],
    ["a service that asks for nothing gives everybody half", { needs: [] }, { evidence: 150 }],
  ])("%s", (_fact, facts, expected) => {
    expect(rankingOf({ ...NEWCOMER, ...facts })).toMatchObject(expected);
  });

  test("stays between 0 and 1000, and another month at target never costs points", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(1000), (met, missed, engagements) => {
        const facts = { ...NEWCOMER, engagements, levelMonths: { met, all: met + missed } };
        const { score, measured } = rankingOf(facts);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1000);
        const after = rankingOf({ ...facts, levelMonths: { met: met + 1, all: met + missed + 1 } });
        expect(after.measured).toBeGreaterThanOrEqual(measured);
      }),
    );
  });
});
