import { basisPoints, multiplyRationals, rational, roundToStep } from "../shared/rational.ts";
import { type AdjustmentAmount, adjustmentAmount } from "./adjustment.ts";
import type { Collar } from "./adjustment-bundle.ts";
import { bundleHash } from "./bundle-hash.ts";
import { creditOf, type LevelCredit, type MonthCredit } from "./credit-scheme.ts";
import type { StatementBundle } from "./statement-bundle.ts";

/** The month's money in minor units of the bundle's currency. */
export type StatementFigures = MonthCredit & {
  feeMinor: bigint;
  /** What is charged beside the fee and is no share of any credit. */
  chargesMinor: bigint;
  adjustments: AdjustmentAmount[];
  /** What the collar gives back (positive) or takes off (negative) so that the month stays within it. */
  collarMinor: bigint;
  /** Fee − credit + charges + adjustments within the collar, and never below 0. */
  netMinor: bigint;
  /** What the month would have been below 0: it is taken off the next one. */
  carriedMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
  /** What each side has less than in a month without credits; together they are the credit. */
  providerBearsMinor: bigint;
  platformBearsMinor: bigint;
};

/** The exported form: bigints as text, levels and adjustments in the order of the bundle. */
export type StatementResult = {
  id: string;
  levels: { id: string; points?: number; creditMinor: string }[];
  creditMinor: string;
  capped: boolean;
  /** These three only where the bundle prices anything beside its credits. */
  adjustments?: { id: string; amountMinor: string; limit: "floor" | "cap" | null }[];
  collarMinor?: string;
  carriedMinor?: string;
  netMinor: string;
  commissionMinor: string;
  providerMinor: string;
  providerBearsMinor: string;
  platformBearsMinor: string;
  bundleHash: string;
};

/**
 * Measures a statement bundle again and writes it in its exported form. `figures` are the bundle's, where
 * they are at hand.
 */
export function statementOf(bundle: StatementBundle, figures = statementFigures(bundle)): StatementResult {
  return {
    id: bundle.id,
    levels: figures.levels.map(exportedLevel),
    creditMinor: String(figures.creditMinor),
    capped: figures.capped,
    ...exportedPrices(bundle, figures),
    netMinor: String(figures.netMinor),
    commissionMinor: String(figures.commissionMinor),
    providerMinor: String(figures.providerMinor),
    providerBearsMinor: String(figures.providerBearsMinor),
    platformBearsMinor: String(figures.platformBearsMinor),
    bundleHash: bundleHash(bundle),
  };
}

/**
 * Net = fee − credit + charges + adjustments, held by the collar and never below 0; the commission is a share
 * of the net, rounded half away from zero, and the provider gets the rest. A credit therefore lowers the
 * commission too and both sides bear it, unless the contract takes the commission on the month without
 * credits. Every figure is a multiple of the bundle's step, so that it can be charged and paid out.
 */
export function statementFigures(
  bundle: Pick<
    StatementBundle,
    | "feeMinor"
    | "commissionBps"
    | "scheme"
    | "adjustments"
    | "collar"
    | "commissionOn"
    | "chargesMinor"
    | "stepMinor"
  >,
): StatementFigures {
  const feeMinor = BigInt(bundle.feeMinor);
  const chargesMinor = BigInt(bundle.chargesMinor ?? "0");
  const step = BigInt(bundle.stepMinor ?? "1");
  const credit = creditOf(bundle.scheme, feeMinor, step);
  const adjustments = (bundle.adjustments ?? []).map((one) => adjustmentAmount(one, step));
  const adjusted = adjustments.reduce((sum, one) => sum + one.amountMinor, 0n);
  const priced = adjustments.filter(isOutcomePrice).reduce((sum, one) => sum + one.amountMinor, 0n);
  const change = { feeMinor, changeMinor: priced - credit.creditMinor, step };
  const collarMinor = bundle.collar ? collarOf(bundle.collar, change) : 0n;
  const dueMinor = feeMinor - credit.creditMinor + chargesMinor + adjusted + collarMinor;
  const netMinor = notNegative(dueMinor);
  const withoutCredit = notNegative(feeMinor + chargesMinor + adjusted);
  const commissionOn = (minor: bigint) =>
    roundToStep(multiplyRationals(rational(minor), basisPoints(bundle.commissionBps)), step);
  const commissionWithoutCredit = commissionOn(withoutCredit);
  const commissionMinor =
    bundle.commissionOn === "fee" ? smaller(commissionWithoutCredit, netMinor) : commissionOn(netMinor);
  const providerMinor = netMinor - commissionMinor;
  return {
    ...credit,
    feeMinor,
    chargesMinor,
    adjustments,
    collarMinor,
    netMinor,
    carriedMinor: netMinor - dueMinor,
    commissionMinor,
    providerMinor,
    providerBearsMinor: withoutCredit - commissionWithoutCredit - providerMinor,
    platformBearsMinor: commissionWithoutCredit - commissionMinor,
  };
}

/** What earlier months bring is owed in full; the collar holds this month's credits and prices alone. */
function isOutcomePrice({ kind }: AdjustmentAmount): boolean {
  return kind === "bonus_malus" || kind === "gain_share";
}

/** What must be added so that the change to the fee stays between the collar's two ends. */
function collarOf(collar: Collar, p: { feeMinor: bigint; changeMinor: bigint; step: bigint }): bigint {
  const { feeMinor, changeMinor, step } = p;
  const share = (bps: number) => roundToStep(multiplyRationals(rational(feeMinor), basisPoints(bps)), step);
  const lowest = -share(collar.maxReductionBps);
  const highest = share(collar.maxIncreaseBps);
  if (changeMinor < lowest) return lowest - changeMinor;
  return changeMinor > highest ? highest - changeMinor : 0n;
}

function exportedPrices(bundle: StatementBundle, figures: StatementFigures) {
  if (!bundle.adjustments && !bundle.collar) return {};
  return {
    adjustments: figures.adjustments.map(({ id, amountMinor, limit }) => ({
      id,
      amountMinor: String(amountMinor),
      limit,
    })),
    collarMinor: String(figures.collarMinor),
    carriedMinor: String(figures.carriedMinor),
  };
}

function notNegative(amount: bigint): bigint {
  return amount < 0n ? 0n : amount;
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

function exportedLevel(level: LevelCredit): StatementResult["levels"][number] {
  const creditMinor = String(level.creditMinor);
  if (level.kind === "service_points") return { id: level.id, points: level.points, creditMinor };
  return { id: level.id, creditMinor };
}
