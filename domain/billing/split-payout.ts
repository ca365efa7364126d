import { basisPoints, multiplyRationals, rational, roundToStep } from "../shared/rational.ts";

export type PayoutParts = {
  /** What earlier claw-backs take, by receivable. */
  netted: { key: string; amountMinor: bigint }[];
  /** What open objections hold, by objection. */
  contested: { key: string; amountMinor: bigint }[];
  reserveMinor: bigint;
  /** What goes out now; 0 where the rest takes all. */
  transferMinor: bigint;
};

type Claim = { key: string; amountMinor: bigint };
type Reserve = { bps: number; roomMinor: bigint | null; stepMinor?: bigint };

/**
 * Splits what a provider has earned for an invoice: exactly what is contested is held, what the provider owes
 * is taken off the rest (oldest first), of what is left then the reserve keeps its share, and everything else
 * goes out. The parts are never below 0 and add up to the amount; what it does not cover stays owed.
 */
export function splitPayout(p: {
  amountMinor: bigint;
  contested: readonly Claim[];
  receivables: readonly Claim[];
  reserve: Reserve;
}): PayoutParts {
  let left = p.amountMinor;
  const take = (claims: readonly Claim[]) =>
    claims
      .map(({ key, amountMinor }) => {
        const part = least(amountMinor, left);
        left -= part;
        return { key, amountMinor: part };
      })
      .filter((one) => one.amountMinor > 0n);
  const contested = take(p.contested);
  const netted = take(p.receivables);
  const reserveMinor = reserveOf(left, p.reserve);
  return { netted, contested, reserveMinor, transferMinor: left - reserveMinor };
}

/**
 * A share of the amount, rounded once, half away from zero, to what can be paid out, and no more than the
 * reserve still takes.
 */
function reserveOf(amountMinor: bigint, { bps, roomMinor, stepMinor = 1n }: Reserve): bigint {
  const share = roundToStep(multiplyRationals(rational(amountMinor), basisPoints(bps)), stepMinor);
  const held = least(share, amountMinor);
  return roomMinor === null ? held : least(held, roomMinor - (roomMinor % stepMinor));
}

function least(left: bigint, right: bigint): bigint {
  const smaller = left < right ? left : right;
  return smaller > 0n ? smaller : 0n;
}
