import { describe, expect, test } from "vitest";
import {
  collarTermsSchema,
  earnBackTermsSchema,
  outcomePricesSchema,
  priceFaults,
  ratchetTermsSchema,
  type ServicePointsTerms,
  servicePointsTermsSchema,
  terminationTriggersSchema,
} from "./price-terms.ts";
import { pointsParagraph, pricingParagraphs } from "./price-words.ts";
import { worstCreditOf } from "./worst-month.ts";

const BONUS = {
  kind: "bonus_malus",
  id: "b",
  levelId: "accuracy",
  reference: "98",
  step: "0.1",
  perStepMinor: "2500",
  maxMalusMinor: "40000",
  maxBonusMinor: "20000",
} as const;

const GAIN = {
  kind: "gain_share",
  id: "g",
  levelId: "savings",
  baseline: "120000",
  baselineHash: "sha256:00",
  unitValueMinor: "100",
  shareBps: 2000,
  floorMinor: "0",
  capMinor: "500000",
} as const;

const POINTS: ServicePointsTerms = {
  kind: "service_points",
  valuePerPointMinor: "2500",
  capBps: 1000,
  bands: { accuracy: [{ atLeast: "98", points: 1 }, { points: 4 }], savings: [{ points: 2 }] },
};

const LEVELS = [
  { id: "accuracy", name: "Accuracy", direction: "higher", critical: true },
  { id: "savings", name: "Savings", direction: "higher" },
] as const;

type Parsed = { error?: { issues: { path: PropertyKey[]; message: string }[] } };

function issue(parsed: Parsed) {
  const found = parsed.error?.issues[0];
  return found ? `${found.path.map(String).join(".")}: ${found.message}` : "fits";
}

describe("the prices of a contract refuse", () => {
  test.each([
    ["nothing where all fits", outcomePricesSchema.safeParse([BONUS, GAIN]), "fits"],
    [
      "two of one id",
      outcomePricesSchema.safeParse([BONUS, BONUS]),
      ": Two outcome prices have the same id.",
    ],
    [
      "a step of nothing",
      outcomePricesSchema.safeParse([{ ...BONUS, step: "0" }]),
      "0.step: The step must be above 0.",
    ],
    [
      "words for a figure",
      outcomePricesSchema.safeParse([{ ...BONUS, reference: "much" }]),
      "0.reference: Write the reference as a number, such as 98.5.",
    ],
    [
      "a comma in money",
      outcomePricesSchema.safeParse([{ ...BONUS, perStepMinor: "2,500" }]),
      "0.perStepMinor: The amount of a step is an amount from 0, without a sign or a comma.",
    ],
    [
      "a negative malus",
      outcomePricesSchema.safeParse([{ ...BONUS, maxMalusMinor: "-1" }]),
      "0.maxMalusMinor: The greatest malus is an amount from 0, without a sign or a comma.",
    ],
    [
      "a floor above its cap",
      outcomePricesSchema.safeParse([{ ...GAIN, floorMinor: "500001" }]),
      "0.floorMinor: The floor cannot lie above the cap.",
    ],
    [
      "an unsealed baseline",
      outcomePricesSchema.safeParse([{ ...GAIN, baselineHash: "" }]),
      "0.baselineHash: Seal the baseline before it is priced.",
    ],
    [
      "more than the whole",
      outcomePricesSchema.safeParse([{ ...GAIN, shareBps: 10_001 }]),
      "0.shareBps: The provider's share is 100 % at most.",
    ],
    [
      "a collar beyond the fee",
      collarTermsSchema.safeParse({ maxReductionBps: 10_001, maxIncreaseBps: 0 }),
      "maxReductionBps: The most a month may fall below the fee is 100 % at most.",
    ],
    [
      "a run of no months",
      earnBackTermsSchema.safeParse({ levelIds: ["a"], monthsNeeded: 0, waitMonths: 12 }),
      "monthsNeeded: The run of good months is a whole number from 1 to 12.",
    ],
    [
      "an earn-back of no level",
      earnBackTermsSchema.safeParse({ levelIds: [], monthsNeeded: 3, waitMonths: 12 }),
      "levelIds: Choose the levels whose credits can be earned back.",
    ],
    [
      "a ratchet of no months",
      ratchetTermsSchema.safeParse({ bestMonths: 0, gapShareBps: 1 }),
      "bestMonths: The number of best months is a whole number from 1 to 12.",
    ],
    [
      "a trigger of nobody",
      terminationTriggersSchema.safeParse([{ kind: "whim" }]),
      "0.kind: This is not a trigger we know.",
    ],
    [
      "bands without a floor",
      servicePointsTermsSchema.safeParse({ ...POINTS, bands: { a: [{ atLeast: "98", points: 1 }] } }),
      "bands.a: One band has no border: the points for everything below the others.",
    ],
    [
      "half a point",
      servicePointsTermsSchema.safeParse({ ...POINTS, bands: { a: [{ points: 0.5 }] } }),
      "bands.a.0.points: Points are a whole number.",
    ],
  ])("%s", (_name, parsed, expected) => {
    expect(issue(parsed)).toBe(expected);
  });
});

describe("prices that do not fit their levels", () => {
  const plain = { serviceLevels: LEVELS, scheme: { kind: "at_risk_pool" } as const };
  const faults = (patch: Partial<Parameters<typeof priceFaults>[0]>) =>
    priceFaults({ ...plain, ...patch }).map((one) => `${one.path.join(".")}: ${one.message}`);

  test("none where all fit", () => {
    expect(faults({ prices: [BONUS, GAIN], scheme: POINTS, earnBack: { levelIds: ["savings"] } })).toEqual(
      [],
    );
  });

  test.each([
    [{ prices: [{ ...BONUS, levelId: "x" }] }, 'prices.0.levelId: The contract has no service level "x".'],
    [
      { termination: [{ kind: "consecutive_misses", levelId: "x" }] },
      'termination.0.levelId: The contract has no service level "x".',
    ],
    [{ earnBack: { levelIds: ["x"] } }, 'earnBack.levelIds: The contract has no service level "x".'],
    [
      { earnBack: { levelIds: ["accuracy"] } },
      'earnBack.levelIds: "accuracy" is critical: its credits cannot be earned back.',
    ],
    [
      { scheme: { ...POINTS, bands: { accuracy: [{ points: 4 }] } } },
      'scheme.bands: Give the level "savings" its bands.',
    ],
  ] as const)("%o", (patch, expected) => {
    expect(faults(patch as Partial<Parameters<typeof priceFaults>[0]>)).toEqual([expected]);
  });

  test("points need a level that should be high", () => {
    const serviceLevels = [LEVELS[0], { ...LEVELS[1], direction: "lower" as const }];
    expect(faults({ serviceLevels, scheme: POINTS })).toHaveLength(1);
  });
});

test("a contract's prices are read as sentences", () => {
  const words = pricingParagraphs({
    currency: "USD",
    serviceLevels: LEVELS as never,
    prices: [BONUS, { ...GAIN }],
    collar: { maxReductionBps: 1200, maxIncreaseBps: 500 },
    earnBack: { levelIds: ["savings"], monthsNeeded: 3, waitMonths: 12 },
    ratchet: { bestMonths: 6, gapShareBps: 1000 },
    termination: [
      { kind: "consecutive_misses", levelId: "accuracy", months: 3 },
      { kind: "failures_within", failures: 4, months: 6 },
      { kind: "critical_failure" },
      { kind: "credits_above", shareBps: 2500, months: 1 },
    ],
    creditsBorneBy: "provider",
  });
  expect(words).toEqual([
    "Accuracy: $25.00 for every 0.1 better or worse than 98, as a bonus of $200.00 at most and a malus of " +
      "$400.00 at most.",
    "Savings: the provider receives 20 % of what is saved against the baseline of 120000, at $1.00 a unit, " +
      "from $0.00 to $5,000.00 a month.",
    "Credits and outcome prices together lower a month by 12 % of the fee at most and raise it by 5 % at most.",
    "A credit for Savings comes back after 3 months in a row at target; the next one of the same level no " +
      "sooner than 12 months later.",
    "Each year a target moves to the mean of the 6 best months, by 10 % of what is left to perfection at " +
      "most, and never back.",
    "The provider alone bears the credits: the commission is a share of the month without them.",
    "The buyer may end the contract when Accuracy is missed 3 months in a row.",
    "The buyer may end the contract when levels fail 4 times within 6 months.",
    "The buyer may end the contract when a critical level fails.",
    "The buyer may end the contract when credits exceed 25 % of the fees of 1 month.",
  ]);
});

test("service points are read as one paragraph, and their worst month doubles and is capped", () => {
  const terms = { currency: "USD", serviceLevels: LEVELS as never };
  expect(pointsParagraph(terms, POINTS)).toBe(
    "A level below its target costs points, each worth $25.00: Accuracy (from 98: 1, else 4); " +
      "Savings (else 2). A level that failed in the month before too costs twice its points.",
  );
  const levels = [{ weightBps: 5000, failBps: 10_000 }];
  const worst = (monthlyFeeMinor: string) =>
    worstCreditOf({ currency: "USD", monthlyFeeMinor, scheme: POINTS, serviceLevels: levels });
  expect(worst("1000000")).toBe(30_000n);
  expect(worst("100000")).toBe(10_000n);
});
