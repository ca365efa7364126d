import { z } from "zod";
import { isDecimal, MAX_DECIMAL_LENGTH } from "../shared/decimal.ts";

const decimal = z.string().refine(isDecimal, {
  error: `Write a decimal in quotes, such as "98.5", of ${MAX_DECIMAL_LENGTH} characters at most.`,
});

const positive = decimal.refine((text) => /[1-9]/.test(text) && !text.startsWith("-"), {
  error: "Write a number above 0.",
});

const minorUnits = z
  .string()
  .regex(/^(0|[1-9]\d{0,29})$/, 'Write whole minor units in quotes, such as "400000", not negative.');

const signedMinorUnits = z
  .string()
  .regex(/^(0|-?[1-9]\d{0,29})$/, 'Write whole minor units in quotes, such as "-2500".');

const bps = z
  .number()
  .int("Basis points are a whole number.")
  .min(0, "Basis points are not negative.")
  .max(10_000, "Basis points of a whole are 10,000 at most.");

const id = z.string().min(1, "An adjustment needs an id.");

/**
 * So much for every step that the month's figure lies beyond a reference, in both directions: a bonus for
 * better, a malus for worse, nothing within the dead band. Without data the whole malus is due.
 */
const bonusMalus = z.strictObject({
  kind: z.literal("bonus_malus"),
  id,
  measured: decimal.nullable(),
  reference: decimal,
  direction: z.enum(["higher", "lower"]),
  step: positive,
  perStepMinor: minorUnits,
  /** So far from the reference nothing is due; only what lies beyond counts. */
  deadband: decimal.optional(),
  maxMalusMinor: minorUnits,
  maxBonusMinor: minorUnits,
});

/** The provider's share of what the outcome saved against a baseline that was frozen with the contract. */
const gainShare = z.strictObject({
  kind: z.literal("gain_share"),
  id,
  /** In units of the metric, such as hours or money. */
  baseline: decimal,
  /** Seals the data behind the baseline. */
  baselineHash: z.string().min(1, "A baseline is sealed with its hash."),
  actual: decimal.nullable(),
  /** What one unit of the metric is worth; 1 minor unit where the metric is money in minor units. */
  unitValueMinor: minorUnits,
  shareBps: bps,
  floorMinor: minorUnits,
  capMinor: minorUnits,
});

const run = z.strictObject({ period: z.string(), measured: decimal.nullable() });

/** A credit of an earlier month that the following run of good months gives back. */
const earnBack = z.strictObject({
  kind: z.literal("earn_back"),
  id,
  levelId: z.string().min(1),
  /** The month whose credit comes back. */
  period: z.string(),
  creditMinor: minorUnits,
  direction: z.enum(["higher", "lower"]),
  target: decimal,
  monthsNeeded: z.number().int().min(1).max(12),
  run: z.array(run).max(12),
});

/** What a correction of a frozen month adds or takes, agreed by both sides: positive is a charge. */
const correction = z.strictObject({
  kind: z.literal("correction"),
  id,
  period: z.string(),
  amountMinor: signedMinorUnits,
});

/** What an earlier month was below nothing: it was not paid out then and is taken off now. */
const carriedOver = z.strictObject({
  kind: z.literal("carried_over"),
  id,
  period: z.string(),
  amountMinor: minorUnits,
});

/** Money beside fee and credits. Positive amounts are owed by the buyer. */
export const adjustmentSchema = z.discriminatedUnion("kind", [
  bonusMalus,
  gainShare,
  earnBack,
  correction,
  carriedOver,
]);

export const collarSchema = z.strictObject({
  /** The month is never cheaper than the fee less this share of it … */
  maxReductionBps: bps,
  /** … and never dearer than the fee plus this share. */
  maxIncreaseBps: bps,
});

export type Adjustment = z.infer<typeof adjustmentSchema>;
export type BonusMalus = z.infer<typeof bonusMalus>;
export type GainShare = z.infer<typeof gainShare>;
export type EarnBack = z.infer<typeof earnBack>;
export type Collar = z.infer<typeof collarSchema>;
