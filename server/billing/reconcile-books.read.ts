import type { Temporal } from "temporal-polyfill";
import { accountName, CLEARS_WITHIN_DAYS, isAccountCode } from "../../domain/ledger/accounts.ts";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { type Money, money } from "../../domain/shared/money.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { differingHolds } from "./reconcile-holds.read.ts";

/** What the books know without Stripe: open clearing accounts, payables, stored balances, the chain. */
export async function checkBooks(tx: Tx, now: Temporal.Instant): Promise<Finding[]> {
  return [
    ...(await openClearing(tx, now)),
    ...(await differingPayables(tx, now)),
    ...(await differingHolds(tx, now)),
    ...(await driftingBalances(tx, now)),
    ...(await brokenChain(tx, now)),
  ];
}

type OpenAccount = { accountId: string; code: string; currency: string; balanceMinor: bigint; since: Date };

/** First in, first out: the oldest leg that the later ones of the other side have not used up. */
async function openClearing(tx: Tx, now: Temporal.Instant): Promise<Finding[]> {
  const codes = Object.keys(CLEARS_WITHIN_DAYS);
  const rows = await tx.$queryRaw<OpenAccount[]>`
    select a.id as "accountId", a.code, a.currency, b.balance_minor as "balanceMinor", o.since
    from ledger_account a join ledger_balance b on b.account_id = a.id
    cross join lateral (
      select min(q.effective_at) as since from (
        select e.effective_at, abs(p.amount_minor) as amount,
               sum(abs(p.amount_minor)) over (order by e.effective_at desc, p.id desc) as so_far
        from posting p join journal_entry e on e.id = p.entry_id
        where p.account_id = a.id and sign(p.amount_minor) = sign(b.balance_minor)) q
      where q.so_far - q.amount < abs(b.balance_minor)) o
    where a.code = any(${codes}::text[]) and b.balance_minor <> 0 and o.since is not null`;
  return rows.flatMap((row) => {
    const days = (isAccountCode(row.code) && CLEARS_WITHIN_DAYS[row.code]) || 1;
    const since = toInstant(row.since);
    if (since.epochMilliseconds > now.epochMilliseconds - days * 86_400_000) return [];
    const amount = formatMoney(money(row.balanceMinor, row.currency));
    const says = `${accountName(row.code)}: ${amount} has not been cleared within ${days === 1 ? "a day" : `${days} days`}.`;
    const amounts = { expectedMinor: 0n, actualMinor: row.balanceMinor };
    const about = { subject: row.accountId, currency: row.currency, since, entryId: null };
    return [{ kind: "clearing_open" as const, ...about, says, ...amounts }];
  });
}

type Payable = { key: string; name: string; currency: string; owedMinor: bigint; booksMinor: bigint };

async function differingPayables(tx: Tx, now: Temporal.Instant): Promise<Finding[]> {
  const rows = await tx.$queryRaw<Payable[]>`
    select concat_ws(' ', coalesce(s.provider_id, a.organization_id), coalesce(s.engagement_id, a.engagement_id),
             coalesce(s.currency, a.currency)) as key,
           coalesce(o.name, 'A provider') as name, coalesce(s.currency, a.currency) as currency,
           coalesce(s.owed_minor, 0) as "owedMinor", coalesce(-a.balance_minor, 0) as "booksMinor"
    from (select u.provider_id, u.engagement_id, u.currency,
                 u.owed_minor - coalesce(c.changed_minor, 0) as owed_minor
          from app.unpaid_shares() u left join app.changed_shares() c
            on c.provider_id = u.provider_id and c.engagement_id = u.engagement_id
            and c.currency = u.currency) s
    full join (select l.organization_id, l.engagement_id, l.currency, b.balance_minor
               from ledger_account l join ledger_balance b on b.account_id = l.id
               where l.code = 'provider_payable') a
      on a.organization_id = s.provider_id and a.engagement_id = s.engagement_id and a.currency = s.currency
    left join organization o on o.id = coalesce(s.provider_id, a.organization_id)
    where coalesce(s.owed_minor, 0) <> coalesce(-a.balance_minor, 0)`;
  return rows.map(({ key, name, currency, owedMinor, booksMinor }) => {
    const [owed, ours] = [owedMinor, booksMinor].map((minor) => formatMoney(money(minor, currency)));
    const says = `By its unpaid statements ${name} is owed ${owed}; the books say ${ours}.`;
    const amounts = { expectedMinor: owedMinor, actualMinor: booksMinor };
    return { kind: "payables_differ", subject: key, says, currency, ...amounts, since: now, entryId: null };
  });
}

type Drift = { accountId: string; code: string; currency: string; storedMinor: bigint; legsMinor: bigint };

/** The nightly recompute: every stored balance against the sum of its legs. */
async function driftingBalances(tx: Tx, now: Temporal.Instant): Promise<Finding[]> {
  const rows = await tx.$queryRaw<Drift[]>`
    select a.id as "accountId", a.code, a.currency, coalesce(b.balance_minor, 0) as "storedMinor",
           coalesce(l.sum, 0)::bigint as "legsMinor"
    from ledger_account a left join ledger_balance b on b.account_id = a.id
    left join (select account_id, sum(amount_minor) as sum from posting group by account_id) l
      on l.account_id = a.id
    where coalesce(b.balance_minor, 0) <> coalesce(l.sum, 0)`;
  return rows.map(({ accountId, code, currency, storedMinor, legsMinor }) => {
    const [stored, legs] = [storedMinor, legsMinor].map((minor) => formatMoney(money(minor, currency)));
    const says = `${accountName(code)}: the stored balance is ${stored}, its legs add up to ${legs}.`;
    const amounts = { expectedMinor: legsMinor, actualMinor: storedMinor };
    const about = { subject: accountId, currency, since: now, entryId: null };
    return { kind: "stored_balance_drifts", ...about, says, ...amounts };
  });
}

async function brokenChain(tx: Tx, now: Temporal.Instant): Promise<Finding[]> {
  const rows = await tx.$queryRaw<{ seq: bigint | null; entryId: string | null; why: string }[]>`
    select seq, entry_id as "entryId", why from app.broken_journal_link()`;
  return rows.map(({ seq, entryId, why }) => ({
    kind: "chain_broken",
    subject: why,
    says: `The chain of entries does not hold${seq === null ? "" : ` at link ${seq}`}: ${why}.`,
    currency: null,
    expectedMinor: null,
    actualMinor: null,
    since: now,
    entryId,
  }));
}

/**
 * The books' Stripe balance by currency, and which of the given movements are still not in them: one
 * statement, so that none is counted twice.
 */
export async function stripeBalanceInBooks(
  tx: Tx,
  waitingIds: readonly string[],
): Promise<{ balances: Money[]; stillWaiting: Set<string> }> {
  const [row] = await tx.$queryRaw<{ balances: { currency: string; minor: string }[]; booked: string[] }[]>`
    select coalesce((select json_agg(json_build_object('currency', a.currency, 'minor', b.balance_minor::text))
             from ledger_account a join ledger_balance b on b.account_id = a.id
             where a.code = 'stripe_balance'), '[]') as balances,
           array(select source_id from journal_entry
                 where source = 'stripe' and source_id = any(${[...waitingIds]}::text[])) as booked`;
  const booked = new Set(row?.booked);
  return {
    balances: (row?.balances ?? []).map(({ currency, minor }) => money(BigInt(minor), currency)),
    stillWaiting: new Set(waitingIds.filter((id) => !booked.has(id))),
  };
}
