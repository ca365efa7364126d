import { isDecimal, parseDecimal } from "../shared/decimal.ts";
import { addRationals, type Rational, rational } from "../shared/rational.ts";
import type { ServiceLevel } from "./service-level.ts";

type Asked = Pick<ServiceLevel, "kind" | "unit" | "direction" | "target" | "minimumSample">;

const SHARES: readonly ServiceLevel["kind"][] = ["clock_attainment", "ratio", "sample"];
const HUNDRED = rational(100n);

/**
 * The fewest items with which a share still meets its target in spite of one miss: 1 ÷ (1 − target), 100
 * for 99 %; where less is better 1 ÷ target. Null for what is no share of items, and where no number of
 * items forgives a miss. Source: groundswellgroup.ca/slas-small-numbers.
 */
export function itemsForOneMiss(level: Asked): number | null {
  if (level.unit !== "%" || !SHARES.includes(level.kind) || !isDecimal(level.target)) return null;
  const target = parseDecimal(level.target);
  const room = level.direction === "higher" ? less(HUNDRED, target) : target;
  if (room.numerator <= 0n) return null;
  const items = (100n * room.denominator + room.numerator - 1n) / room.numerator;
  return items > 0n && items <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(items) : null;
}

/** What one miss does to a month that is large enough to count but too small for it; null where nothing. */
export function oneMissWords(level: Asked): string | null {
  const items = itemsForOneMiss(level);
  if (items === null || items <= Math.max(level.minimumSample, 1)) return null;
  return `a single miss breaks the target with fewer than ${items.toLocaleString("en-US")} items`;
}

function less(one: Rational, other: Rational): Rational {
  return addRationals(one, { ...other, numerator: -other.numerator });
}
