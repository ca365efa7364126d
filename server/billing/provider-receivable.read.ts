import type { Tx } from "../db.ts";

export type Receivable = { engagementId: string; amountMinor: bigint };

/**
 * What a provider owes in a currency by engagement, oldest account first, less what is planned to be taken
 * off payouts. Holds the provider's claw-backs to the end of the transaction, so that two payouts never
 * take one twice. For the worker's connection, which reads the books.
 */
export async function openReceivables(
  tx: Tx,
  p: { providerId: string; currency: string },
): Promise<Receivable[]> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${`receivable:${p.providerId}:${p.currency}`}, 0))::text`;
  return tx.$queryRaw<Receivable[]>`
    select * from (
      select a.engagement_id as "engagementId", (b.balance_minor - coalesce((
        select sum(q.amount_minor) from payout_part q where q.kind = 'netted' and q.state = 'planned'
          and q.receivable_engagement_id = a.engagement_id and q.provider_id = a.organization_id
          and q.currency = a.currency), 0))::bigint as "amountMinor"
      from ledger_account a join ledger_balance b on b.account_id = a.id
      where a.code = 'provider_receivable' and a.organization_id = ${p.providerId}::uuid
        and a.currency = ${p.currency} and a.engagement_id is not null order by a.id) r
    where "amountMinor" > 0`;
}
