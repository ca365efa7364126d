import type { Terms } from "../../domain/contracts/terms.ts";

/** What a contract of the story prices beside the plain pool, by the key of its plan. */
export const PRICED_PLANS: Readonly<Record<string, (terms: Terms) => Partial<Terms>>> = {
  "norrvik-payables": (terms) => ({
    scheme: {
      kind: "service_points",
      valuePerPointMinor: partOf(terms, 200),
      capBps: 1000,
      bands: Object.fromEntries(
        terms.serviceLevels.map((level) => [
          level.id,
          [
            { atLeast: String(Number(level.target) - 1), points: 1 },
            { atLeast: level.minimum, points: 3 },
            { points: 5 },
          ],
        ]),
      ),
    },
    ratchet: { bestMonths: 6, gapShareBps: 1000 },
    termination: [
      { kind: "consecutive_misses", levelId: firstLevel(terms), months: 3 },
      { kind: "failures_within", failures: 6, months: 12 },
    ],
  }),
  // Its last frozen month is the third in a row below target: the buyer may end the contract by it.
  "halden-it": () => ({
    termination: [{ kind: "consecutive_misses", levelId: "resolve", months: 3 }],
  }),
  "tern-employment": (terms) => ({
    prices: [
      {
        kind: "bonus_malus",
        id: "starts",
        levelId: firstLevel(terms),
        reference: "95",
        step: "1",
        perStepMinor: partOf(terms, 400),
        deadband: "1",
        maxMalusMinor: partOf(terms, 20),
        maxBonusMinor: partOf(terms, 40),
      },
    ],
    earnBack: {
      levelIds: terms.serviceLevels.slice(0, 2).map((level) => level.id),
      monthsNeeded: 3,
      waitMonths: 2,
    },
    collar: { maxReductionBps: 2000, maxIncreaseBps: 1000 },
    termination: [
      { kind: "consecutive_misses", levelId: firstLevel(terms), months: 3 },
      { kind: "credits_above", shareBps: 1500, months: 6 },
    ],
  }),
};

/** That part of the monthly fee, in whole hundreds of minor units. */
function partOf({ monthlyFeeMinor }: Terms, divisor: number): string {
  const part = BigInt(monthlyFeeMinor) / BigInt(divisor);
  return String(part - (part % 100n));
}

function firstLevel({ serviceLevels }: Terms): string {
  return serviceLevels[0]?.id ?? "";
}
