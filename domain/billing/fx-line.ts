import { convert, type FoundRate } from "../ledger/exchange-rate.ts";
import { parseDecimal } from "../shared/decimal.ts";
import { formatMoney } from "../shared/format-money.ts";
import { type Money, money } from "../shared/money.ts";
import { rational } from "../shared/rational.ts";

/** What a line states: an invoice's total, its VAT in the currency it is declared in, or what is paid out. */
export type FxPurpose = "total" | "vat" | "payout";

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
};

/** Converts an amount at a rate that was found for a day. */
export function fxLine(p: {
  purpose: FxPurpose;
  before: Money;
  to: string;
  found: FoundRate;
  on: string;
}): FxLine {
  const { stated, factor } = p.found;
  const { after, exact, roundedBy } = convert(p.before, { factor, to: p.to });
  return {
    purpose: p.purpose,
    ...{ beforeCurrency: p.before.currency, beforeMinor: p.before.amountMinor },
    ...{ afterCurrency: after.currency, afterMinor: after.amountMinor },
    ...{ base: stated.base, quote: stated.quote, rate: stated.rate },
    ...{ rateOf: stated.validFrom, statedFor: p.on, source: stated.source, exact, roundedBy },
  };
}

/** The same line computed anew from what it says it was computed from. */
export function recomputeFxLine(line: FxLine): FxLine {
  const { base, quote, rate, rateOf, source, beforeCurrency, beforeMinor, afterCurrency } = line;
  const exact = parseDecimal(rate);
  const factor = base === beforeCurrency ? exact : rational(exact.denominator, exact.numerator);
  const found = { stated: { id: "", base, quote, rate, validFrom: rateOf, source }, factor };
  const before = money(beforeMinor, beforeCurrency);
  return fxLine({ purpose: line.purpose, before, to: afterCurrency, found, on: line.statedFor });
}

const WHAT: Record<FxPurpose, string> = {
  total: "The total of",
  vat: "The VAT of",
  payout: "What is paid out,",
};

/** The line in a sentence that a reader can redo by hand. */
export function fxWords(line: FxLine): string {
  const before = formatMoney(money(line.beforeMinor, line.beforeCurrency));
  const after = formatMoney(money(line.afterMinor, line.afterCurrency));
  const rate = `1 ${line.base} = ${line.rate} ${line.quote}`;
  const rounded = /[1-9]/.test(line.roundedBy) ? `; rounded once from ${trimmed(line.exact)}` : "";
  return (
    `${WHAT[line.purpose]} ${before}${line.purpose === "payout" ? "," : ""} is ${after} at ${rate} ` +
    `of ${line.rateOf} (${line.source})${rounded}.`
  );
}

function trimmed(text: string): string {
  return text.replace(/\.?0+$/, "");
}
