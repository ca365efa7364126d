import { formatMoney } from "../../shared/format-money.ts";
import { priceText } from "../../shared/price-text.ts";
import {
  addRationals,
  basisPoints,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
} from "../../shared/rational.ts";
import type { RatedInput } from "./rating.schema.ts";

/** Something that stands behind a line without being a work item: a receipt, an acceptance. */
export type LineEvidence = { id: string; label: string; on: string; text: string; amountMinor: bigint };

type PassThrough = Extract<RatedInput, { kind: "pass_through" }>;
type Milestone = Extract<RatedInput, { kind: "milestone" }>;

/** The approved costs with their mark-up, and at most the month's cap; rounded by the caller, once. */
export function passThroughPriced(
  line: PassThrough,
  currency: string,
): { exactMinor: Rational; factors: string } {
  const cost = line.costs.reduce((sum, one) => sum + BigInt(one.amountMinor), 0n);
  const marked = addRationals(rational(1n), basisPoints(line.markupBps));
  const exact = multiplyRationals(rational(cost), marked);
  const markup = line.markupBps === 0 ? "" : ` + ${line.markupBps / 100} %`;
  const receipts = line.costs.length === 1 ? "1 receipt" : `${line.costs.length} receipts`;
  const words = `${receipts} of ${formatMoney({ amountMinor: cost, currency })}${markup}`;
  const cap = line.capMinor === undefined ? null : rational(BigInt(line.capMinor));
  if (cap === null || compareRationals(exact, cap) <= 0) return { exactMinor: exact, factors: words };
  return {
    exactMinor: cap,
    factors: `${words}, at most ${priceText(line.capMinor ?? "0", currency)} a month`,
  };
}

export function milestonePriced(
  line: Milestone,
  currency: string,
): { exactMinor: Rational; factors: string } {
  const factors = `${priceText(line.amountMinor, currency)}, due by ${line.dueOn}, accepted on ${line.acceptedOn}`;
  return { exactMinor: rational(BigInt(line.amountMinor)), factors };
}

/** What stands behind a line beside work items, in the order of its days. */
export function evidenceOf(line: RatedInput): LineEvidence[] {
  if (line.kind === "milestone") {
    const { id, acceptedOn, evidence, amountMinor } = line;
    return [{ id, label: "Accepted", on: acceptedOn, text: evidence, amountMinor: BigInt(amountMinor) }];
  }
  if (line.kind !== "pass_through") return [];
  return line.costs.map(({ id, receipt, incurredOn, amountMinor }) => ({
    ...{ id, label: receipt, on: incurredOn, text: "", amountMinor: BigInt(amountMinor) },
  }));
}
