import { z } from "zod";
import { isDecimal } from "../shared/decimal.ts";

const decimal = (what: string) =>
  z.string({ error: `Enter ${what}.` }).refine((text) => isDecimal(text), {
    error: `Write ${what} as a number, such as 98.5.`,
  });

const positive = (what: string) =>
  decimal(what).refine((text) => !text.startsWith("-") && /[1-9]/.test(text), {
    error: `${capital(what)} must be above 0.`,
  });

const minor = (what: string) =>
  z
    .string({ error: `Enter ${what}.` })
    .regex(/^(0|[1-9]\d{0,14})$/, `${capital(what)} is an amount from 0, without a sign or a comma.`);

const share = (what: string, max: number) =>
  z
    .number({ error: `Enter ${what}.` })
    .int(`${capital(what)} has two decimals at most.`)
    .min(0, `${capital(what)} is not negative.`)
    .max(max, `${capital(what)} is ${max / 100} % at most.`);

const months = (what: string, range: { min: number; max: number }) => {
  const message = `${capital(what)} is a whole number from ${range.min} to ${range.max}.`;
  return z.number({ error: message }).int(message).min(range.min, message).max(range.max, message);
};

const id = z.string().min(1, "A price needs an id.").max(60, "An id has 60 characters at most.");
const levelId = z.string().min(1, "Choose the service level.");

const bonusMalus = z.strictObject({
  kind: z.literal("bonus_malus"),
  id,
  levelId,
  reference: decimal("the reference"),
  step: positive("the step"),
  perStepMinor: minor("the amount of a step"),
  deadband: decimal("the dead band").optional(),
  maxMalusMinor: minor("the greatest malus"),
  maxBonusMinor: minor("the greatest bonus"),
});

/** Where a baseline came from: a mean over frozen months, or a figure that both sides take on a note. */
const baselineSource = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("months"),
    months: z.array(z.strictObject({ period: z.string(), measured: decimal("a month's figure") })).max(36),
  }),
  z.strictObject({
    kind: z.literal("typed"),
    note: z.string().trim().min(1, "Say where the baseline comes from.").max(500),
  }),
]);

const gainShare = z
  .strictObject({
    kind: z.literal("gain_share"),
    id,
    levelId,
    baseline: decimal("the baseline"),
    /** SHA-256 of the data behind the baseline, which is then frozen; see `sealedBaseline`. */
    baselineHash: z.string().min(1, "Seal the baseline before it is priced."),
    baselineSource: baselineSource.optional(),
    unitValueMinor: minor("the value of a unit"),
    shareBps: share("the provider's share", 10_000),
    floorMinor: minor("the floor"),
    capMinor: minor("the cap"),
  })
  .refine((one) => BigInt(one.floorMinor) <= BigInt(one.capMinor), {
    path: ["floorMinor"],
    error: "The floor cannot lie above the cap.",
  });

/** Money for the outcome itself, beside the fee and its credits. */
export const outcomePricesSchema = z
  .array(z.discriminatedUnion("kind", [bonusMalus, gainShare]))
  .max(20, "A contract prices 20 outcomes at most.")
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, {
    error: "Two outcome prices have the same id.",
  });

export const collarTermsSchema = z.strictObject({
  maxReductionBps: share("the most a month may fall below the fee", 10_000),
  maxIncreaseBps: share("the most a month may rise above the fee", 10_000),
});

export const earnBackTermsSchema = z.strictObject({
  levelIds: z.array(levelId).min(1, "Choose the levels whose credits can be earned back.").max(20),
  monthsNeeded: months("the run of good months", { min: 1, max: 12 }),
  waitMonths: months("the wait before the next", { min: 0, max: 24 }),
});

export const ratchetTermsSchema = z.strictObject({
  bestMonths: months("the number of best months", { min: 1, max: 12 }),
  gapShareBps: share("the share of the gap", 10_000),
});

export const terminationTriggersSchema = z
  .array(
    z.discriminatedUnion(
      "kind",
      [
        z.strictObject({
          kind: z.literal("consecutive_misses"),
          levelId,
          months: months("the months in a row", { min: 1, max: 24 }),
        }),
        z.strictObject({
          kind: z.literal("failures_within"),
          failures: months("the number of failures", { min: 1, max: 100 }),
          months: months("the window", { min: 1, max: 24 }),
        }),
        z.strictObject({ kind: z.literal("critical_failure") }),
        z.strictObject({
          kind: z.literal("credits_above"),
          shareBps: share("the share of the fees", 10_000),
          months: months("the window", { min: 1, max: 24 }),
        }),
      ],
      { error: (issue) => (issue.code === "invalid_union" ? "This is not a trigger we know." : undefined) },
    ),
  )
  .max(10, "A contract has 10 termination triggers at most.");

const band = z.strictObject({
  atLeast: decimal("the border").optional(),
  points: z.number().int("Points are a whole number.").min(0, "Points are not negative.").max(1000),
});

/** The other way to price a miss: points by how far a level fell, times a price of a point. */
export const servicePointsTermsSchema = z.strictObject({
  kind: z.literal("service_points"),
  valuePerPointMinor: minor("the price of a point"),
  capBps: share("the most that credits may take of a month's fee", 5000),
  bands: z.record(
    levelId,
    z
      .array(band)
      .min(1, "A level needs at least one band.")
      .max(10, "A level has 10 bands at most.")
      .refine((all) => all.filter((one) => one.atLeast === undefined).length === 1, {
        error: "One band has no border: the points for everything below the others.",
      }),
  ),
});

export type OutcomePrice = z.infer<typeof outcomePricesSchema>[number];
export type GainSharePrice = Extract<OutcomePrice, { kind: "gain_share" }>;
export type BaselineSource = z.infer<typeof baselineSource>;
export type ServicePointsTerms = z.infer<typeof servicePointsTermsSchema>;

type PricedTerms = {
  serviceLevels: readonly { id: string; direction: "higher" | "lower"; critical?: boolean | undefined }[];
  scheme: { kind: "at_risk_pool" } | ServicePointsTerms;
  prices?: readonly OutcomePrice[] | undefined;
  earnBack?: { levelIds: readonly string[] } | undefined;
  termination?: readonly { kind: string; levelId?: string }[] | undefined;
};

type Fault = { path: (string | number)[]; message: string };

/** What of the prices does not fit the levels of the contract, each with the place to mend it. */
export function priceFaults(terms: PricedTerms): Fault[] {
  const levels = new Map(terms.serviceLevels.map((one) => [one.id, one]));
  const unknown = (path: Fault["path"], named: string | undefined): Fault[] =>
    named === undefined || levels.has(named)
      ? []
      : [{ path, message: `The contract has no service level "${named}".` }];
  const earnBack = terms.earnBack?.levelIds ?? [];
  return [
    ...(terms.prices ?? []).flatMap((one, at) => unknown(["prices", at, "levelId"], one.levelId)),
    ...(terms.termination ?? []).flatMap((one, at) => unknown(["termination", at, "levelId"], one.levelId)),
    ...earnBack.flatMap((named) => unknown(["earnBack", "levelIds"], named)),
    ...earnBack
      .filter((named) => levels.get(named)?.critical)
      .map((named) => ({
        path: ["earnBack", "levelIds"],
        message: `"${named}" is critical: its credits cannot be earned back.`,
      })),
    ...pointFaults(terms),
  ];
}

function pointFaults({ scheme, serviceLevels }: PricedTerms): Fault[] {
  if (scheme.kind !== "service_points") return [];
  return serviceLevels.flatMap((level): Fault[] => {
    if (!scheme.bands[level.id])
      return [{ path: ["scheme", "bands"], message: `Give the level "${level.id}" its bands.` }];
    // The bands fall from the target downward, as in the contracts that use them.
    if (level.direction === "lower")
      return [
        {
          path: ["scheme", "bands", level.id],
          message: `Service points need a level that should be high; "${level.id}" should be low.`,
        },
      ];
    return [];
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
