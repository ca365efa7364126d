import { cumulativePart } from "../../../domain/billing/credit-note.ts";
import { chargeStepMinor } from "../../../domain/shared/currency.ts";
import { type Money, money } from "../../../domain/shared/money.ts";
import type { Tx } from "../../db.ts";

type Sent = { sentCurrency: string; sentMinor: bigint };
type Sums = {
  settledCurrency: string | null;
  settledMinor: bigint;
  chargedMinor: bigint;
  beforeMinor: bigint;
  sentBeforeMinor: bigint;
};

/** What a row says that was not sent, or not in another currency. */
export const NOT_SENT = { sentCurrency: null, sentMinor: null };

/**
 * What a transfer out of an invoice's payment has to be over. Stripe takes it out of the payment only in the
 * currency in which that was settled: round(settled × all that went out ÷ charged) − what was sent before,
 * so that no parts come to more than the payment did. Null where it settled in the invoice's currency.
 */
export async function sentElsewhere(tx: Tx, p: { invoiceId: string; minor: bigint }): Promise<Sent | null> {
  // Two parts of a payout that leave at the same moment count each other.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('sent:' || ${p.invoiceId}, 0))::text`;
  const [row] = await tx.$queryRaw<Sums[]>`
    select i.settled_currency as "settledCurrency", coalesce(i.settled_minor, 0) as "settledMinor",
           coalesce(i.charged_minor, 0) as "chargedMinor", coalesce(sum(o.minor), 0)::bigint as "beforeMinor",
           coalesce(sum(o.sent_minor), 0)::bigint as "sentBeforeMinor"
    from invoice i left join lateral (
      select p.transfer_minor as minor, p.sent_minor from payout p
        where p.invoice_id = i.id and p.sent_minor is not null
      union all select q.amount_minor - q.taken_minor, q.sent_minor from payout_part q
        join payout p on p.id = q.payout_id where p.invoice_id = i.id and q.sent_minor is not null) o on true
    where i.id = ${p.invoiceId}::uuid group by i.id`;
  if (!row?.settledCurrency) return null;
  const sentMinor = cumulativePart({
    wholeMinor: row.settledMinor,
    baseMinor: row.chargedMinor,
    cumulativeMinor: row.beforeMinor + p.minor,
    beforeMinor: row.sentBeforeMinor,
    stepMinor: chargeStepMinor(row.settledCurrency),
  });
  return { sentCurrency: row.settledCurrency, sentMinor };
}

/** What a transfer that is kept with a row is over; without one, the row's own amount. */
export function sentMoney(row: {
  sentCurrency: string | null;
  sentMinor: bigint | null;
  minor: bigint;
  currency: string;
}): Money {
  const { sentCurrency, sentMinor, minor, currency } = row;
  return sentCurrency && sentMinor !== null ? money(sentMinor, sentCurrency) : money(minor, currency);
}

/**
 * What a move of a dispute has to be over where the payout went out in another currency: a reversal its part
 * of what was sent, by the cumulative method over all reversals of the transfer; what is sent again, what was
 * taken back. Null in one currency.
 */
export async function movedElsewhere(
  tx: Tx,
  p: { id: string; disputeId: string; invoiceId: string; kind: string; amountMinor: bigint },
): Promise<Sent | null> {
  const [row] = await tx.$queryRaw<(Sums & { takenBackMinor: bigint | null })[]>`
    select p.sent_currency as "settledCurrency", coalesce(p.sent_minor, 0) as "settledMinor",
           coalesce(p.transfer_minor, p.amount_minor) as "chargedMinor",
           coalesce(sum(m.amount_minor), 0)::bigint as "beforeMinor",
           coalesce(sum(m.sent_minor), 0)::bigint as "sentBeforeMinor",
           max(m.sent_minor) filter (where m.dispute_id = ${p.disputeId}::uuid) as "takenBackMinor"
    from payout p left join charge_dispute d on d.invoice_id = p.invoice_id
    left join transfer_move m on m.dispute_id = d.id and m.kind = 'reversal' and m.state <> 'refused'
      and m.sent_minor is not null and m.id <> ${p.id}::uuid
    where p.invoice_id = ${p.invoiceId}::uuid group by p.id`;
  if (!row?.settledCurrency) return null;
  const { settledCurrency: sentCurrency, takenBackMinor } = row;
  if (p.kind === "retransfer" && takenBackMinor !== null)
    return { sentCurrency, sentMinor: takenBackMinor };
  const sentMinor = cumulativePart({
    wholeMinor: row.settledMinor,
    baseMinor: row.chargedMinor,
    cumulativeMinor: row.beforeMinor + p.amountMinor,
    beforeMinor: row.sentBeforeMinor,
    stepMinor: chargeStepMinor(sentCurrency),
  });
  return { sentCurrency, sentMinor };
}
