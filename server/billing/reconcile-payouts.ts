import { Temporal } from "temporal-polyfill";
import { payoutArrived, payoutReturned } from "../../domain/ledger/balance-recipes.ts";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { type Money, money, negate } from "../../domain/shared/money.ts";
import { postFact } from "../ledger/post-entry.ts";
import type { PlatformPayout } from "../ports/stripe/balance.ts";
import type { ReconDeps } from "./reconcile.ts";

/**
 * The platform's own payouts: what an automatic one paid out adds up to its amount, and what reached the
 * bank, or was given back by it, is booked there.
 */
export async function comparePayouts(
  deps: ReconDeps,
  window: { from: Temporal.Instant | null; now: Temporal.Instant },
): Promise<Finding[]> {
  const createdFromEpochSeconds = window.from && Math.floor(window.from.epochMilliseconds / 1000);
  const payouts = await deps.stripe.listPlatformPayouts({ createdFromEpochSeconds });
  const found: Finding[] = [];
  for (const payout of payouts) {
    const left = await leftForIt(deps, payout);
    await bookAtTheBank(deps, { payout, left, now: window.now });
    const finding = payout.automatic ? await unmatched(deps, { payout, left }) : null;
    if (finding) found.push(finding);
  }
  return found;
}

/** What left the Stripe balance for a payout: another sum where the bank's account is in another currency. */
async function leftForIt(deps: ReconDeps, { amount, transactionId }: PlatformPayout): Promise<Money> {
  const own = transactionId && (await deps.stripe.findBalanceTransaction(transactionId));
  return own && own.amount.currency !== amount.currency ? negate(own.amount) : amount;
}

type OfPayout = { payout: PlatformPayout; left: Money };

async function unmatched(deps: ReconDeps, { payout, left }: OfPayout): Promise<Finding | null> {
  if (payout.status === "failed" || payout.status === "canceled") return null;
  const { currency, amountMinor } = left;
  const parts = await deps.stripe.transactionsOfPayout(payout.id);
  const sum = parts
    .filter((one) => one.sourceId !== payout.id && one.net.currency === currency)
    .reduce((total, one) => total + one.net.amountMinor, 0n);
  if (sum === amountMinor) return null;
  return {
    kind: "payout_unmatched",
    subject: payout.id,
    says:
      `Payout ${payout.id} is ${formatMoney(left)}; ` +
      `its transactions add up to ${formatMoney(money(sum, currency))}.`,
    currency,
    expectedMinor: sum,
    actualMinor: amountMinor,
    since: instant(payout.createdEpochSeconds),
    entryId: null,
  };
}

async function bookAtTheBank(deps: ReconDeps, p: OfPayout & { now: Temporal.Instant }) {
  const { left } = p;
  const { id: payoutId, amount, status, arrivesEpochSeconds } = p.payout;
  if (status !== "paid" && status !== "failed") return;
  const arrival = instant(arrivesEpochSeconds);
  const at = Temporal.Instant.compare(arrival, p.now) > 0 ? p.now : arrival;
  await deps.db.withOrg(deps.viewer, async (tx) => {
    if (status === "paid") return postFact(tx, payoutArrived({ payoutId, amount, left, at }));
    const [arrived] = await tx.$queryRaw<{ id: string }[]>`
      select id from journal_entry where source = 'stripe' and source_id = ${payoutId} and step = 'arrived'`;
    return arrived ? postFact(tx, payoutReturned({ payoutId, amount, left, at: p.now })) : false;
  });
}

function instant(epochSeconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000);
}
