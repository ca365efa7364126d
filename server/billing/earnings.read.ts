import { z } from "zod";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { csvTable } from "../../domain/shared/csv.ts";
import { toDecimalString } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import type { Tx } from "../db.ts";
import { isId, ownersAre } from "../party-scope.ts";

/**
 * A provider's month in a currency, out of the books. Minor units; months are those of the provider's zone.
 */
export type EarningsMonth = {
  providerId: string;
  providerName: string;
  /** "2026-11" */
  month: string;
  currency: string;
  /** What buyers paid for the provider's work, before tax, and the marketplace's commission on it. */
  grossMinor: bigint;
  commissionMinor: bigint;
  earnedMinor: bigint;
  /** What credit notes and disputes took back (above 0), and what was transferred, by Stripe or a bank. */
  takenBackMinor: bigint;
  paidOutMinor: bigint;
  /** Owed, held and in reserve at the month's end, less what the provider owes. */
  closingMinor: bigint;
};

const yearInput = z.object({ year: z.int().min(2000, "Give a year.").max(2100, "Give a year.") });

/**
 * The months of a year in which something happened on a provider's accounts, by currency; the viewer's own,
 * or for staff those of a provider or of all within reach (at most 5,000 rows). Every figure is a sum of
 * legs of the books, so opening + earned − taken back − paid out = closing. Throws InvalidInput.
 */
export async function earningsOf(
  tx: Tx,
  p: { viewer: Viewer; year: number; providerId: string | null },
): Promise<EarningsMonth[]> {
  const { year } = parseInput(yearInput, p);
  const asked = isStaff(p.viewer) ? p.providerId : p.viewer.organizationId;
  if (asked !== null && !isId(asked)) return [];
  return tx.$queryRaw<EarningsMonth[]>`
    with moved as (
      select a.organization_id, o.name, q.currency, e.source_id, e.step,
             to_char(e.effective_at at time zone o.zone, 'YYYY-MM') as month, -sum(q.amount_minor) as minor
      from posting q join ledger_account a on a.id = q.account_id join journal_entry e on e.id = q.entry_id
      join organization o on o.id = a.organization_id
      where a.code in ('provider_payable', 'provider_held', 'provider_reserve', 'provider_receivable',
                       'provider_disputed')
        and o.kind = 'provider' and ${ownersAre(p.viewer, "a")}
        and (${asked}::uuid is null or a.organization_id = ${asked}::uuid)
      group by e.id, a.organization_id, o.name, o.zone, q.currency),
    months as (
      select m.organization_id, m.name, m.currency, m.month,
        coalesce(sum(s.net_minor), 0) as gross, coalesce(sum(s.commission_minor), 0) as commission,
        coalesce(sum(m.minor) filter (where m.step = 'earned'), 0) as earned,
        coalesce(-sum(m.minor) filter (where m.step not in ('earned', 'made', 'paid_out')), 0) as taken_back,
        coalesce(-sum(m.minor) filter (where m.step in ('made', 'paid_out')), 0) as paid_out,
        sum(m.minor) as change
      from moved m left join invoice i on m.step = 'earned' and i.id::text = m.source_id
      left join statement s on s.id = i.statement_id
      group by 1, 2, 3, 4),
    running as (
      select *, sum(change) over (partition by organization_id, currency order by month) as closing
      from months)
    select organization_id as "providerId", name as "providerName", month, currency,
      gross::bigint as "grossMinor", commission::bigint as "commissionMinor", earned::bigint as "earnedMinor",
      taken_back::bigint as "takenBackMinor", paid_out::bigint as "paidOutMinor",
      closing::bigint as "closingMinor"
    from running where month like ${`${year}-%`} order by name, organization_id, currency, month limit 5000`;
}

/** The same as a file, a line a month: gross, commission, net of it, what was taken back, and paid out. */
export function earningsCsv(rows: readonly EarningsMonth[]): string {
  const decimal = (minor: bigint, currency: string) => ({
    number: toDecimalString(money(minor, currency)),
  });
  const head = [
    ...["provider", "month", "currency", "gross paid by buyers", "commission", "earned"],
    ...["taken back", "net of the month", "paid out", "owed at the end"],
  ];
  const lines = rows.map((row) => {
    const figures = [row.grossMinor, row.commissionMinor, row.earnedMinor, row.takenBackMinor];
    figures.push(row.earnedMinor - row.takenBackMinor, row.paidOutMinor, row.closingMinor);
    return [
      ...[row.providerName, row.month, row.currency],
      ...figures.map((minor) => decimal(minor, row.currency)),
    ];
  });
  return csvTable([head, ...lines]);
}
