import type { Temporal } from "temporal-polyfill";
import { idCursor } from "../../domain/shared/id-cursor.ts";
import { fromPlainDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";

/** An account of the trial balance (a code in a currency), or the part of it that is one organisation's. */
export type AccountFilter = {
  code: string;
  currency: string;
  organizationId: string | null;
  from: Temporal.PlainDate | null;
  to: Temporal.PlainDate | null;
};

export type AccountLine = {
  id: string;
  entryId: string;
  memo: string;
  source: string;
  sourceId: string;
  effectiveAt: Date;
  organizationName: string | null;
  currency: string;
  amountMinor: bigint;
  /** The sum of all legs up to and with this one, from before the filter's first day on. */
  balanceMinor: bigint;
};

export type AccountSummary = { openingMinor: bigint; closingMinor: bigint; lines: number; names: string[] };

const DAY = Prisma.sql`(e.effective_at at time zone 'UTC')::date`;
const FROM = Prisma.sql`posting p join journal_entry e on e.id = p.entry_id
  join ledger_account a on a.id = p.account_id left join organization o on o.id = a.organization_id`;

function ofAccount({ code, currency, organizationId }: AccountFilter): Prisma.Sql {
  if (organizationId !== null && !isId(organizationId)) return Prisma.sql`false`;
  const party = organizationId ? Prisma.sql`a.organization_id = ${organizationId}::uuid` : Prisma.sql`true`;
  return Prisma.sql`a.code = ${code} and a.currency = ${currency} and ${party}`;
}

function withinDays({ from, to }: AccountFilter): Prisma.Sql {
  const since = from ? Prisma.sql`${DAY} >= ${fromPlainDate(from)}::date` : Prisma.sql`true`;
  const until = to ? Prisma.sql`${DAY} <= ${fromPlainDate(to)}::date` : Prisma.sql`true`;
  return Prisma.sql`${since} and ${until}`;
}

export type LinePage = {
  after?: string | undefined;
  before?: string | undefined;
  take: number;
  inverted: boolean;
};

/**
 * The legs of an account, newest first, each with the running balance. For staff. Throws InvalidInput for a
 * cursor that is none.
 */
export function accountLines(tx: Tx, filter: AccountFilter, page: LinePage): Promise<AccountLine[]> {
  const place = (cursor: string) => Prisma.sql`(select e2.effective_at, p2.id from posting p2
    join journal_entry e2 on e2.id = p2.entry_id where p2.id = ${idCursor(cursor)}::uuid)`;
  const after = page.after ? Prisma.sql`(l.effective_at, l.id) < ${place(page.after)}` : Prisma.sql`true`;
  const before = page.before
    ? Prisma.sql`(l.effective_at, l.id) > ${place(page.before)}`
    : Prisma.sql`true`;
  const since = filter.from && fromPlainDate(filter.from);
  const until = filter.to && fromPlainDate(filter.to);
  const direction = page.inverted ? Prisma.sql`asc` : Prisma.sql`desc`;
  return tx.$queryRaw<AccountLine[]>`
    select l.* from (
      select p.id, e.id as "entryId", e.memo, e.source, e.source_id as "sourceId", e.effective_at,
             e.effective_at as "effectiveAt", o.name as "organizationName", p.currency,
             p.amount_minor as "amountMinor", ${DAY} as day,
             (sum(p.amount_minor) over (order by e.effective_at, p.id))::bigint as "balanceMinor"
      from ${FROM} where ${ofAccount(filter)}) l
    where ${after} and ${before}
      and l.day between coalesce(${since}::date, '-infinity') and coalesce(${until}::date, 'infinity')
    order by l.effective_at ${direction}, l.id ${direction} limit ${page.take}`;
}

/** What the account stood at before the first day and after the last, and how many legs lie between. */
export async function accountSummary(tx: Tx, filter: AccountFilter): Promise<AccountSummary> {
  const opening = filter.from
    ? Prisma.sql`${DAY} < ${fromPlainDate(filter.from)}::date`
    : Prisma.sql`false`;
  const closing = withinDays({ ...filter, from: null });
  const [row] = await tx.$queryRaw<AccountSummary[]>`
    select coalesce(sum(p.amount_minor) filter (where ${opening}), 0)::bigint as "openingMinor",
           coalesce(sum(p.amount_minor) filter (where ${closing}), 0)::bigint as "closingMinor",
           (count(*) filter (where ${withinDays(filter)}))::int as lines,
           array_remove(array_agg(distinct o.name), null) as names
    from ${FROM} where ${ofAccount(filter)}`;
  return row ?? { openingMinor: 0n, closingMinor: 0n, lines: 0, names: [] };
}

/** The organisations that have a part in the account, by name, for the filter. */
export function accountParties(
  tx: Tx,
  { code, currency }: Pick<AccountFilter, "code" | "currency">,
): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    select distinct o.id, o.name from ledger_account a join organization o on o.id = a.organization_id
    where a.code = ${code} and a.currency = ${currency} order by o.name, o.id`;
}
