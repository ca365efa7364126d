import { minorUnitExponent } from "./currency.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { formatMoney } from "./format-money.ts";
import { multiplyRationals, type Rational, rational } from "./rational.ts";

/** "$18.00", or "$0.0125" where a price is a part of a minor unit. */
export function priceText(minor: string, currency: string): string {
  const [whole = "0", fraction = ""] = minor.split(".");
  if (/^0*$/.test(fraction)) return formatMoney({ amountMinor: BigInt(whole), currency });
  const exponent = minorUnitExponent(currency);
  const major = multiplyRationals(parseDecimal(minor), rational(1n, 10n ** BigInt(exponent)));
  const digits = formatDecimal(major, exponent + fraction.length);
  const symbol = formatMoney({ amountMinor: 0n, currency }).replace(/[\d.,]+/, "");
  return `${symbol}${digits}`;
}

/** A quantity as people write it: "1,204", "12.5". Six decimals at most. */
export function quantityText(quantity: Rational): string {
  const text = formatDecimal(quantity, 6).replace(/\.?0+$/, "");
  const [whole = "0", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "12 vendor bills"; of one alone the number, because units are named in the plural. */
export function countedText(quantity: string, unit: string): string {
  return quantity === "1" ? quantity : `${quantity} ${unit}`;
}
