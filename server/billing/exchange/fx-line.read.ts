import type { FxLine } from "../../../domain/billing/fx-line.ts";
import { Prisma, type Tx } from "../../db.ts";

/** What an invoice states in other currencies: its total and its VAT. */
export function invoiceFxLines(tx: Tx, invoiceId: string): Promise<FxLine[]> {
  return linesOf(tx, Prisma.sql`f.invoice_id = ${invoiceId}::uuid and f.purpose in ('total', 'vat')`);
}

/** What a payout states, as it was planned last; null where it states nothing in another currency. */
export async function payoutFxLine(tx: Tx, invoiceId: string): Promise<FxLine | null> {
  const lines = await linesOf(tx, Prisma.sql`f.invoice_id = ${invoiceId}::uuid and f.purpose = 'payout'`);
  return lines.at(-1) ?? null;
}

/** What a credit note states: its total, its VAT and what of it was refunded. */
export function creditNoteFxLines(tx: Tx, creditNoteId: string): Promise<FxLine[]> {
  return linesOf(tx, Prisma.sql`f.credit_note_id = ${creditNoteId}::uuid`);
}

/** What a part of a payout states, as it was released last; null where it states nothing. */
export async function partFxLine(tx: Tx, payoutPartId: string): Promise<FxLine | null> {
  const lines = await linesOf(tx, Prisma.sql`f.payout_part_id = ${payoutPartId}::uuid`);
  return lines.at(-1) ?? null;
}

/**
 * What credit notes (or refunds) stated off an invoice so far, in both currencies: what was withdrawn or came
 * back does not count. Minor units.
 */
export async function takenOffBefore(
  tx: Tx,
  p: { invoiceId: string; purpose: "credit" | "credit_vat" | "refund" },
): Promise<Pick<FxLine, "earlierBeforeMinor" | "earlierAfterMinor">> {
  const [row] = await tx.$queryRaw<Pick<FxLine, "earlierBeforeMinor" | "earlierAfterMinor">[]>`
    select coalesce(sum(f.before_minor), 0)::bigint as "earlierBeforeMinor",
           coalesce(sum(f.after_minor), 0)::bigint as "earlierAfterMinor"
    from fx_line f join credit_note c on c.id = f.credit_note_id left join refund r on r.id = f.refund_id
    where f.invoice_id = ${p.invoiceId}::uuid and f.purpose = ${p.purpose} and c.state <> 'withdrawn'
      and coalesce(r.state, 'pending') in ('pending', 'succeeded')`;
  return row ?? { earlierBeforeMinor: 0n, earlierAfterMinor: 0n };
}

function linesOf(tx: Tx, where: Prisma.Sql): Promise<FxLine[]> {
  return tx.$queryRaw<FxLine[]>`
    select f.purpose, f.before_currency as "beforeCurrency", f.before_minor as "beforeMinor",
      f.after_currency as "afterCurrency", f.after_minor as "afterMinor", f.base, f.quote, f.rate,
      f.rate_of::text as "rateOf", f.stated_for::text as "statedFor", f.source, f.exact,
      f.rounded_by as "roundedBy", f.earlier_before_minor as "earlierBeforeMinor",
      f.earlier_after_minor as "earlierAfterMinor"
    from fx_line f where ${where} order by f.stated_at, f.id limit 50`;
}
