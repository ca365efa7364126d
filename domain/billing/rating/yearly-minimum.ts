import { chargeStepMinor } from "../../shared/currency.ts";
import { formatMoney } from "../../shared/format-money.ts";
import { priceText } from "../../shared/price-text.ts";
import { addRationals, multiplyRationals, rational, roundToStep } from "../../shared/rational.ts";
import type { BilledSpan } from "./billed-span.ts";
import { type ContractYear, daysWithin, yearsEnding } from "./contract-year.ts";
import type { YearInput } from "./further-inputs.ts";
import type { RatedLine } from "./rate-line.ts";

/** A billed month before this one: its days and what its lines came to without shortfalls of years. */
export type ChargedMonth = { span: BilledSpan; amountMinor: bigint };

/** The years that end in a month, each with the months that count towards its minimum. */
export function yearInputs(p: {
  minimumMinor: string | undefined;
  startsOn: string;
  endsOn: string | null;
  span: BilledSpan;
  charged: readonly ChargedMonth[];
}): YearInput[] {
  const { minimumMinor, span } = p;
  if (minimumMinor === undefined) return [];
  return yearsEnding(p).map((year) => ({
    ...year,
    minimumMinor,
    days: daysWithin(span, year),
    before: p.charged.flatMap((one) => countedMonth(one, year)),
  }));
}

function countedMonth({ span, amountMinor }: ChargedMonth, year: ContractYear): YearInput["before"] {
  const days = daysWithin(span, year);
  if (days === 0) return [];
  const { month, billedDays } = span;
  return [{ month, amountMinor: String(amountMinor), days, billedDays }];
}

/**
 * What is missing to the least that a year costs, rounded once: the minimum by the days of a year cut short,
 * less every month's lines by the days of the month in the year.
 *
 * @param chargedMinor what this month's other lines come to.
 */
export function yearlyShortfall(
  year: YearInput,
  p: { span: BilledSpan; chargedMinor: bigint; currency: string },
): RatedLine[] {
  const { currency } = p;
  const part = rational(BigInt(year.billedDays), BigInt(year.wholeDays));
  const least = multiplyRationals(rational(BigInt(year.minimumMinor)), part);
  const months = [
    ...year.before.map((one) => ({ ...one, amountMinor: BigInt(one.amountMinor) })),
    { amountMinor: p.chargedMinor, days: year.days, billedDays: p.span.billedDays },
  ];
  const charged = months
    .map(({ amountMinor, days, billedDays }) =>
      multiplyRationals(rational(amountMinor), rational(BigInt(days), BigInt(billedDays))),
    )
    .reduce(addRationals);
  const step = chargeStepMinor(currency);
  const missing = addRationals(least, multiplyRationals(charged, rational(-1n)));
  const amountMinor = roundToStep(missing, step);
  if (amountMinor <= 0n) return [];
  const show = (minor: bigint) => formatMoney({ amountMinor: minor, currency });
  const cut = year.billedDays === year.wholeDays ? "" : ` × ${year.billedDays} of ${year.wholeDays} days`;
  const sentence =
    `${priceText(year.minimumMinor, currency)}${cut} at least for ${year.from} to the day before ${year.to}, ` +
    `less ${show(roundToStep(charged, step))} of its ${months.length} ` +
    `${months.length === 1 ? "month" : "months"} = ${show(amountMinor)}`;
  return [
    {
      ...{
        id: `yearly-minimum-${year.year}`,
        kind: "yearly_minimum",
        atRisk: false,
        amountMinor,
        sentence,
      },
      ...{ label: `Minimum commitment of year ${year.year}`, quantity: null, unit: null, itemCount: 0 },
    },
  ];
}
