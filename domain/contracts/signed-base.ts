import { parseDecimal } from "../shared/decimal.ts";
import { addRationals, multiplyRationals, rational, roundHalfAwayFromZero } from "../shared/rational.ts";
import type { Terms } from "./terms.ts";

/**
 * What credits are a share of in a whole month as signed, before any work is counted: the monthly fee, fixed
 * lines and seats that are at risk, in minor units. Volumes add to it and are known only once they happened.
 */
export function signedBaseMinor({
  monthlyFeeMinor,
  billing,
}: Pick<Terms, "monthlyFeeMinor" | "billing">): bigint {
  const lines = (billing?.lines ?? []).map((line) => {
    if ("atRisk" in line && line.atRisk === false) return rational(0n);
    if (line.kind === "fixed") return rational(BigInt(line.amountMinor));
    if (line.kind !== "per_seat") return rational(0n);
    return multiplyRationals(rational(BigInt(line.seats)), parseDecimal(line.unitPriceMinor));
  });
  return roundHalfAwayFromZero(lines.reduce(addRationals, rational(BigInt(monthlyFeeMinor))));
}
