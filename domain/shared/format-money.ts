import { displayDecimals, minorUnitExponent } from "./currency.ts";
import type { Money } from "./money.ts";

/**
 * Building a formatter costs far more than using it, so each (locale, currency, decimals) is built once.
 */
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * The amount as people of the locale write it: "$1,200.50". The digits go to Intl as text, so nothing
 * passes through a float. Throws UnknownCurrency.
 */
export function formatMoney(amount: Money, locale = "en-US"): string {
  const exponent = minorUnitExponent(amount.currency);
  const shown = displayDecimals(amount.currency);
  const hasHiddenDigits = shown < exponent && amount.amountMinor % 10n ** BigInt(exponent) !== 0n;
  const decimals = hasHiddenDigits ? exponent : shown;
  const text = toDecimalString(amount) as Intl.StringNumericLiteral;
  return formatterFor(locale, amount.currency, decimals).format(text);
}

/** The amount as a plain decimal: "-1200.50", for inputs, CSV and machines. */
export function toDecimalString(amount: Money): string {
  const exponent = minorUnitExponent(amount.currency);
  const negative = amount.amountMinor < 0n;
  const digits = (negative ? -amount.amountMinor : amount.amountMinor)
    .toString()
    .padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? "" : `.${digits.slice(-exponent)}`;
  return `${negative ? "-" : ""}${whole}${fraction}`;
}

function formatterFor(locale: string, currency: string, decimals: number): Intl.NumberFormat {
  const key = `${locale}|${currency}|${decimals}`;
  const known = formatters.get(key);
  if (known) return known;
  const built = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  formatters.set(key, built);
  return built;
}
