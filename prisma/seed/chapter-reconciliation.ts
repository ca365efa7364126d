import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { type Story, stamp } from "./story.ts";

const DAY = 86_400;
const MARKET = "northern-accounts";

/**
 * Three nights of reconciliation: the first and second found nothing, the last a payment that is in no book
 * yet and that somebody is looking into. One break of last week was closed with its reason.
 */
export function tellReconciliation(story: Story): void {
  const now = story.now.epochMilliseconds / 1000;
  const lastNight = Math.floor(now / DAY) * DAY + 3 * 3600 + 25 * 60 - (now % DAY < 4 * 3600 ? DAY : 0);
  const runs = [7, 1, 0].map((before, index) =>
    tellRun(story, { at: lastNight - before * DAY, open: [1, 0, 2][index] ?? 0 }),
  );
  const [first, , last] = runs as [string, string, string];
  const owner = story.cast.member({ slug: MARKET, role: "account_manager" });
  const closer = story.cast.member({ slug: MARKET, role: "admin" });
  story.add("recon_break", {
    ...missing({ id: "txn_1SWb4kQ9demoCharge0412", source: "ch_3SWb4kQ9demo", minor: 421_000 }),
    ...{ id: story.id(lastNight), since: stamp(lastNight - 9 * 3600) },
    ...{ first_run_id: last, last_run_id: last, first_seen_at: stamp(lastNight) },
    ...{ owner_id: owner.userId, owner_name: owner.account.name },
  });
  story.add("recon_break", {
    ...{ id: story.id(lastNight), kind: "balance_differs", subject: "USD", currency: "USD" },
    says: "Stripe's balance is $4,210.00; the books have $0.00.",
    ...{ expected_minor: "421000", actual_minor: "0", since: stamp(lastNight) },
    ...{ first_run_id: last, last_run_id: last, first_seen_at: stamp(lastNight) },
    ...{ owner_id: owner.userId, owner_name: owner.account.name },
  });
  const closedAt = lastNight - 6 * DAY + 6 * 3600;
  story.add("recon_break", {
    ...missing({ id: "txn_1SUx2hQ9demoCharge0077", source: "ch_3SUx2hQ9demo", minor: 18_900 }),
    ...{ id: story.id(lastNight - 7 * DAY), since: stamp(lastNight - 7 * DAY - 5 * 3600) },
    ...{ first_run_id: first, last_run_id: first, first_seen_at: stamp(lastNight - 7 * DAY) },
    ...{ gone_at: stamp(lastNight - 6 * DAY), owner_id: owner.userId, owner_name: owner.account.name },
    ...{ closed_at: stamp(closedAt), closed_by_id: closer.userId, closed_by_name: closer.account.name },
    close_reason:
      "The webhook endpoint was down for six hours; the event came again and the payment is booked.",
  });
}

function tellRun(story: Story, p: { at: number; open: number }): string {
  const id = story.id(p.at);
  story.add("recon_run", {
    ...{ id, state: "done", asked_by_name: "Engine Room" },
    ...{ started_at: stamp(p.at), finished_at: stamp(p.at + 2) },
    ...{ covers_from: stamp(p.at - 4 * DAY), covers_until: stamp(p.at) },
    ...{ transaction_count: Math.min(p.open, 1), matched_count: 0, open_break_count: p.open },
    balances: [
      { currency: "USD", stripeMinor: p.open === 2 ? "421000" : "0", booksMinor: "0", waitingMinor: "0" },
    ],
  });
  return id;
}

function missing(p: { id: string; source: string; minor: number }) {
  const dollars = formatMoney(money(BigInt(p.minor), "USD"));
  return {
    kind: "transaction_missing",
    subject: p.id,
    says: `Stripe's charge ${p.id} (${p.source}) moved ${dollars} and is not in the books.`,
    ...{ currency: "USD", expected_minor: String(p.minor), actual_minor: "0" },
  };
}
