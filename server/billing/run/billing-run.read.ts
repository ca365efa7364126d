import { runProgress, type UnfrozenReason } from "../../../domain/billing/billing-run.ts";
import { Prisma, type Tx } from "../../db.ts";
import { isId } from "../../party-scope.ts";
import { keyset, type PageOf } from "../keyset.ts";

export type BillingRunRow = {
  id: string;
  month: string;
  state: "running" | "done";
  askedByName: string;
  askedAt: Date;
  finishedAt: Date | null;
  /** The last time that a worker did something. */
  movedAt: Date;
  buyers: number;
  buyersDone: number;
} & ReturnType<typeof runProgress>;

type Raw = Omit<BillingRunRow, keyof ReturnType<typeof runProgress> | "buyers" | "buyersDone"> & {
  parts: { months: number; drafted: number; failed: number; finished: boolean }[];
};

const FROM = Prisma.sql`billing_run r`;

/** Billing runs, the latest first. For staff. */
export function listBillingRuns(tx: Tx, page: PageOf): Promise<BillingRunRow[]> {
  const by = Prisma.sql`r.asked_at, r.id`;
  const keys = keyset({ by, from: FROM, id: Prisma.sql`r.id`, scope: null, page });
  return runs(tx, Prisma.sql`${keys.where} ${keys.order}`);
}

/** One run; null where there is none. For staff. */
export async function findBillingRun(tx: Tx, id: string): Promise<BillingRunRow | null> {
  if (!isId(id)) return null;
  return (await runs(tx, Prisma.sql`r.id = ${id}::uuid`))[0] ?? null;
}

/** The run that is under way; null where none is. For staff. */
export async function runUnderWay(tx: Tx): Promise<BillingRunRow | null> {
  return (await runs(tx, Prisma.sql`r.state = 'running'`))[0] ?? null;
}

async function runs(tx: Tx, where: Prisma.Sql): Promise<BillingRunRow[]> {
  const rows = await tx.$queryRaw<Raw[]>`
    select r.id, r.period as month, r.state, r.asked_by_name as "askedByName", r.asked_at as "askedAt",
      r.finished_at as "finishedAt", coalesce(t.moved_at, r.asked_at) as "movedAt",
      coalesce(t.parts, '[]') as parts
    from ${FROM} cross join lateral (
      select max(p.moved_at) as moved_at, jsonb_agg(jsonb_build_object('months', p.months, 'drafted', p.drafted,
        'failed', p.failed, 'finished', p.finished_at is not null)) as parts
      from billing_run_part p where p.run_id = r.id) t
    where ${where}`;
  return rows.map(({ parts, ...run }) => ({
    ...run,
    ...runProgress(parts),
    buyers: parts.length,
    buyersDone: parts.filter((part) => part.finished).length,
  }));
}

export type BillingFailureRow = {
  id: string;
  engagementId: string;
  title: string;
  buyerName: string;
  providerName: string;
  month: string;
  reason: string;
  /** Whether the month has got its statement since. */
  billedSince: boolean;
};

/** The months that gave no statement in a run, by contract and month. For staff. */
export function listBillingFailures(
  tx: Tx,
  page: PageOf & { runId: string },
): Promise<BillingFailureRow[]> {
  if (!isId(page.runId)) return Promise.resolve([]);
  const from = Prisma.sql`billing_run_failure f`;
  const keys = keyset({ by: Prisma.sql`f.id`, from, id: Prisma.sql`f.id`, scope: null, page });
  return tx.$queryRaw<BillingFailureRow[]>`
    select f.id, f.engagement_id as "engagementId", e.title, b.name as "buyerName", v.name as "providerName",
      f.period as month, f.reason,
      exists (select 1 from statement s where s.engagement_id = f.engagement_id and s.period = f.period)
        as "billedSince"
    from ${from} join engagement e on e.id = f.engagement_id
    join organization b on b.id = f.organization_id join organization v on v.id = f.provider_id
    where f.run_id = ${page.runId}::uuid and ${keys.where} ${keys.order}`;
}

export type ToBill = {
  /** Frozen months without a statement, up to and with the month. */
  months: number;
  contracts: number;
  buyers: number;
  /** Contracts whose month itself is not frozen, by what keeps it. */
  unfrozen: { reason: UnfrozenReason; contracts: number }[];
};

/** What a run of a month would bill, and what it would not. For staff. */
export async function whatToBill(tx: Tx, p: { month: string; now: Date }): Promise<ToBill> {
  const [row] = await tx.$queryRaw<Omit<ToBill, "unfrozen">[]>`
    select count(*)::int as months, count(distinct c.engagement_id)::int as contracts,
      count(distinct c.organization_id)::int as buyers
    from period_close c where c.period <= ${p.month}
      and not exists (select 1 from statement s where s.period_close_id = c.id)`;
  const unfrozen = await tx.$queryRaw<ToBill["unfrozen"]>`
    select u.reason, count(*)::int as contracts from (${unfrozenOf(p)}) u group by 1 order by 1`;
  return { months: row?.months ?? 0, contracts: row?.contracts ?? 0, buyers: row?.buyers ?? 0, unfrozen };
}

export type UnfrozenRow = {
  id: string;
  title: string;
  buyerName: string;
  providerName: string;
  reason: UnfrozenReason;
};

/** The contracts whose month is not frozen, with what keeps it. For staff. */
export function listUnfrozen(tx: Tx, page: PageOf & { month: string; now: Date }): Promise<UnfrozenRow[]> {
  const from = Prisma.sql`engagement u`;
  const keys = keyset({ by: Prisma.sql`u.id`, from, id: Prisma.sql`u.id`, scope: null, page });
  return tx.$queryRaw<UnfrozenRow[]>`
    select u.id, u.title, b.name as "buyerName", v.name as "providerName", u.reason
    from (${unfrozenOf(page)}) u
    join organization b on b.id = u.organization_id join organization v on v.id = u.provider_id
    where ${keys.where} ${keys.order}`;
}

/** Contracts that ran in the month and have not frozen it. */
function unfrozenOf({ month, now }: { month: string; now: Date }): Prisma.Sql {
  const first = Prisma.sql`${`${month}-01`}::date`;
  return Prisma.sql`
    select e.id, e.title, e.organization_id, e.provider_id, case
        when r.id is null then 'not_reviewed'
        when exists (select 1 from contest k where k.engagement_id = e.id and k.period = r.period
          and k.state in ('open', 'disputed')) then 'contested'
        when r.window_ends_at > ${now}::timestamptz
          and (r.buyer_confirmed_at is null or r.provider_confirmed_at is null) then 'window_open'
        else 'ready' end as reason
    from engagement e
    left join month_review r on r.engagement_id = e.id and r.period = ${month}
    where e.state <> 'onboarding' and e.starts_on < ${first} + interval '1 month'
      and (e.ends_on is null or e.ends_on >= ${first})
      and not exists (select 1 from period_close c where c.engagement_id = e.id and c.period = ${month})`;
}
