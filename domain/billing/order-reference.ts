import type { BillingTerms } from "../contracts/billing-terms.ts";
import { formatMoney } from "../shared/format-money.ts";

/**
 * What the buyer's books know an invoice by: "Purchase order PO-7, $400.00 left after this invoice · cost
 * centre 4410". Null where the contract names neither.
 *
 * @param orderedMinor what this invoice and those before it come to.
 */
export function orderReference(p: {
  billing: Pick<BillingTerms, "purchaseOrder" | "costCentre"> | null;
  orderedMinor: bigint;
  currency: string;
}): string | null {
  const { purchaseOrder, costCentre } = p.billing ?? {};
  const order = purchaseOrder ? [`Purchase order ${purchaseOrder.number}${left(p, purchaseOrder)}`] : [];
  const parts = [
    ...order,
    ...(costCentre ? [`${purchaseOrder ? "cost" : "Cost"} centre ${costCentre}`] : []),
  ];
  return parts.length === 0 ? null : parts.join(" · ");
}

function left(
  p: { orderedMinor: bigint; currency: string },
  { amountMinor }: { amountMinor?: string | undefined },
): string {
  if (amountMinor === undefined) return "";
  const rest = BigInt(amountMinor) - p.orderedMinor;
  const show = (minor: bigint) => formatMoney({ amountMinor: minor, currency: p.currency });
  return rest < 0n ? `, exceeded by ${show(-rest)}` : `, ${show(rest)} left after this invoice`;
}
