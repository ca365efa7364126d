import { type Rational, rational, roundHalfAwayFromZero } from "./rational.ts";

/**
 * At most this many digits: enough for any measurement, short enough for bigint arithmetic to stay cheap.
 */
export const MAX_DECIMAL_LENGTH = 40;

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Whether the text is a plain decimal such as "98.5" or "-3"; no exponent, no plus sign, no bare point. */
export function isDecimal(text: string): boolean {
  return text.length <= MAX_DECIMAL_LENGTH && DECIMAL.test(text);
}

/** The exact value of a plain decimal. Throws RangeError where isDecimal is false. */
export function parseDecimal(text: string): Rational {
  if (!isDecimal(text))
    throw new RangeError(`"${text.slice(0, MAX_DECIMAL_LENGTH)}" is not a plain decimal.`);
  const [whole = "", fraction = ""] = text.split(".");
  return rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/** The value with a fixed number of places, rounded once, half away from zero: 2/3 with 2 is "0.67". */
export function formatDecimal(value: Rational, places: number): string {
  const scale = 10n ** BigInt(places);
  const rounded = roundHalfAwayFromZero({ ...value, numerator: value.numerator * scale });
  const negative = rounded < 0n;
  const digits = (negative ? -rounded : rounded).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${negative ? "-" : ""}${whole}${places === 0 ? "" : `.${digits.slice(-places)}`}`;
}
