import { Temporal } from "temporal-polyfill";
import { payoutArrived, payoutReturned } from "../../domain/ledger/balance-recipes.ts";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
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
    await bookAtTheBank(deps, { payout, now: window.now });
    const finding = payout.automatic ? await unmatched(deps, payout) : null;
    if (finding) found.push(finding);
  }
  return found;
}

async function unmatched(deps: ReconDeps, payout: PlatformPayout): Promise<Finding | null> {
  if (payout.status === "failed" || payout.status === "canceled") return null;
  const { currency, amountMinor } = payout.amount;
  const parts = await deps.stripe.transactionsOfPayout(payout.id);
  const sum = parts
    .filter((one) => one.sourceId !== payout.id && one.net.currency === currency)
    .reduce((total, one) => total + one.net.amountMinor, 0n);
  if (sum === amountMinor) return null;
  return {
    kind: "payout_unmatched",
    subject: payout.id,
    says:
      `Payout ${payout.id} is ${formatMoney(payout.amount)}; ` +
      `its transactions add up to ${formatMoney(money(sum, currency))}.`,
    currency,
    expectedMinor: sum,
    actualMinor: amountMinor,
    since: instant(payout.createdEpochSeconds),
    entryId: null,
  };
}

async function bookAtTheBank(deps: ReconDeps, p: { payout: PlatformPayout; now: Temporal.Instant }) {
  const { id: payoutId, amount, status, arrivesEpochSeconds } = p.payout;
  if (status !== "paid" && status !== "failed") return;
  const arrival = instant(arrivesEpochSeconds);
  const at = Temporal.Instant.compare(arrival, p.now) > 0 ? p.now : arrival;
  await deps.db.withOrg(deps.viewer, async (tx) => {
    if (status === "paid") return postFact(tx, payoutArrived({ payoutId, amount, at }));
    const [arrived] = await tx.$queryRaw<{ id: string }[]>`
      select id from journal_entry where source = 'stripe' and source_id = ${payoutId} and step = 'arrived'`;
    return arrived ? postFact(tx, payoutReturned({ payoutId, amount, at: p.now })) : false;
  });
}

function instant(epochSeconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000);
}
