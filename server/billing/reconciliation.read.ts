import type { BreakKind } from "../../domain/ledger/recon-break.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { keyset, type PageOf } from "./keyset.ts";

export type RunBalance = {
  currency: string;
  stripeMinor: string;
  booksMinor: string;
  waitingMinor: string;
};

export type RunRow = {
  id: string;
  state: "running" | "done" | "failed";
  askedByName: string;
  startedAt: Date;
  finishedAt: Date | null;
  coversFrom: Date | null;
  coversUntil: Date | null;
  transactionCount: number;
  matchedCount: number;
  bookedCount: number;
  waitingCount: number;
  openBreakCount: number;
  balances: RunBalance[];
  failure: string | null;
};

/** Runs of the reconciliation, newest first. For staff. */
export function listRuns(tx: Tx, page: PageOf): Promise<RunRow[]> {
  const by = Prisma.sql`r.started_at, r.id`;
  const { where, order } = keyset({
    by,
    from: Prisma.sql`recon_run r`,
    id: Prisma.sql`r.id`,
    scope: null,
    page,
  });
  return tx.$queryRaw<RunRow[]>`
    select r.id, r.state, r.asked_by_name as "askedByName", r.started_at as "startedAt",
           r.finished_at as "finishedAt", r.covers_from as "coversFrom", r.covers_until as "coversUntil",
           r.transaction_count as "transactionCount", r.matched_count as "matchedCount",
           r.booked_count as "bookedCount", r.waiting_count as "waitingCount",
           r.open_break_count as "openBreakCount", r.balances, r.failure
    from recon_run r where ${where} ${order}`;
}

export type BreakRow = {
  id: string;
  kind: BreakKind;
  subject: string;
  says: string;
  currency: string | null;
  expectedMinor: bigint | null;
  actualMinor: bigint | null;
  entryId: string | null;
  since: Date;
  firstSeenAt: Date;
  goneAt: Date | null;
  ownerId: string | null;
  ownerName: string | null;
  closedAt: Date | null;
  closedByName: string | null;
  closeReason: string | null;
};

export type BreakFilter = { open: boolean; kind: string | null; ownerId: string | null };

/** Breaks: the oldest open ones first, closed ones by the day they were closed, latest first. For staff. */
export function listBreaks(tx: Tx, filter: BreakFilter, page: PageOf): Promise<BreakRow[]> {
  const by = filter.open
    ? Prisma.sql`-extract(epoch from b.since), b.id`
    : Prisma.sql`extract(epoch from b.closed_at), b.id`;
  const { where, order } = keyset({
    by,
    from: Prisma.sql`recon_break b`,
    id: Prisma.sql`b.id`,
    scope: null,
    page,
  });
  const state = filter.open ? Prisma.sql`b.closed_at is null` : Prisma.sql`b.closed_at is not null`;
  const kind = filter.kind ? Prisma.sql`b.kind = ${filter.kind}` : Prisma.sql`true`;
  const owner = filter.ownerId ? Prisma.sql`b.owner_id::text = ${filter.ownerId}` : Prisma.sql`true`;
  return rows(tx, Prisma.sql`${state} and ${kind} and ${owner} and ${where} ${order}`);
}

/** One break; null where there is none. For staff. */
export async function findBreak(tx: Tx, id: string): Promise<BreakRow | null> {
  if (!isId(id)) return null;
  return (await rows(tx, Prisma.sql`b.id = ${id}::uuid`))[0] ?? null;
}

function rows(tx: Tx, where: Prisma.Sql): Promise<BreakRow[]> {
  return tx.$queryRaw<BreakRow[]>`
    select b.id, b.kind, b.subject, b.says, b.currency, b.expected_minor as "expectedMinor",
           b.actual_minor as "actualMinor", b.entry_id as "entryId", b.since,
           b.first_seen_at as "firstSeenAt", b.gone_at as "goneAt", b.owner_id as "ownerId",
           b.owner_name as "ownerName", b.closed_at as "closedAt", b.closed_by_name as "closedByName",
           b.close_reason as "closeReason"
    from recon_break b where ${where}`;
}
