import { displayDecimals, isKnownCurrency, minorUnitExponent } from "./currency.ts";
import type { Money } from "./money.ts";

/** The largest amount we take from a form: 10^13 minor units, 100 billion in a two-decimal currency. */
export const MAX_INPUT_MINOR = 10_000_000_000_000n;

export type MoneyRefusalCode =
  | "empty"
  | "not_a_number"
  | "negative"
  | "zero"
  | "ambiguous_comma"
  | "too_many_decimals"
  | "too_large"
  | "unknown_currency";

export type ParsedMoney =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly code: MoneyRefusalCode; readonly message: string };

/**
 * Reads what a person typed as an amount: "1200", "1,200.50", "$ 1,200.50", "1 200.5". The decimal sign is
 * a point and a comma only groups thousands, so "1,50" is refused and not guessed. Zero and negative
 * amounts are refused, zero unless `allowZero`.
 */
export function parseMoney(
  text: string,
  currency: string,
  options: { allowZero?: boolean } = {},
): ParsedMoney {
  if (!isKnownCurrency(currency))
    return refuse("unknown_currency", `"${currency}" is not a currency we can charge in.`);
  const typed = withoutCurrencySign(text.normalize("NFKC").trim(), currency);
  if (typed === "") return refuse("empty", "Enter an amount.");
  if (/^[-−–(]/.test(typed) || /^\D*[-−–]\s*\d/.test(typed))
    return refuse("negative", "Enter an amount above 0; a minus sign is not possible here.");
  const digits = typed.replace(/[\s_']/g, "");
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits))
    return refuse("not_a_number", `"${text.trim()}" is not an amount; write it like 1,200.50.`);
  const refusal = commaRefusal(digits);
  if (refusal) return refusal;
  return toMoney(digits.replaceAll(",", ""), currency, options.allowZero ?? false);
}

function toMoney(plain: string, currency: string, allowZero: boolean): ParsedMoney {
  const [whole = "", fraction = "", ...more] = plain.split(".");
  if (more.length > 0) return refuse("not_a_number", "An amount has one decimal point at most.");
  const shown = displayDecimals(currency);
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > shown) return refuse("too_many_decimals", decimalsSentence(currency, shown));
  // Ten trillion has 14 digits; a text a thousand digits long must not reach BigInt first.
  if (whole.replace(/^0+/, "").length > 14) return refuse("too_large", tooLargeSentence(currency));
  const exponent = minorUnitExponent(currency);
  const amountMinor = BigInt((whole || "0") + kept.padEnd(exponent, "0"));
  if (amountMinor > MAX_INPUT_MINOR) return refuse("too_large", tooLargeSentence(currency));
  if (amountMinor === 0n && !allowZero) return refuse("zero", "Enter an amount above 0.");
  return { ok: true, money: { amountMinor, currency } };
}

function commaRefusal(digits: string): ParsedMoney | null {
  if (!digits.includes(",")) return null;
  if (/^\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$/.test(digits)) return null;
  return refuse(
    "ambiguous_comma",
    "Use a point for decimals and a comma only between thousands, like 1,200.50.",
  );
}

function withoutCurrencySign(text: string, currency: string): string {
  const upper = text.toUpperCase();
  if (upper.startsWith(currency)) return text.slice(currency.length).trim();
  if (upper.endsWith(currency)) return text.slice(0, -currency.length).trim();
  return text.replace(/^\p{Sc}\s*|\s*\p{Sc}$/u, "");
}

function decimalsSentence(currency: string, shown: number): string {
  if (shown === 0) return `${currency} has no decimals; enter a whole amount.`;
  return `${currency} has ${shown} decimals at most.`;
}

function tooLargeSentence(currency: string): string {
  const major = MAX_INPUT_MINOR / 10n ** BigInt(minorUnitExponent(currency));
  return `The largest amount possible here is ${currency} ${major.toLocaleString("en-US")}.`;
}

function refuse(code: MoneyRefusalCode, message: string): ParsedMoney {
  return { ok: false, code, message };
}
