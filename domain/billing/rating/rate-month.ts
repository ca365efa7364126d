import { chargeStepMinor } from "../../shared/currency.ts";
import { formatMoney } from "../../shared/format-money.ts";
import { priceText } from "../../shared/price-text.ts";
import { multiplyRationals, rational, roundToStep } from "../../shared/rational.ts";
import { partOfMonth, type RatedLine, rateLine } from "./rate-line.ts";
import type { Rating } from "./rating.schema.ts";
import { yearlyShortfall } from "./yearly-minimum.ts";

/** A month's charges. `feeMinor` is what credits are a share of; the rest is charged beside it. */
export type RatedMonth = { lines: RatedLine[]; feeMinor: bigint; chargesMinor: bigint };

/**
 * Every line of a month, the shortfalls of the minimums last. The credit base is the sum of the lines at risk
 * and never below 0: what reduced charges take beyond it stands among the charges.
 */
export function rateMonth(rating: Rating, currency: string): RatedMonth {
  const counted = rating.lines.map((line) => rateLine(line, { span: rating.span, currency }));
  const monthly = [...counted, ...shortfall(rating, counted, currency)];
  const facts = { span: rating.span, chargedMinor: total(monthly), currency };
  const lines = [...monthly, ...(rating.years ?? []).flatMap((year) => yearlyShortfall(year, facts))];
  const atRisk = total(lines.filter((line) => line.atRisk));
  const feeMinor = atRisk < 0n ? 0n : atRisk;
  return { lines, feeMinor, chargesMinor: total(lines) - feeMinor };
}

/** What is missing to the least that the month costs; the minimum of a partial month is its part. */
function shortfall(rating: Rating, lines: readonly RatedLine[], currency: string): RatedLine[] {
  if (rating.minimumMinor === undefined) return [];
  const part = partOfMonth(rating.span);
  const least = roundToStep(
    multiplyRationals(rational(BigInt(rating.minimumMinor)), part.fraction),
    chargeStepMinor(currency),
  );
  const charged = total(lines);
  const amountMinor = least > charged ? least - charged : 0n;
  if (amountMinor === 0n) return [];
  const show = (minor: bigint) => formatMoney({ amountMinor: minor, currency });
  const sentence =
    `${priceText(rating.minimumMinor, currency)}${part.words} at least, ` +
    `less ${show(charged)} of the other lines = ${show(amountMinor)}`;
  return [
    {
      ...{ id: "minimum", kind: "minimum", label: "Minimum commitment", atRisk: false },
      ...{ quantity: null, unit: null, amountMinor, sentence, itemCount: 0 },
    },
  ];
}

/** What a month's lines came to towards a year's minimum: without the shortfalls of years. */
export function chargedMinor(lines: readonly RatedLine[]): bigint {
  return total(lines.filter((line) => line.kind !== "yearly_minimum"));
}

function total(lines: readonly RatedLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0n);
}
