import { describe, expect, test } from "vitest";
import { type LevelFacts, levelWords } from "./level-words.ts";

const LEVEL: LevelFacts = {
  ...{ unit: "%", direction: "higher", outcome: "missed", measured: "96.20", target: "98.0" },
  ...{ minimum: "95.0", n: 95, excluded: 2, windowFrom: null, month: "2026-10", shareBps: 5000 },
  ...{ costs: true, counts: "items" },
};
const BORDERS = "Target 98.0, minimum 95.0";
const text = (change: Partial<LevelFacts>) => {
  const { before, figure, after } = levelWords({ ...LEVEL, ...change });
  return `${before}[${figure}]${after}`;
};

describe("a level on a statement says how many items, over which months, and what was left out", () => {
  test.each<[Partial<LevelFacts>, string]>([
    [{}, `Measured [96.2 %], of 95 items, Oct 2026, 2 excluded. ${BORDERS}: missed, pays half its share.`],
    [
      { intervalLow: "90.1", intervalHigh: "98.9", excluded: 0, windowFrom: "2026-08", outcome: "met" },
      `Measured [96.2 %] (95 % interval 90.1–98.9), of 95 items, Aug to Oct 2026, none excluded. ${BORDERS}: met.`,
    ],
    [
      { costs: false },
      `Measured [96.2 %], of 95 items, Oct 2026, 2 excluded. ${BORDERS}: missed, carries no credit.`,
    ],
    [
      { measured: null, n: 0, excluded: 0, outcome: "no_data", shareBps: 10_000 },
      `[No data]: no items, Oct 2026, none excluded. ${BORDERS}: counts as failed, pays its whole share.`,
    ],
    [
      { measured: "100.000", n: 0, counts: "outages", excluded: 0, outcome: "met" },
      `Measured [100 %], no outages, Oct 2026, none excluded. ${BORDERS}: met.`,
    ],
  ])("%j", (change, words) => expect(text(change)).toBe(words));
});
