import { z } from "zod";
import type { EarningsDispute, EarningsMonth, EarningsYear } from "../../domain/billing/earnings.ts";
import { isStaff, type Viewer } from "../../domain/identity/viewer.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, ownersAre } from "../party-scope.ts";

const yearInput = z.object({ year: z.int().min(2000, "Give a year.").max(2100, "Give a year.") });

/**
 * The months of a year in which something happened on a provider's accounts, by currency, and what happened
 * to its parts of disputed payments; the viewer's own, or for staff those of a provider or of all within
 * reach (at most 5,000 rows of each). Every figure is a sum of legs of the books, so opening + earned −
 * credit notes − lost − paid out + taken back = closing. Throws InvalidInput.
 */
export async function earningsOf(
  tx: Tx,
  p: { viewer: Viewer; year: number; providerId: string | null },
): Promise<EarningsYear> {
  const { year } = parseInput(yearInput, p);
  const asked = isStaff(p.viewer) ? p.providerId : p.viewer.organizationId;
  if (asked !== null && !isId(asked)) return { year, months: [], disputes: [] };
  const of = { viewer: p.viewer, providerId: asked, year };
  return { year, months: await monthsOf(tx, of), disputes: await disputesOf(tx, of) };
}

const LEGS = Prisma.sql`posting q join ledger_account a on a.id = q.account_id
  join journal_entry e on e.id = q.entry_id join organization o on o.id = a.organization_id`;

type Of = { viewer: Viewer; providerId: string | null; year: number };

function monthsOf(tx: Tx, { viewer, providerId, year }: Of): Promise<EarningsMonth[]> {
  return tx.$queryRaw`
    with moved as (
      select a.organization_id, o.name, q.currency, e.source_id, e.step,
             to_char(e.effective_at at time zone o.zone, 'YYYY-MM') as month, -sum(q.amount_minor) as minor,
             coalesce(-sum(q.amount_minor) filter (where a.code = 'provider_disputed'), 0) as disputed
      from ${LEGS}
      where a.code in ('provider_payable', 'provider_held', 'provider_reserve', 'provider_receivable',
                       'provider_disputed')
        and o.kind = 'provider' and ${ownersAre(viewer, "a")}
        and (${providerId}::uuid is null or a.organization_id = ${providerId}::uuid)
      group by e.id, a.organization_id, o.name, o.zone, q.currency),
    months as (
      select m.organization_id, m.name, m.currency, m.month, count(s.id) as payments,
        coalesce(sum(s.net_minor), 0) as gross, coalesce(sum(s.commission_minor), 0) as commission,
        coalesce(sum(m.minor) filter (where m.step = 'earned'), 0) as earned,
        coalesce(-sum(m.minor) filter (where m.step in ('lost', 'loss_undone')), 0) as lost,
        coalesce(-sum(m.minor) filter (where m.step not in
          ('earned', 'made', 'paid_out', 'lost', 'loss_undone')), 0) as credit_notes,
        coalesce(-sum(m.minor) filter (where m.step in ('made', 'paid_out') and m.minor < 0), 0) as paid_out,
        coalesce(sum(m.minor) filter (where m.step in ('made', 'paid_out') and m.minor > 0), 0) as returned,
        sum(m.minor) as change, sum(m.disputed) as disputed
      from moved m left join invoice i on m.step = 'earned' and i.id::text = m.source_id
      left join statement s on s.id = i.statement_id
      group by 1, 2, 3, 4),
    running as (
      select *, sum(change) over so_far as closing, sum(disputed) over so_far as under_dispute
      from months window so_far as (partition by organization_id, currency order by month))
    select organization_id as "providerId", name as "providerName", month, currency, payments::int,
      gross::bigint as "grossMinor", commission::bigint as "commissionMinor", earned::bigint as "earnedMinor",
      credit_notes::bigint as "creditNotesMinor", lost::bigint as "lostMinor",
      paid_out::bigint as "paidOutMinor", returned::bigint as "returnedMinor",
      closing::bigint as "closingMinor", under_dispute::bigint as "disputedMinor"
    from running where month like ${`${year}-%`} order by name, organization_id, currency, month limit 5000`;
}

/** Each leg on the account of disputed parts: by its cause, or by the reversal that brought it. */
function disputesOf(tx: Tx, { viewer, providerId, year }: Of): Promise<EarningsDispute[]> {
  return tx.$queryRaw`
    select a.organization_id as "providerId", o.name as "providerName", q.currency, d.id as "disputeId",
      i.number as "invoiceNumber", to_char(e.effective_at at time zone o.zone, 'YYYY-MM-DD') as day,
      case when e.step = 'made' then 'reversed' else e.step end as kind,
      abs(q.amount_minor)::bigint as "amountMinor"
    from ${LEGS}
    left join transfer_move t on e.source = 'stripe' and t.stripe_id = e.source_id
    join charge_dispute d on d.id = t.dispute_id or (e.source = 'app' and d.id::text = e.source_id)
    join invoice i on i.id = d.invoice_id
    where a.code = 'provider_disputed' and ${ownersAre(viewer, "a")}
      and (${providerId}::uuid is null or a.organization_id = ${providerId}::uuid)
      and to_char(e.effective_at at time zone o.zone, 'YYYY') = ${String(year)}
    order by o.name, o.id, e.effective_at, e.id limit 5000`;
}
