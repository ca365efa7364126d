import type { Temporal } from "temporal-polyfill";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { balanceFinding, compareBalances } from "../../domain/ledger/match-movements.ts";
import { BREAK_KINDS } from "../../domain/ledger/recon-break.ts";
import { canonicalJson } from "../../domain/shared/canonical-json.ts";
import type { Money } from "../../domain/shared/money.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../logger.ts";
import type { FundingRail } from "../ports/funding-rail/port.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { compareRail } from "./client-money/compare-rail.ts";
import { compareCustomers } from "./credits/compare-customers.ts";
import { beginRun, failRun, finishRun, type RunResult } from "./recon-run.ts";
import { checkBooks, stripeBalanceInBooks } from "./reconcile-books.read.ts";
import { type Compared, compareMovements } from "./reconcile-movements.ts";
import { comparePayouts } from "./reconcile-payouts.ts";

type JobDeps = { db: Database; clock: Clock; stripe: StripePort; rail: FundingRail; logger: Logger };
export type ReconDeps = JobDeps & { viewer: Viewer };

/**
 * Compares the books with Stripe, the funding rail and the statements, and keeps what disagrees as breaks.
 * `runId` is the run that somebody asked for; the daily job has none and begins one, unless one is under way.
 * A run that fails says why, and is thrown to be tried again.
 */
export async function reconcile(job: JobDeps, p: { runId?: string | undefined }): Promise<void> {
  const [marketplace] = await job.db.open.$queryRaw<{ id: string }[]>`
    select id from organization where kind = 'marketplace' order by created_at, id limit 1`;
  if (!marketplace) return;
  const viewer = systemViewer(marketplace.id, `reconciliation:${p.runId ?? "daily"}`);
  const deps = { ...job, viewer };
  const run = await beginRun(deps, { runId: p.runId ?? null });
  if (!run) return;
  try {
    const result = await compareAll(deps, run.from);
    const raised = await finishRun(deps, { runId: run.id, result });
    for (const one of raised)
      if (BREAK_KINDS[one.kind].alarm)
        job.logger.error({ kind: one.kind, subject: one.subject }, `reconciliation: ${one.says}`);
  } catch (error) {
    await failRun(deps, { runId: run.id, failure: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

async function compareAll(deps: ReconDeps, from: Temporal.Instant | null): Promise<RunResult> {
  const now = deps.clock.now();
  const window = { from, now };
  const { compared, balances } = await compareAtRest(deps, window);
  const payouts = await comparePayouts(deps, window);
  const books = await deps.db.withOrg(deps.viewer, (tx) => checkBooks(tx, now));
  const customers = await compareCustomers(deps, now);
  const rail = await compareRail(deps, now);
  const differing = balances.flatMap((one) => balanceFinding(one, now) ?? []);
  return {
    findings: [...compared.findings, ...payouts, ...differing, ...customers, ...rail, ...books],
    coversFrom: from,
    coversUntil: now,
    transactions: compared.transactions,
    matched: compared.matched,
    booked: compared.booked,
    waiting: compared.waiting.length,
    balances,
  };
}

const TRIES = 3;

/** Stripe's balance only means something while nothing moves: where it moved, all is looked at anew. */
async function compareAtRest(
  deps: ReconDeps,
  window: { from: Temporal.Instant | null; now: Temporal.Instant },
): Promise<{ compared: Compared; balances: ReturnType<typeof compareBalances> }> {
  let booked = 0;
  for (let attempt = 1; ; attempt += 1) {
    const before = await balanceOf(deps);
    const compared = await compareMovements(deps, window);
    const ids = compared.waiting.map((one) => one.id);
    const books = await deps.db.withOrg(deps.viewer, (tx) => stripeBalanceInBooks(tx, ids));
    const stripe = await balanceOf(deps);
    booked += compared.booked;
    if (attempt < TRIES && sums(before) !== sums(stripe)) continue;
    const waiting = compared.waiting.filter((one) => books.stillWaiting.has(one.id));
    const balances = compareBalances({ stripe, books: books.balances, waiting });
    return { compared: { ...compared, waiting, booked }, balances };
  }
}

async function balanceOf({ stripe }: ReconDeps): Promise<Money[]> {
  const { available, pending } = await stripe.retrieveBalance();
  return [...available, ...pending];
}

/** Available and pending together: money becomes available by itself, and that is no movement. */
function sums(amounts: readonly Money[]): string {
  const totals = new Map<string, bigint>();
  for (const { currency, amountMinor } of amounts)
    totals.set(currency, (totals.get(currency) ?? 0n) + amountMinor);
  return canonicalJson([...totals].map(([currency, minor]) => `${currency} ${minor}`).sort());
}
