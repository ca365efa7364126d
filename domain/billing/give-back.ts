import { GiveBackDoesNotAddUp, RefundTooLarge } from "./credit-errors.ts";

/** How a credit note reaches the buyer. The three add up to its total. */
export type GiveBack = {
  /** Lowers what is still to be paid. */
  prePaymentMinor: bigint;
  refundMinor: bigint;
  balanceMinor: bigint;
};

/**
 * Splits a credit note over what is still due, a refund to the method and the customer balance: what is due
 * first; of the rest as much is refunded as was wished for and the payment still holds; what is left goes to
 * the balance. Exact to the minor unit.
 */
export function giveBackOf(p: {
  totalMinor: bigint;
  dueMinor: bigint;
  wishedRefundMinor: bigint;
  refundableMinor: bigint;
}): GiveBack {
  const prePaymentMinor = least(p.totalMinor, p.dueMinor);
  const rest = p.totalMinor - prePaymentMinor;
  const refundMinor = least(rest, least(p.wishedRefundMinor, p.refundableMinor));
  return { prePaymentMinor, refundMinor, balanceMinor: rest - refundMinor };
}

/**
 * Refuses a wish that does not fit the note. Throws GiveBackDoesNotAddUp where refund and balance are not the
 * part that was paid, RefundTooLarge where the payment holds less.
 */
export function refuseGiveBack(p: {
  paidPartMinor: bigint;
  refundMinor: bigint;
  balanceMinor: bigint;
  refundableMinor: bigint;
}): void {
  const givenMinor = p.refundMinor + p.balanceMinor;
  if (p.refundMinor < 0n || p.balanceMinor < 0n || givenMinor !== p.paidPartMinor)
    throw new GiveBackDoesNotAddUp({ totalMinor: p.paidPartMinor, givenMinor });
  if (p.refundMinor > p.refundableMinor) throw new RefundTooLarge({ refundableMinor: p.refundableMinor });
}

function least(left: bigint, right: bigint): bigint {
  const smaller = left < right ? left : right;
  return smaller > 0n ? smaller : 0n;
}
