import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import { baselineFromMonths, type PastMonth, type SealedBaseline, sealedBaseline } from "./baseline.ts";
import { editedPrices, NO_PRICE, pricesEditOf } from "./edited-prices.ts";
import type { BaselineSource } from "./price-terms.ts";
import type { PricesEdit } from "./prices-edit.input.ts";
import { type Terms, termsHash, termsSchema } from "./terms.ts";
import { draftTermsFromListing } from "./terms-draft.ts";
import { typedPrices } from "./typed-prices.ts";

const PLAIN: Terms = termsSchema.parse(
  draftTermsFromListing({
    listing: {
      moduleCode: "bookkeeping",
      title: "Books",
      summary: "Books.",
      monthlyFeeMinor: 400_000n,
      currency: "USD",
      hours: null,
      zone: "Europe/London",
      poolBps: 1250,
      serviceLevels: [],
    },
    startsOn: "2026-12-01",
  }),
);
const [FIRST, SECOND] = PLAIN.serviceLevels.map((level) => level.id) as [string, string];

const FULL: Terms = termsSchema.parse({
  ...PLAIN,
  serviceLevels: PLAIN.serviceLevels.map((level, at) => (at === 2 ? { ...level, critical: true } : level)),
  scheme: {
    kind: "service_points",
    valuePerPointMinor: "2550",
    capBps: 1000,
    bands: Object.fromEntries(
      PLAIN.serviceLevels.map((level) => [level.id, [{ atLeast: "90", points: 1 }, { points: 4 }]]),
    ),
  },
  prices: [
    {
      ...{ kind: "bonus_malus", id: "b", levelId: FIRST, reference: "98.5", step: "0.5", deadband: "1" },
      ...{ perStepMinor: "1050", maxMalusMinor: "20000", maxBonusMinor: "0" },
    },
    {
      ...{ kind: "gain_share", id: "g", levelId: SECOND, unitValueMinor: "100", shareBps: 3050 },
      ...{ floorMinor: "0", capMinor: "90000" },
      ...sealedBaseline({ levelId: SECOND, baseline: "96", source: { kind: "typed", note: "Audit 2025" } }),
    },
  ],
  collar: { maxReductionBps: 2000, maxIncreaseBps: 1000 },
  earnBack: { levelIds: [FIRST], monthsNeeded: 3, waitMonths: 2 },
  ratchet: { bestMonths: 6, gapShareBps: 1500 },
  termination: [
    { kind: "consecutive_misses", levelId: FIRST, months: 3 },
    { kind: "failures_within", failures: 4, months: 12 },
    { kind: "critical_failure" },
    { kind: "credits_above", shareBps: 1250, months: 6 },
  ],
  creditsBorneBy: "provider",
});

const edited = (base: Terms, change: Partial<PricesEdit>, history: readonly PastMonth[] = []) =>
  editedPrices(base, { input: { ...pricesEditOf(base), ...change }, history });

function issuesOf(base: Terms, change: Partial<PricesEdit>, history: readonly PastMonth[] = []) {
  try {
    edited(base, change, history);
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
  return [];
}

const month = (period: string, measured: string | null, frozen = true): PastMonth => ({
  period,
  frozen,
  levels: [{ id: SECOND, measured, excused: false }],
});

describe("the form of the prices", () => {
  test.each([
    ["of plain terms", PLAIN],
    ["of terms with every price", FULL],
  ])("%s gives back the terms it was filled with, byte for byte", (_name, terms) => {
    expect(termsHash(edited(terms, {}))).toBe(termsHash(terms));
  });

  test("takes every price out again", () => {
    const nothing = { prices: [], termination: [], earnBackLevels: [], criticalLevels: [] };
    const empty = { earnBackMonths: "", earnBackWait: "", ratchetMonths: "", ratchetShare: "" };
    const plain = { maxReduction: "", maxIncrease: "", creditsBorneBy: "shared" };
    const pool = { scheme: "at_risk_pool", pool: "12.5" };
    expect(edited(FULL, { ...nothing, ...empty, ...plain, ...pool })).toEqual(PLAIN);
  });

  test("leaves everything else of the terms as it is", () => {
    const { scheme: _scheme, ...rest } = edited(PLAIN, { pool: "20" });
    const { scheme: _before, ...before } = PLAIN;
    expect(rest).toEqual(before);
  });

  test.each<[string, Partial<PricesEdit>, string, RegExp]>([
    ["a pool that is no number", { pool: "much" }, "pool", /percentage/],
    ["a pool above half of the fee", { pool: "60" }, "pool", /between 0 % and 50 %/],
    ["an unknown scheme", { scheme: "lottery" }, "scheme", /Choose how/],
    ["half a collar", { maxReduction: "10" }, "maxIncrease", /percentage/],
    ["an earn-back without levels", { earnBackMonths: "3", earnBackWait: "1" }, "earnBackLevels", /Choose/],
    ["an earn-back without months", { earnBackLevels: [FIRST] }, "earnBackMonths", /whole number/],
    [
      "a ratchet of 13 months",
      { ratchetMonths: "13", ratchetShare: "10" },
      "ratchetMonths",
      /from 1 to 12/,
    ],
    [
      "points without a price",
      { scheme: "service_points", pointCap: "10" },
      "pointValue",
      /Enter an amount/,
    ],
    [
      "points without bands",
      { scheme: "service_points", pointValue: "25", pointCap: "10", bands: [] },
      "bands.0",
      /at least one band/,
    ],
    [
      "a trigger without months",
      {
        termination: [{ kind: "consecutive_misses", levelId: FIRST, months: "", failures: "", share: "" }],
      },
      "termination.0.months",
      /whole number/,
    ],
    [
      "a trigger for a level that is not there",
      {
        termination: [{ kind: "consecutive_misses", levelId: "x", months: "2", failures: "", share: "" }],
      },
      "termination.0.levelId",
      /no service level/,
    ],
  ])("refuses %s on its field", (_name, change, field, message) => {
    const found = issuesOf(PLAIN, change).find((one) => one.field === field);
    expect(found?.message).toMatch(message);
  });

  const bonus = {
    ...NO_PRICE,
    ...{ kind: "bonus_malus", levelId: FIRST, reference: "98", step: "1" },
    ...{ perStep: "10", maxMalus: "100", maxBonus: "50.50" },
  };

  test("reads a new price and names it", () => {
    const { prices } = edited(FULL, { prices: [...pricesEditOf(FULL).prices, bonus] });
    expect(prices?.at(-1)).toEqual({
      ...{ kind: "bonus_malus", id: "price-3", levelId: FIRST, reference: "98", step: "1" },
      ...{ perStepMinor: "1000", maxMalusMinor: "10000", maxBonusMinor: "5050" },
    });
  });

  test.each<[string, object, string]>([
    ["a step of 0", { step: "0" }, "prices.0.step"],
    ["a comma for a point", { perStep: "1,5" }, "prices.0.perStep"],
    ["a level that is not there", { levelId: "" }, "prices.0.levelId"],
    ["no kind", { kind: "" }, "prices.0.kind"],
  ])("refuses %s in a price", (_name, change, field) => {
    expect(issuesOf(PLAIN, { prices: [{ ...bonus, ...change }] }).map((one) => one.field)).toContain(field);
  });

  test("a critical level's credits are not earned back", () => {
    const change = { criticalLevels: [FIRST] };
    expect(issuesOf(FULL, change)).toEqual([
      { field: "earnBackLevels", message: expect.stringContaining("critical") },
    ]);
  });
});

const NOWHERE: BaselineSource = { kind: "typed", note: "nowhere" };
const source = (found: SealedBaseline | null) => found?.baselineSource ?? NOWHERE;

describe("a baseline", () => {
  const gain = {
    ...NO_PRICE,
    ...{ kind: "gain_share", levelId: SECOND, unitValue: "40", share: "30", floor: "0", cap: "900" },
  };
  const history = [
    month("2026-05", "96"),
    month("2026-06", null),
    month("2026-07", "97"),
    month("2026-08", "97.5", false),
    month("2026-09", "98"),
  ];

  test("is the mean of the last frozen months that measured, sealed with what it came from", () => {
    const found = baselineFromMonths({ levelId: SECOND, count: 3, history });
    expect(found?.baseline).toBe("97");
    expect(found?.baselineSource).toEqual({
      kind: "months",
      months: [
        { period: "2026-05", measured: "96" },
        { period: "2026-07", measured: "97" },
        { period: "2026-09", measured: "98" },
      ],
    });
    expect(found).toEqual(sealedBaseline({ levelId: SECOND, baseline: "97", source: source(found) }));
    const other = sealedBaseline({ levelId: SECOND, baseline: "97.1", source: source(found) });
    expect(other.baselineHash).not.toBe(found?.baselineHash);
  });

  test("is refused where there are fewer months than asked for", () => {
    const prices = [{ ...gain, baselineFrom: "months", baselineMonths: "4" }];
    expect(issuesOf(PLAIN, { prices }, history)).toContainEqual({
      field: "prices.0.baselineMonths",
      message: "There are not so many frozen months that measured this level.",
    });
  });

  test("needs a note where it is typed", () => {
    const prices = [{ ...gain, baselineFrom: "typed", baseline: "96" }];
    expect(issuesOf(PLAIN, { prices }).map((one) => one.field)).toEqual(["prices.0.baselineNote"]);
  });

  test("stays frozen while other figures of its price change, and is taken anew for another level", () => {
    const old = pricesEditOf(FULL).prices[1] ?? NO_PRICE;
    const kept = edited(FULL, { prices: [{ ...old, share: "40", baseline: "1" }] }).prices?.[0];
    expect(kept).toMatchObject({ baseline: "96", shareBps: 4000 });
    const moved = { ...old, levelId: FIRST, baselineNote: "Audit 2026", baseline: "90" };
    expect(edited(FULL, { prices: [moved] }).prices?.[0]).toMatchObject({
      baseline: "90",
      baselineSource: { kind: "typed", note: "Audit 2026" },
    });
  });
});

test("what is half typed can be priced, with what could not be read named", () => {
  const edit = { ...pricesEditOf(PLAIN), pool: "12.", prices: [{ ...NO_PRICE, kind: "bonus_malus" }] };
  const { terms, issues } = typedPrices(PLAIN, { edit, history: [] });
  expect(terms.scheme).toEqual({ kind: "at_risk_pool", poolBps: 0, capBps: 0 });
  expect(issues.map((one) => one.field)).toContain("pool");
  expect(issues.map((one) => one.field)).toContain("prices.0.step");
});
