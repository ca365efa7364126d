import { convert, type FoundRate } from "../ledger/exchange-rate.ts";
import { parseDecimal } from "../shared/decimal.ts";
import { formatMoney } from "../shared/format-money.ts";
import { type Money, money } from "../shared/money.ts";
import { rational } from "../shared/rational.ts";

/**
 * What a line states: an invoice's total, its VAT in the currency it is declared in, what is paid out; what a
 * credit note takes off the first two, what of it is refunded; a part of a payout that goes out later, and
 * what was clawed back and is taken off a payout.
 */
export type FxPurpose = "total" | "vat" | "payout" | "credit" | "credit_vat" | "refund" | "part" | "netted";

/**
 * An amount of an invoice or a payout stated in a second currency, with all that it was computed from: what
 * is owed stays in the first. Frozen as it was stated, whatever rate is stated later.
 */
export type FxLine = {
  purpose: FxPurpose;
  beforeCurrency: string;
  beforeMinor: bigint;
  afterCurrency: string;
  afterMinor: bigint;
  /** One unit of the base is `rate` of the quote; the two currencies in either direction. */
  base: string;
  quote: string;
  rate: string;
  /** The day that the rate is of, and the day for which it was looked up. */
  rateOf: string;
  statedFor: string;
  source: string;
  /** Before rounding, and what rounding added; in the second currency's major unit. */
  exact: string;
  roundedBy: string;
  /** Of a line that corrects another: what those before it of the same invoice took off; else 0. */
  earlierBeforeMinor: bigint;
  earlierAfterMinor: bigint;
};

type Earlier = Pick<FxLine, "earlierBeforeMinor" | "earlierAfterMinor">;
const NOTHING_EARLIER: Earlier = { earlierBeforeMinor: 0n, earlierAfterMinor: 0n };

/** Converts an amount at a rate that was found for a day. */
export function fxLine(p: {
  purpose: FxPurpose;
  before: Money;
  to: string;
  found: FoundRate;
  on: string;
  earlier?: Earlier;
}): FxLine {
  const { stated, factor } = p.found;
  const earlier = p.earlier ?? NOTHING_EARLIER;
  const whole = money(earlier.earlierBeforeMinor + p.before.amountMinor, p.before.currency);
  const already = money(earlier.earlierAfterMinor, p.to);
  const { after, exact, roundedBy } = convert(whole, { factor, to: p.to, already });
  return {
    purpose: p.purpose,
    ...{ beforeCurrency: p.before.currency, beforeMinor: p.before.amountMinor },
    ...{ afterCurrency: after.currency, afterMinor: after.amountMinor },
    ...{ base: stated.base, quote: stated.quote, rate: stated.rate },
    ...{ rateOf: stated.validFrom, statedFor: p.on, source: stated.source, exact, roundedBy },
    ...{ earlierBeforeMinor: earlier.earlierBeforeMinor, earlierAfterMinor: earlier.earlierAfterMinor },
  };
}

/**
 * What takes a part off a line that was stated before: at that line's own rate, and by the cumulative method,
 * round(rate × all that was taken off) − what was stated of it before. So no sequence of credits states more
 * than the invoice did, a full one states exactly as much, and none needs a rate of its own day.
 */
export function correctingFxLine(p: {
  purpose: "credit" | "credit_vat" | "refund";
  of: FxLine;
  minor: bigint;
  earlier: Earlier;
}): FxLine {
  const { of, purpose, earlier } = p;
  const before = money(p.minor, of.beforeCurrency);
  return fxLine({ purpose, before, to: of.afterCurrency, found: rateOf(of), on: of.statedFor, earlier });
}

/** The same line computed anew from what it says it was computed from. */
export function recomputeFxLine(line: FxLine): FxLine {
  const { purpose, beforeCurrency, beforeMinor, afterCurrency: to, statedFor: on } = line;
  const before = money(beforeMinor, beforeCurrency);
  return fxLine({ purpose, before, to, found: rateOf(line), on, earlier: line });
}

/** The rate of a line, as it was found for it. */
function rateOf({ base, quote, rate, rateOf: validFrom, source, beforeCurrency }: FxLine): FoundRate {
  const exact = parseDecimal(rate);
  const factor = base === beforeCurrency ? exact : rational(exact.denominator, exact.numerator);
  return { stated: { id: "", base, quote, rate, validFrom, source }, factor };
}

const WHAT: Record<FxPurpose, (amount: string) => string> = {
  total: (amount) => `The total of ${amount}`,
  vat: (amount) => `The VAT of ${amount}`,
  payout: (amount) => `What is paid out, ${amount},`,
  credit: (amount) => `The credit of ${amount}`,
  credit_vat: (amount) => `The VAT given back, ${amount},`,
  refund: (amount) => `The refund of ${amount}`,
  part: (amount) => `What is paid out later, ${amount},`,
  netted: (amount) => `What was clawed back, ${amount},`,
};

/** The line in a sentence that a reader can redo by hand. */
export function fxWords(line: FxLine): string {
  const before = formatMoney(money(line.beforeMinor, line.beforeCurrency));
  const after = formatMoney(money(line.afterMinor, line.afterCurrency));
  const rate = `1 ${line.base} = ${line.rate} ${line.quote}`;
  const rounded = /[1-9]/.test(line.roundedBy) ? `; rounded once from ${trimmed(line.exact)}` : "";
  const of = `${line.rateOf} (${line.source})`;
  return `${WHAT[line.purpose](before)} is ${after} at ${rate} of ${of}${rounded}.${further(line)}`;
}

/** How a line goes on from those before it, so that the sum of all is rounded once. */
function further(line: FxLine): string {
  const { earlierBeforeMinor, earlierAfterMinor, beforeCurrency, afterCurrency } = line;
  if (earlierBeforeMinor === 0n) return "";
  const [before, after] = [
    money(earlierBeforeMinor, beforeCurrency),
    money(earlierAfterMinor, afterCurrency),
  ];
  return ` Before it stood ${formatMoney(before)}, stated as ${formatMoney(after)}; both together are rounded once.`;
}

function trimmed(text: string): string {
  return text.replace(/\.?0+$/, "");
}
