import { formatDecimal, parseDecimal } from "../shared/decimal.ts";
import { formatMoney } from "../shared/format-money.ts";
import {
  basisPoints,
  multiplyRationals,
  type Rational,
  rational,
  roundToStep,
} from "../shared/rational.ts";
import { type AdjustmentAmount, beyondReference } from "./adjustment.ts";
import type { Adjustment, BonusMalus, EarnBack, GainShare } from "./adjustment-bundle.ts";
import type { StatementBundle } from "./statement-bundle.ts";
import { type StatementFigures, statementFigures } from "./statement-result.ts";

/** One line of a month beside its fee and credits, with the words that let a reader redo it by hand. */
export type AdjustmentArithmetic = {
  id: string;
  kind: Adjustment["kind"] | "collar" | "carried";
  /** Signed, in minor units: positive is owed by the buyer. */
  amountMinor: bigint;
  sentence: string;
};

type Show = (amountMinor: bigint | string) => string;

/** Every adjustment of a statement, then the collar and what is carried on where they moved anything. */
export function adjustmentArithmetic(bundle: StatementBundle, locale = "en-US"): AdjustmentArithmetic[] {
  if (!bundle.adjustments && !bundle.collar) return [];
  const show: Show = (minor) =>
    formatMoney({ amountMinor: BigInt(minor), currency: bundle.currency }, locale);
  const figures = statementFigures(bundle);
  const step = BigInt(bundle.stepMinor ?? "1");
  const lines = (bundle.adjustments ?? []).flatMap((one, at): AdjustmentArithmetic[] => {
    const amount = figures.adjustments[at];
    if (!amount) return [];
    const { id, kind, amountMinor } = amount;
    return [{ id, kind, amountMinor, sentence: explain(one, { show, amount, step }) }];
  });
  return [...lines, ...collarLine(bundle, { figures, show }), ...carriedLine(figures, show)];
}

type Told = { show: Show; amount: AdjustmentAmount; step: bigint };

function explain(one: Adjustment, told: Told): string {
  switch (one.kind) {
    case "bonus_malus":
      return bonusMalus(one, told);
    case "gain_share":
      return gainShare(one, told);
    case "earn_back":
      return earnBack(one, told);
    case "correction":
      return `Both sides agreed to correct ${one.period} by this amount.`;
    case "carried_over":
      return `${one.period} came to ${told.show(one.amountMinor)} below nothing; it is taken off here.`;
    default:
      return one satisfies never;
  }
}

function bonusMalus(one: BonusMalus, told: Told): string {
  if (one.measured === null)
    return `No data, so the greatest malus of ${told.show(one.maxMalusMinor)} is due.`;
  const beyond = beyondReference({ ...one, measured: one.measured });
  const band = one.deadband ? ` with a band of ${one.deadband}` : "";
  const start = `Measured ${one.measured} against ${one.reference}${band}`;
  if (beyond.numerator === 0n) return `${start}: nothing is due.`;
  const better = beyond.numerator > 0n;
  const steps = `${plain(beyond)} ${better ? "better" : "worse"} ÷ ${one.step} × ${told.show(one.perStepMinor)}`;
  return `${start}: ${steps}${product(told)}.`;
}

function gainShare(one: GainShare, told: Told): string {
  if (one.actual === null) return `No data, so nothing is shared${heldAt(told)}.`;
  const baseline = parseDecimal(one.baseline);
  const actual = parseDecimal(one.actual);
  const saved = rational(
    baseline.numerator * actual.denominator - actual.numerator * baseline.denominator,
    baseline.denominator * actual.denominator,
  );
  const start = `Baseline ${one.baseline} less ${one.actual}`;
  if (saved.numerator <= 0n) return `${start}: nothing was saved${heldAt(told)}.`;
  const share = `${told.show(one.unitValueMinor)} × ${one.shareBps / 100} %`;
  return `${start} is ${plain(saved)} × ${share}${product(told)}.`;
}

function earnBack(one: EarnBack, { show, amount }: Told): string {
  const run = one.run.map((month) => `${month.measured ?? "no data"} in ${month.period}`).join(", ");
  const credit = `the credit of ${show(one.creditMinor)} of ${one.period}`;
  if (amount.amountMinor === 0n) return `${run}: ${credit} does not come back.`;
  const better = one.direction === "higher" ? "or above" : "or below";
  return `${run}, each at ${one.target} ${better}: ${credit} comes back.`;
}

function collarLine(
  { collar, stepMinor }: StatementBundle,
  { figures, show }: { figures: StatementFigures; show: Show },
): AdjustmentArithmetic[] {
  const { collarMinor, feeMinor } = figures;
  if (!collar || collarMinor === 0n) return [];
  const raised = collarMinor < 0n;
  const bps = raised ? collar.maxIncreaseBps : collar.maxReductionBps;
  const border = roundToStep(
    multiplyRationals(rational(feeMinor), basisPoints(bps)),
    BigInt(stepMinor ?? "1"),
  );
  const sentence =
    `Credits and outcome prices together ${raised ? "raise" : "lower"} a month by ${bps / 100} % of ` +
    `${show(feeMinor)} at most, which is ${show(border)}.`;
  return [{ id: "collar", kind: "collar", amountMinor: collarMinor, sentence }];
}

function carriedLine({ carriedMinor }: StatementFigures, show: Show): AdjustmentArithmetic[] {
  if (carriedMinor === 0n) return [];
  const sentence = `A month is never below nothing: ${show(carriedMinor)} is taken off the next one instead.`;
  return [{ id: "carried", kind: "carried", amountMinor: carriedMinor, sentence }];
}

/** What the factors come to, and which limit holds it. */
function product(told: Told): string {
  return ` = ${told.show(roundToStep(told.amount.exactMinor, told.step))}${heldAt(told)}`;
}

function heldAt({ amount, show }: Told): string {
  return amount.limit === null ? "" : `, held at ${show(amount.amountMinor)}`;
}

/** Without its sign, as short as it can be written exactly (to six places). */
function plain({ numerator, denominator }: Rational): string {
  const text = formatDecimal({ numerator: numerator < 0n ? -numerator : numerator, denominator }, 6);
  return text.replace(/\.?0+$/, "");
}
