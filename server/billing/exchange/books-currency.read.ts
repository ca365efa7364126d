import type { Tx } from "../../db.ts";

export type BooksCurrencyRow = { currency: string | null; statedByName: string; statedAt: Date };

/** What an organisation stated last about the currency of its books; null where it never did. */
export async function booksCurrency(tx: Tx, organizationId: string): Promise<BooksCurrencyRow | null> {
  const [row] = await tx.$queryRaw<BooksCurrencyRow[]>`
    select currency, stated_by_name as "statedByName", stated_at as "statedAt" from books_currency
    where organization_id = ${organizationId}::uuid order by stated_at desc, id desc limit 1`;
  return row ?? null;
}
