import type { ExchangeRate } from "../../../domain/ledger/exchange-rate.ts";
import { Prisma, type Tx } from "../../db.ts";
import { keyset, type PageOf } from "../keyset.ts";

/** The rates between two currencies in the order in which they were stated, the latest 500 of them. */
export async function ratesBetween(tx: Tx, left: string, right: string): Promise<ExchangeRate[]> {
  const pair = Prisma.sql`(base, quote) in ((${left}, ${right}), (${right}, ${left}))`;
  const rates = await tx.$queryRaw<ExchangeRate[]>`
    select id, base, quote, rate, valid_from::text as "validFrom", source from exchange_rate
    where ${pair} order by stated_at desc, id desc limit 500`;
  return rates.reverse();
}

export type ExchangeRateRow = ExchangeRate & { statedByName: string; statedAt: Date };

/** A page of what was stated, of one pair or of all, the latest word first. Throws InvalidInput. */
export function statedRates(
  tx: Tx,
  page: PageOf & { pair: { base: string; quote: string } | null },
): Promise<ExchangeRateRow[]> {
  const { pair } = page;
  const ofPair = pair ? Prisma.sql`r.base = ${pair.base} and r.quote = ${pair.quote}` : Prisma.sql`true`;
  const by = Prisma.sql`r.stated_at, r.id`;
  const keys = keyset({ by, from: Prisma.sql`exchange_rate r`, id: Prisma.sql`r.id`, scope: null, page });
  return tx.$queryRaw<ExchangeRateRow[]>`
    select r.id, r.base, r.quote, r.rate, r.valid_from::text as "validFrom", r.source,
      r.stated_by_name as "statedByName", r.stated_at as "statedAt"
    from exchange_rate r where ${ofPair} and ${keys.where} ${keys.order}`;
}

/** One rate; null where there is none. */
export async function findRate(tx: Tx, id: string): Promise<ExchangeRateRow | null> {
  const [found] = await tx.$queryRaw<ExchangeRateRow[]>`
    select r.id, r.base, r.quote, r.rate, r.valid_from::text as "validFrom", r.source,
      r.stated_by_name as "statedByName", r.stated_at as "statedAt"
    from exchange_rate r where r.id = ${id}::uuid`;
  return found ?? null;
}

export type PairRow = ExchangeRateRow & { count: number };

/** Every pair with the rate of its latest day; of two for that day the later word. */
export function ratePairs(tx: Tx): Promise<PairRow[]> {
  return tx.$queryRaw<PairRow[]>`
    select distinct on (r.base, r.quote) r.id, r.base, r.quote, r.rate, r.valid_from::text as "validFrom",
      r.source, r.stated_by_name as "statedByName", r.stated_at as "statedAt",
      (count(*) over (partition by r.base, r.quote))::int as count
    from exchange_rate r order by r.base, r.quote, r.valid_from desc, r.stated_at desc, r.id desc limit 500`;
}
