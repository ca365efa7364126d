import { Temporal } from "temporal-polyfill";
import { chargeStepMinor } from "../../shared/currency.ts";
import { parseDecimal } from "../../shared/decimal.ts";
import { formatMoney } from "../../shared/format-money.ts";
import { countedText, priceText, quantityText } from "../../shared/price-text.ts";
import {
  addRationals,
  basisPoints,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  roundToStep,
  ZERO,
} from "../../shared/rational.ts";
import type { BilledSpan } from "./billed-span.ts";
import { evidenceOf, type LineEvidence, milestonePriced, passThroughPriced } from "./further-lines.ts";
import { measuredQuantity } from "./measured-quantity.ts";
import type { RatedInput } from "./rating.schema.ts";

/** One line of a month: its amount in minor units and the arithmetic in words. */
export type RatedLine = {
  id: string;
  kind: RatedInput["kind"] | "minimum" | "yearly_minimum";
  label: string;
  atRisk: boolean;
  /** As people write it; null where nothing is counted. */
  quantity: string | null;
  unit: string | null;
  amountMinor: bigint;
  sentence: string;
  /** How many accepted work items stand behind it. */
  itemCount: number;
  /** Receipts and acceptances behind the line; left out where there are none. */
  evidence?: LineEvidence[];
};

type Priced = { exactMinor: Rational; quantity: Rational | null; unit: string | null; factors: string };
type Context = { span: BilledSpan; currency: string };

/**
 * Prices one line exactly and rounds once, half away from zero, to what can be charged: ISK and UGX in whole
 * units, currencies of three decimals in tens.
 */
export function rateLine(line: RatedInput, context: Context): RatedLine {
  const { exactMinor, quantity, unit, factors } = priced(line, context);
  const amountMinor = roundToStep(exactMinor, chargeStepMinor(context.currency));
  const evidence = evidenceOf(line);
  const { id, kind, label, atRisk } = line;
  const result = formatMoney({ amountMinor, currency: context.currency });
  return {
    ...{ id, kind, label, atRisk, unit, amountMinor },
    quantity: quantity === null ? null : quantityText(quantity),
    sentence: factors === result ? `${result} for the month` : `${factors} = ${result}`,
    itemCount: "measured" in line ? line.measured.items.length : 0,
    ...(evidence.length > 0 ? { evidence } : {}),
  };
}

function priced(line: RatedInput, context: Context): Priced {
  switch (line.kind) {
    case "fixed": {
      const part = partOfMonth(context.span);
      const exactMinor = multiplyRationals(rational(BigInt(line.amountMinor)), part.fraction);
      const factors = `${priceText(line.amountMinor, context.currency)}${part.words}`;
      return { exactMinor, quantity: null, unit: null, factors };
    }
    case "per_unit":
    case "per_employee": {
      const quantity = measuredQuantity(line.measured);
      const { unit } = line.measured;
      const factors = `${countedText(quantityText(quantity), unit)} × ${priceText(line.unitPriceMinor, context.currency)}`;
      return { exactMinor: times(quantity, line.unitPriceMinor), quantity, unit, factors };
    }
    case "per_seat":
      return seatsPriced(line, context);
    case "tiered":
      return tiersPriced(line, context);
    case "baseline":
      return baselinePriced(line, context);
    case "milestone":
      return { quantity: null, unit: null, ...milestonePriced(line, context.currency) };
    case "pass_through":
      return { quantity: null, unit: null, ...passThroughPriced(line, context.currency) };
    default:
      return line satisfies never;
  }
}

/** The billed days as a part of the whole month's, in the contract's zone. */
export function partOfMonth({ billedDays, wholeDays }: BilledSpan): { fraction: Rational; words: string } {
  if (billedDays === wholeDays) return { fraction: rational(1n), words: "" };
  return {
    fraction: rational(BigInt(billedDays), BigInt(wholeDays)),
    words: ` × ${billedDays} of ${wholeDays} days`,
  };
}

/** Σ seats × days held ÷ days of the month × price of a month: every day at the head count of that day. */
function seatsPriced(line: Extract<RatedInput, { kind: "per_seat" }>, { span, currency }: Context): Priced {
  const parts = line.seats
    .map(({ from, count }, at) => ({ count, days: daysHeld(from, line.seats[at + 1]?.from ?? null, span) }))
    .filter((part) => part.days > 0);
  const seatDays = parts.reduce((sum, { count, days }) => sum + BigInt(count) * BigInt(days), 0n);
  const quantity = rational(seatDays, BigInt(span.wholeDays));
  const seats = (count: number) => (count === 1 ? "1 seat" : `${count} seats`);
  const words = parts.map(({ count, days }) =>
    days === span.wholeDays ? seats(count) : `${seats(count)} × ${days} of ${span.wholeDays} days`,
  );
  const held = words.length > 1 ? `(${words.join(" + ")})` : (words[0] ?? "no days");
  const factors = `${held} × ${priceText(line.unitPriceMinor, currency)}`;
  return { exactMinor: times(quantity, line.unitPriceMinor), quantity, unit: "seats", factors };
}

function daysHeld(from: string, until: string | null, span: BilledSpan): number {
  const later = from > span.from ? from : span.from;
  const earlier = until !== null && until < span.to ? until : span.to;
  if (later >= earlier) return 0;
  return Temporal.PlainDate.from(later).until(Temporal.PlainDate.from(earlier), { largestUnit: "days" })
    .days;
}

/** Graduated bands: the units of each band at its price; the sum is rounded once. */
function tiersPriced(line: Extract<RatedInput, { kind: "tiered" }>, { currency }: Context): Priced {
  const quantity = measuredQuantity(line.measured);
  const { unit } = line.measured;
  let begun = ZERO;
  let exactMinor = ZERO;
  const words: string[] = [];
  for (const { upTo, unitPriceMinor } of line.bands) {
    const end = upTo === undefined ? quantity : smaller(parseDecimal(upTo), quantity);
    const units = addRationals(end, negative(begun));
    if (compareRationals(units, ZERO) <= 0) break;
    exactMinor = addRationals(exactMinor, times(units, unitPriceMinor));
    words.push(`${quantityText(units)} × ${priceText(unitPriceMinor, currency)}`);
    begun = end;
  }
  const factors =
    words.length === 0 ? `0 ${unit}` : `${countedText(quantityText(quantity), unit)}: ${words.join(" + ")}`;
  return { exactMinor, quantity, unit, factors };
}

/** Units above the band cost the additional charge, units below it give the reduced credit back. */
function baselinePriced(line: Extract<RatedInput, { kind: "baseline" }>, context: Context): Priced {
  const { span, currency } = context;
  const quantity = measuredQuantity(line.measured);
  const { unit } = line.measured;
  const base = multiplyRationals(parseDecimal(line.baseline), partOfMonth(span).fraction);
  const dead = multiplyRationals(base, basisPoints(line.deadBandBps));
  const [low, high] = [addRationals(base, negative(dead)), addRationals(base, dead)];
  const band = `the band of ${quantityText(low)} to ${quantityText(high)}`;
  const counted = countedText(quantityText(quantity), unit);
  if (compareRationals(quantity, high) > 0) {
    const above = addRationals(quantity, negative(high));
    const factors = `${counted}, ${quantityText(above)} above ${band} × ${priceText(line.additionalMinor, currency)}`;
    return { exactMinor: times(above, line.additionalMinor), quantity, unit, factors };
  }
  if (compareRationals(quantity, low) < 0) {
    const below = addRationals(low, negative(quantity));
    const factors = `${counted}, ${quantityText(below)} below ${band} × −${priceText(line.reducedMinor, currency)}`;
    return { exactMinor: negative(times(below, line.reducedMinor)), quantity, unit, factors };
  }
  return { exactMinor: ZERO, quantity, unit, factors: `${counted}, within ${band}` };
}

function times(quantity: Rational, minor: string): Rational {
  return multiplyRationals(quantity, parseDecimal(minor));
}

function negative({ numerator, denominator }: Rational): Rational {
  return rational(-numerator, denominator);
}

function smaller(left: Rational, right: Rational): Rational {
  return compareRationals(left, right) < 0 ? left : right;
}
