import { formatDecimal } from "./decimal.ts";
import { type Rational, rational } from "./rational.ts";

/** How what lies between two decimals is decided. `down` is towards zero, `up` away from it. */
export type RoundingRule = { decimals: number; mode: "half_away" | "half_even" | "down" | "up" };

/** The exact value as a decimal with a fixed number of places: 2/3 with two places, halves away, is "0.67". */
export function roundedDecimal(value: Rational, rule: RoundingRule): string {
  if (rule.mode === "half_away") return formatDecimal(value, rule.decimals);
  const scale = 10n ** BigInt(rule.decimals);
  const negative = value.numerator < 0n;
  const scaled = (negative ? -value.numerator : value.numerator) * scale;
  const whole = scaled / value.denominator;
  const rest = scaled - whole * value.denominator;
  const magnitude = whole + (roundsUp(rule.mode, { whole, rest, of: value.denominator }) ? 1n : 0n);
  return formatDecimal(rational(negative ? -magnitude : magnitude, scale), rule.decimals);
}

function roundsUp(
  mode: "half_even" | "down" | "up",
  p: { whole: bigint; rest: bigint; of: bigint },
): boolean {
  switch (mode) {
    case "down":
      return false;
    case "up":
      return p.rest > 0n;
    case "half_even":
      return 2n * p.rest > p.of || (2n * p.rest === p.of && p.whole % 2n === 1n);
    default:
      return mode satisfies never;
  }
}
