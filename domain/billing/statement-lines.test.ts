import { expect, test } from "vitest";
import type { Terms } from "../contracts/terms.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import { frozenLevelsSchema } from "./frozen-level.ts";
import { statementLines } from "./statement-lines.ts";

const BUNDLE: StatementBundle = {
  ...{ id: "s", currency: "USD", feeMinor: "400000", commissionBps: 1000 },
  scheme: {
    ...{ kind: "at_risk_pool", poolBps: 1200, capBps: 1200 },
    levels: [
      {
        ...{ id: "speed", weightBps: 10_000, direction: "higher", target: "98", minimum: "95" },
        ...{ missBps: 5000, failBps: 10_000, measured: "96.2" },
      },
    ],
  },
  adjustments: [
    {
      ...{
        kind: "bonus_malus",
        id: "quick",
        measured: "99",
        direction: "higher",
        reference: "98",
        step: "1",
      },
      ...{ perStepMinor: "1000", maxBonusMinor: "5000", maxMalusMinor: "5000" },
    },
    {
      ...{ kind: "earn_back", id: "back", levelId: "speed", period: "2026-06", creditMinor: "100" },
      ...{ direction: "higher", target: "98", monthsNeeded: 2 },
      run: [
        { period: "2026-07", measured: "99" },
        { period: "2026-08", measured: "99" },
      ],
    },
  ],
};
const TERMS = {
  serviceLevels: [
    { id: "speed", name: "Speed", unit: "%", direction: "higher", missBps: 5000, failBps: 10_000 },
  ],
  prices: [{ id: "quick", levelId: "speed" }],
} as unknown as Pick<Terms, "serviceLevels" | "prices">;
const linesOf = (level: object) =>
  statementLines({
    bundle: BUNDLE,
    terms: TERMS,
    levels: frozenLevelsSchema.parse([{ levelId: "speed", measured: "96.2", n: 95, misses: 4, ...level }]),
  });

test("a statement's level says how many items it counted, over which months, and what was left out", () => {
  expect(
    linesOf({ excluded: 2, window: { kind: "quarter", from: "2026-07", to: "2026-09" } }).lines,
  ).toMatchObject([{ levelId: "speed", n: 95, excluded: 2, windowFrom: "2026-07" }]);
});

test("a statement's availability counts outages, for its share is of hours", () => {
  expect(linesOf({ detail: { kind: "uptime", outages: 0 } }).lines).toMatchObject([{ counts: "outages" }]);
  expect(linesOf({}).lines).toMatchObject([{ counts: "items" }]);
});

test("of months frozen before figures said so nothing is left out, and the window is the month", () => {
  expect(linesOf({}).lines).toMatchObject([{ n: 95, excluded: 0, windowFrom: null }]);
});

test("an outcome price and a credit earned back name the level and the months that decided them", () => {
  expect(linesOf({}).adjustments).toMatchObject([
    { id: "quick", levelId: "speed", months: [] },
    { id: "back", levelId: "speed", months: ["2026-07", "2026-08"] },
  ]);
});
