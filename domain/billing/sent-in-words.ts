import { formatMoney } from "../shared/format-money.ts";
import type { Money } from "../shared/money.ts";

/** "$1,080.00", and where it went out in another currency, in which and how much. */
export function sentInWords(owed: Money, sent: Money): string {
  if (sent.currency === owed.currency) return formatMoney(owed);
  return `${formatMoney(owed)}, in ${sent.currency} as Stripe settled the payment: ${formatMoney(sent)},`;
}
