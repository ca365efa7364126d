/** An exact fraction; the denominator is positive. Not always in lowest terms. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** A fraction from two integers. Throws RangeError for a zero denominator. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError("A fraction needs a denominator other than 0.");
  return denominator < 0n
    ? { numerator: -numerator, denominator: -denominator }
    : { numerator, denominator };
}

/** Basis points as a fraction: 1200 is 12 %. */
export function basisPoints(bps: number): Rational {
  return rational(BigInt(bps), 10_000n);
}

export function multiplyRationals(...factors: readonly Rational[]): Rational {
  let numerator = 1n;
  let denominator = 1n;
  for (const factor of factors) {
    numerator *= factor.numerator;
    denominator *= factor.denominator;
  }
  return { numerator, denominator };
}

export function addRationals(left: Rational, right: Rational): Rational {
  if (left.denominator === right.denominator)
    return { numerator: left.numerator + right.numerator, denominator: left.denominator };
  return {
    numerator: left.numerator * right.denominator + right.numerator * left.denominator,
    denominator: left.denominator * right.denominator,
  };
}

/** Negative, zero or positive as left is below, equal to or above right. */
export function compareRationals(left: Rational, right: Rational): -1 | 0 | 1 {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The nearest integer, halves away from zero: 2.5 is 3 and -2.5 is -3. */
export function roundHalfAwayFromZero({ numerator, denominator }: Rational): bigint {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return negative ? -rounded : rounded;
}

/** The nearest multiple of a step, halves away from zero: amounts of ISK are charged in whole crowns. */
export function roundToStep(exact: Rational, step: bigint): bigint {
  return roundHalfAwayFromZero({ ...exact, denominator: exact.denominator * step }) * step;
}
