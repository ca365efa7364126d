import type { Temporal } from "temporal-polyfill";
import type { AccountCode } from "../../../domain/ledger/accounts.ts";
import type { MonthResult, RevaluedPosition } from "../../../domain/ledger/revaluation.ts";
import { type Money, money } from "../../../domain/shared/money.ts";
import { toDate } from "../../clock.ts";
import type { Tx } from "../../db.ts";
import { readLegalEntity } from "../tax/tax-parties.read.ts";

/** What is open between currencies before an instant, by currency; for staff and the worker. */
export async function openPositions(tx: Tx, before: Temporal.Instant): Promise<Money[]> {
  const rows = await tx.$queryRaw<{ currency: string; minor: bigint }[]>`
    select p.currency, sum(p.amount_minor)::bigint as minor
    from posting p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
    where a.code = 'fx_position' and e.effective_at < ${toDate(before)}::timestamptz
    group by p.currency having sum(p.amount_minor) <> 0 order by p.currency`;
  return rows.map(({ currency, minor }) => money(minor, currency));
}

/** The accounts of what the marketplace earns and loses itself. */
const RESULT: AccountCode[] = ["fee_pending", "fee_income", "stripe_fees", "dispute_fees", "bad_debt"];

/** What each month before an instant brought the marketplace in every currency but that of its books. */
export function foreignResults(
  tx: Tx,
  p: { before: Temporal.Instant; base: string },
): Promise<MonthResult[]> {
  return tx.$queryRaw<MonthResult[]>`
    select p.currency, to_char(e.effective_at at time zone 'UTC', 'YYYY-MM') as month,
      (-sum(p.amount_minor))::bigint as "earnedMinor"
    from posting p join ledger_account a on a.id = p.account_id join journal_entry e on e.id = p.entry_id
    where a.code = any(${RESULT}::text[]) and p.currency <> ${p.base}
      and e.effective_at < ${toDate(p.before)}::timestamptz
    group by 1, 2 having sum(p.amount_minor) <> 0 order by 1, 2`;
}

/** What the marketplace has earned in each of those currencies before an instant. */
export async function foreignEarnings(tx: Tx, before: Temporal.Instant): Promise<Money[]> {
  const { currency: base } = await readLegalEntity(tx);
  const sums = new Map<string, bigint>();
  for (const { currency, earnedMinor } of await foreignResults(tx, { before, base }))
    sums.set(currency, (sums.get(currency) ?? 0n) + earnedMinor);
  return [...sums].map(([currency, minor]) => money(minor, currency));
}

export type RevaluationRow = {
  id: string;
  month: string;
  base: string;
  lines: RevaluedPosition[];
  valueMinor: bigint;
  doneByName: string;
  doneAt: Date;
};

/** The months that were revalued, the latest first, at most 120. */
export function revaluations(tx: Tx): Promise<RevaluationRow[]> {
  return tx.$queryRaw<RevaluationRow[]>`
    select id, month, base, lines, value_minor as "valueMinor", done_by_name as "doneByName",
      done_at as "doneAt"
    from fx_revaluation order by month desc limit 120`;
}
