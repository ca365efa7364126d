import { isDecimal, parseDecimal } from "../shared/decimal.ts";

/** Basis points of a percentage as typed ("12.5", "12.5 %"), or null where it cannot be read exactly. */
export function bpsOfPercent(text: string): number | null {
  const plain = text.trim().replace(/\s*%$/, "");
  if (!isDecimal(plain) || plain.length > 12) return null;
  const { numerator, denominator } = parseDecimal(plain);
  const scaled = numerator * 100n;
  return scaled % denominator === 0n ? Number(scaled / denominator) : null;
}
