import { Temporal } from "temporal-polyfill";
import { type BalanceMovement, movementBooked } from "../../domain/ledger/balance-recipes.ts";
import {
  type BookedMovement,
  matchMovements,
  phantom,
  watchForTwins,
} from "../../domain/ledger/match-movements.ts";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { money } from "../../domain/shared/money.ts";
import { toDate, toInstant } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { postFact } from "../ledger/post-entry.ts";
import type { StripeBalanceTransaction } from "../ports/stripe/balance.ts";
import type { ReconDeps } from "./reconcile.ts";

export type Compared = {
  findings: Finding[];
  waiting: BalanceMovement[];
  transactions: number;
  matched: number;
  booked: number;
};

/**
 * Goes through Stripe's movements of the window page by page: each is to be booked exactly once. Books what
 * nothing of ours causes, and looks the other way round for entries that name a movement which Stripe does
 * not have. No transaction is open while Stripe is asked.
 */
export async function compareMovements(
  deps: ReconDeps,
  window: { from: Temporal.Instant | null; now: Temporal.Instant },
): Promise<Compared> {
  const result: Compared = { findings: [], waiting: [], transactions: 0, matched: 0, booked: 0 };
  const seen = new Set<string>();
  const twinOf = watchForTwins();
  const createdFromEpochSeconds = window.from && Math.floor(window.from.epochMilliseconds / 1000);
  for await (const page of deps.stripe.pagesOfBalanceTransactions({ createdFromEpochSeconds })) {
    const movements = page.map(movementOf);
    for (const { id } of movements) seen.add(id);
    const booked = await deps.db.withOrg(deps.viewer, (tx) => bookPage(tx, { movements, now: window.now }));
    result.findings.push(...booked.findings, ...movements.flatMap(twinOf));
    result.waiting.push(...booked.waiting);
    result.transactions += movements.length;
    result.matched += booked.matched;
    result.booked += booked.toBook.length;
  }
  result.findings.push(...(await phantoms(deps, { ...window, seen })));
  return result;
}

async function bookPage(tx: Tx, p: { movements: BalanceMovement[]; now: Temporal.Instant }) {
  const ids = p.movements.map((one) => one.id);
  const booked = await bookedMovements(
    tx,
    Prisma.sql`e.source = 'stripe' and e.source_id = any(${ids}::text[])`,
  );
  const matched = matchMovements({ ...p, booked });
  for (const movement of matched.toBook) {
    const entry = movementBooked(movement);
    if (entry) await postFact(tx, entry);
  }
  return matched;
}

async function phantoms(
  deps: ReconDeps,
  p: { from: Temporal.Instant | null; now: Temporal.Instant; seen: ReadonlySet<string> },
): Promise<Finding[]> {
  const since = p.from ? Prisma.sql`e.effective_at >= ${toDate(p.from)}::timestamptz` : Prisma.sql`true`;
  const booked = await deps.db.withOrg(deps.viewer, (tx) => bookedMovements(tx, since));
  const found: Finding[] = [];
  for (const one of booked) {
    if (p.seen.has(one.sourceId)) continue;
    // An entry of the window may name a movement from before it; only Stripe knows.
    const known =
      one.sourceId.startsWith("txn_") && (await deps.stripe.findBalanceTransaction(one.sourceId));
    if (!known) found.push(phantom(one));
  }
  return found;
}

type Row = { entryId: string; sourceId: string; currency: string; netMinor: bigint; effectiveAt: Date };

async function bookedMovements(tx: Tx, where: Prisma.Sql): Promise<BookedMovement[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select e.id as "entryId", e.source_id as "sourceId", p.currency, sum(p.amount_minor)::bigint as "netMinor",
           e.effective_at as "effectiveAt"
    from journal_entry e join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
    where a.code = 'stripe_balance' and ${where} group by e.id, p.currency order by e.id`;
  return rows.map(({ currency, netMinor, effectiveAt, ...row }) => ({
    ...row,
    net: money(netMinor, currency),
    effectiveAt: toInstant(effectiveAt),
  }));
}

export function movementOf(row: StripeBalanceTransaction): BalanceMovement {
  const { id, type, amount, fee, net, sourceId, createdEpochSeconds } = row;
  const at = Temporal.Instant.fromEpochMilliseconds(createdEpochSeconds * 1000);
  return { id, type, amount, fee, net, sourceId, at };
}
