import { parseDecimal } from "../../shared/decimal.ts";
import { addRationals, compareRationals, type Rational, rational, ZERO } from "../../shared/rational.ts";
import type { Measured } from "./rating.schema.ts";

/**
 * How much the accepted work comes to: its number, what its field adds up to, how many different values the
 * field has, or its largest. An item whose field holds nothing counts for nothing.
 */
export function measuredQuantity({ by, items }: Pick<Measured, "by" | "items">): Rational {
  if (by === "count") return rational(BigInt(items.length));
  const values = items.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (by === "distinct") return rational(BigInt(new Set(values).size));
  const numbers = values.map(parseDecimal);
  if (by === "sum") return numbers.reduce(addRationals, ZERO);
  return numbers.reduce((most, one) => (compareRationals(one, most) > 0 ? one : most), ZERO);
}
