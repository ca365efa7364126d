import type { Adjustment } from "../service-levels/adjustment-bundle.ts";

/**
 * What is still open of an accepted correction of a frozen month. Minor units; above 0 the buyer owes more,
 * below 0 the buyer gets something back.
 */
export type OpenAdjustment = { id: string; correctionId: string; period: string; netMinor: bigint };

/**
 * The parts of the open corrections that a statement of such a net can settle, each with the part's amount. A
 * net never goes below 0: what a credit cannot take from this month stays open for the next. Charges come
 * first, because they make room for credits; the order is otherwise kept.
 */
export function settledParts(netMinor: bigint, open: readonly OpenAdjustment[]): OpenAdjustment[] {
  const charges = open.filter((one) => one.netMinor > 0n);
  const credits = open.filter((one) => one.netMinor < 0n);
  let room = charges.reduce((sum, one) => sum + one.netMinor, netMinor);
  const taken = credits.map((one) => {
    const part = one.netMinor < -room ? -room : one.netMinor;
    room += part;
    return { ...one, netMinor: part };
  });
  return [...charges, ...taken.filter((one) => one.netMinor !== 0n)];
}

/** The settled part of a correction as the statement's bundle carries it. */
export function correctionLine({ correctionId, period, netMinor }: OpenAdjustment): Adjustment {
  return { kind: "correction", id: correctionId, period, amountMinor: String(netMinor) };
}
