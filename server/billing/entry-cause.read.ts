import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

export type EntryDetail = {
  id: string;
  source: string;
  sourceId: string;
  step: string;
  memo: string;
  effectiveAt: Date;
  createdAt: Date;
  seq: bigint | null;
  hash: string | null;
  prevHash: string | null;
  legs: EntryDetailLeg[];
};

export type EntryDetailLeg = {
  code: string;
  currency: string;
  amountMinor: bigint;
  organizationId: string | null;
  organizationName: string | null;
};

/** A journal entry with every leg and its place in the chain, for staff; null where there is none. */
export async function findEntry(tx: Tx, id: string): Promise<EntryDetail | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<Omit<EntryDetail, "legs">[]>`
    select e.id, e.source, e.source_id as "sourceId", e.step, e.memo, e.effective_at as "effectiveAt",
           e.created_at as "createdAt", l.seq, l.hash, l.prev_hash as "prevHash"
    from journal_entry e left join journal_link l on l.entry_id = e.id where e.id = ${id}::uuid`;
  if (!row) return null;
  const legs = await tx.$queryRaw<EntryDetailLeg[]>`
    select a.code, a.currency, p.amount_minor as "amountMinor", a.organization_id as "organizationId",
           o.name as "organizationName"
    from posting p join ledger_account a on a.id = p.account_id
    left join organization o on o.id = a.organization_id
    where p.entry_id = ${id}::uuid order by p.amount_minor desc, a.code, p.id`;
  return { ...row, legs };
}

export type EntryCause = {
  invoiceId: string | null;
  invoiceNumber: string | null;
  statementId: string | null;
  period: string | null;
  payoutId: string | null;
};

/**
 * What an entry is about: the invoice with its statement, or the payout, that its source names. A movement
 * of the Stripe balance names neither; it was written together with an entry that does, so that one is
 * asked. Null where nothing of ours caused it.
 */
export async function causeOf(tx: Tx, entryId: string): Promise<EntryCause | null> {
  const [row] = await tx.$queryRaw<EntryCause[]>`
    with own as (select * from journal_entry where id = ${entryId}::uuid),
    related as (
      select source, source_id, step, 0 as distance from own
      union all
      select e.source, e.source_id, e.step, 1 from journal_entry e join own
        on e.transaction_id = own.transaction_id and e.created_at = own.created_at and e.id <> own.id
      where own.source = 'stripe' and own.source_id like 'txn%')
    select i.id as "invoiceId", i.number as "invoiceNumber", s.id as "statementId", s.period,
           case when r.source_id = p.stripe_transfer_id or r.step = 'paid_out' then p.id end as "payoutId"
    from related r
    left join payout p on (r.source = 'stripe' and p.stripe_transfer_id = r.source_id)
      or (r.step = 'paid_out' and p.invoice_id::text = r.source_id)
    join invoice i on i.id::text = r.source_id or i.stripe_invoice_id = r.source_id or i.id = p.invoice_id
    join statement s on s.id = i.statement_id
    order by r.distance limit 1`;
  return row ?? null;
}
