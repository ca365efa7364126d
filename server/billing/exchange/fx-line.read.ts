import type { FxLine } from "../../../domain/billing/fx-line.ts";
import { Prisma, type Tx } from "../../db.ts";

/** What an invoice states in other currencies: its total and its VAT. */
export function invoiceFxLines(tx: Tx, invoiceId: string): Promise<FxLine[]> {
  return linesOf(tx, Prisma.sql`invoice_id = ${invoiceId}::uuid and purpose <> 'payout'`);
}

/** What a payout states, as it was planned last; null where it states nothing in another currency. */
export async function payoutFxLine(tx: Tx, invoiceId: string): Promise<FxLine | null> {
  const lines = await linesOf(tx, Prisma.sql`invoice_id = ${invoiceId}::uuid and purpose = 'payout'`);
  return lines.at(-1) ?? null;
}

function linesOf(tx: Tx, where: Prisma.Sql): Promise<FxLine[]> {
  return tx.$queryRaw<FxLine[]>`
    select purpose, before_currency as "beforeCurrency", before_minor as "beforeMinor",
      after_currency as "afterCurrency", after_minor as "afterMinor", base, quote, rate,
      rate_of::text as "rateOf", stated_for::text as "statedFor", source, exact, rounded_by as "roundedBy"
    from fx_line where ${where} order by stated_at, id limit 50`;
}
