import { parseDecimal } from "../shared/decimal.ts";
import {
  addRationals,
  basisPoints,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  roundToStep,
  ZERO,
} from "../shared/rational.ts";
import type { Adjustment, BonusMalus, EarnBack, GainShare } from "./adjustment-bundle.ts";

/** One adjustment in minor units; positive is owed by the buyer, negative to the buyer. */
export type AdjustmentAmount = {
  id: string;
  kind: Adjustment["kind"];
  /** Before rounding and before floor and cap. */
  exactMinor: Rational;
  /** Rounded once, half away from zero, to what can be charged, and held between its floor and its cap. */
  amountMinor: bigint;
  /** Which limit held it, or null. */
  limit: "floor" | "cap" | null;
};

/**
 * What an adjustment comes to, from the bundle alone. Prices of this month are multiples of `step`; amounts
 * that earlier months bring along are taken as they are.
 */
export function adjustmentAmount(adjustment: Adjustment, step = 1n): AdjustmentAmount {
  switch (adjustment.kind) {
    case "bonus_malus":
      return bonusOrMalus(adjustment, step);
    case "gain_share":
      return gainShare(adjustment, step);
    case "earn_back":
      return earnedBack(adjustment);
    case "correction":
      return plain(adjustment, BigInt(adjustment.amountMinor));
    case "carried_over":
      return plain(adjustment, -BigInt(adjustment.amountMinor));
    default:
      return adjustment satisfies never;
  }
}

/** How far a figure lies beyond the reference in the good direction, less the dead band; 0 within it. */
export function beyondReference(
  p: Pick<BonusMalus, "reference" | "direction" | "deadband"> & { measured: string },
): Rational {
  const difference = subtract(parseDecimal(p.measured), parseDecimal(p.reference));
  const good = p.direction === "higher" ? difference : negated(difference);
  const band = p.deadband === undefined ? ZERO : absolute(parseDecimal(p.deadband));
  if (compareRationals(absolute(good), band) <= 0) return ZERO;
  return compareRationals(good, ZERO) > 0 ? subtract(good, band) : addRationals(good, band);
}

/** Amount = steps beyond the reference × price of a step, held between the greatest malus and bonus. */
function bonusOrMalus(one: BonusMalus, step: bigint): AdjustmentAmount {
  const lowest = cutTo(-BigInt(one.maxMalusMinor), step);
  if (one.measured === null)
    return { ...named(one), exactMinor: rational(lowest), amountMinor: lowest, limit: "floor" };
  const beyond = beyondReference({ ...one, measured: one.measured });
  const steps = multiplyRationals(beyond, inverse(parseDecimal(one.step)));
  const exactMinor = multiplyRationals(steps, rational(BigInt(one.perStepMinor)));
  return {
    ...named(one),
    ...held(exactMinor, { lowest, highest: cutTo(BigInt(one.maxBonusMinor), step), step }),
  };
}

/** Amount = share × max(0, baseline − actual) × value of a unit, held between floor and cap. */
function gainShare(one: GainShare, step: bigint): AdjustmentAmount {
  const [lowest, highest] = [cutTo(BigInt(one.floorMinor), step), cutTo(BigInt(one.capMinor), step)];
  const limits = { lowest, highest, step };
  if (one.actual === null) return { ...named(one), ...held(ZERO, limits) };
  const saved = subtract(parseDecimal(one.baseline), parseDecimal(one.actual));
  const gain = compareRationals(saved, ZERO) > 0 ? saved : ZERO;
  const exactMinor = multiplyRationals(
    gain,
    rational(BigInt(one.unitValueMinor)),
    basisPoints(one.shareBps),
  );
  return { ...named(one), ...held(exactMinor, limits) };
}

/** The whole credit comes back once the run is as long as agreed and every month of it met the target. */
function earnedBack(one: EarnBack): AdjustmentAmount {
  const met = one.run.slice(0, one.monthsNeeded).every((month) => reaches(month.measured, one));
  const due = one.run.length >= one.monthsNeeded && met;
  return plain(one, due ? BigInt(one.creditMinor) : 0n);
}

function plain(adjustment: Adjustment, amountMinor: bigint): AdjustmentAmount {
  return { ...named(adjustment), exactMinor: rational(amountMinor), amountMinor, limit: null };
}

function reaches(measured: string | null, level: Pick<EarnBack, "direction" | "target">): boolean {
  if (measured === null) return false;
  const order = compareRationals(parseDecimal(measured), parseDecimal(level.target));
  return level.direction === "higher" ? order >= 0 : order <= 0;
}

/** A limit as far as it can be charged: the last step towards zero. */
function cutTo(limit: bigint, step: bigint): bigint {
  return (limit / step) * step;
}

function held(exactMinor: Rational, p: { lowest: bigint; highest: bigint; step: bigint }) {
  const rounded = roundToStep(exactMinor, p.step);
  if (rounded < p.lowest) return { exactMinor, amountMinor: p.lowest, limit: "floor" as const };
  if (rounded > p.highest) return { exactMinor, amountMinor: p.highest, limit: "cap" as const };
  return { exactMinor, amountMinor: rounded, limit: null };
}

function named({ id, kind }: Adjustment) {
  return { id, kind };
}

function subtract(left: Rational, right: Rational): Rational {
  return addRationals(left, negated(right));
}

function negated({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

function absolute(value: Rational): Rational {
  return value.numerator < 0n ? negated(value) : value;
}

function inverse({ numerator, denominator }: Rational): Rational {
  return rational(denominator, numerator);
}
