import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { fromPlainDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";

export type AccountBalance = {
  accountId: string;
  code: string;
  currency: string;
  organizationId: string | null;
  organizationName: string | null;
  engagementId: string | null;
  balanceMinor: bigint;
};

/** The balances of the viewer's own accounts; staff read every account. */
export function accountBalances(tx: Tx, viewer: Viewer): Promise<AccountBalance[]> {
  return tx.$queryRaw<AccountBalance[]>`
    select a.id as "accountId", a.code, a.currency, a.organization_id as "organizationId",
           o.name as "organizationName", a.engagement_id as "engagementId", b.balance_minor as "balanceMinor"
    from ledger_account a join ledger_balance b on b.account_id = a.id
    left join organization o on o.id = a.organization_id
    where ${own(viewer)} order by a.code, a.currency, o.name, a.id`;
}

export type TrialBalanceRow = { code: string; currency: string; debitMinor: bigint; creditMinor: bigint };

/**
 * Every account code of the books with its legs' sums, computed from the legs and not from stored
 * balances; at the end of a day (UTC), or of all that is written.
 */
export function trialBalance(tx: Tx, asOf: Temporal.PlainDate | null = null): Promise<TrialBalanceRow[]> {
  const until = asOf
    ? Prisma.sql`p.entry_id in (select id from journal_entry
        where (effective_at at time zone 'UTC')::date <= ${fromPlainDate(asOf)}::date)`
    : Prisma.sql`true`;
  return tx.$queryRaw<TrialBalanceRow[]>`
    select a.code, a.currency,
           coalesce(sum(p.amount_minor) filter (where p.amount_minor > 0), 0)::bigint as "debitMinor",
           coalesce(-sum(p.amount_minor) filter (where p.amount_minor < 0), 0)::bigint as "creditMinor"
    from posting p join ledger_account a on a.id = p.account_id where ${until}
    group by a.code, a.currency order by a.currency, a.code`;
}

export type EntryLeg = {
  code: string;
  currency: string;
  amountMinor: bigint;
  organizationId: string | null;
};
export type EntryRow = {
  id: string;
  source: string;
  sourceId: string;
  step: string;
  memo: string;
  effectiveAt: Date;
  legs: EntryLeg[];
};

/**
 * Journal entries that touch an account of the viewer's organisation, newest first, with the legs the
 * viewer may see: an organisation sees its own legs, staff all of them. `before` is the id of the last
 * entry of the page before.
 */
export async function entriesOf(
  tx: Tx,
  viewer: Viewer,
  page: { limit: number; before?: string | null },
): Promise<EntryRow[]> {
  const after = page.before ? Prisma.sql`and e.id < ${page.before}::uuid` : Prisma.empty;
  const rows = await tx.$queryRaw<(EntryRow & { legs: (EntryLeg & { amountMinor: string })[] })[]>`
    select e.id, e.source, e.source_id as "sourceId", e.step, e.memo, e.effective_at as "effectiveAt",
           json_agg(json_build_object('code', a.code, 'currency', a.currency,
             'amountMinor', p.amount_minor::text, 'organizationId', a.organization_id)
             order by p.amount_minor desc, a.code) as legs
    from journal_entry e join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
    where ${own(viewer)} ${after}
    group by e.id order by e.id desc limit ${page.limit}`;
  return rows.map((row) => ({
    ...row,
    legs: row.legs.map((leg) => ({ ...leg, amountMinor: BigInt(leg.amountMinor) })),
  }));
}

function own(viewer: Viewer): Prisma.Sql {
  return isStaff(viewer)
    ? Prisma.sql`true`
    : Prisma.sql`a.organization_id = ${viewer.organizationId}::uuid`;
}
