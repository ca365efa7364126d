import { assignBreak, closeBreak } from "../../../server/billing/settle-break.ts";
import type { Act, Telling } from "./live-story.ts";
import type { Stage } from "./stage.ts";

const DAY = 86_400;
const HOUR = 3600;
const MARKET = "northern-accounts";

/**
 * Four nights of reconciliation. A week ago Stripe showed a charge that is in no book and took it away the
 * next morning; last night it showed another, which somebody is looking into.
 */
export function booksAreCompared(stage: Stage, { now }: Telling): Act[] {
  const lastNight = Math.floor(now / DAY) * DAY + 3.5 * HOUR - (now % DAY < 4 * HOUR ? DAY : 0);
  const night = (before: number) => ({
    at: lastNight - before * DAY,
    does: () => stage.job("reconciliation:daily"),
  });
  const strays: string[] = [];
  const stray = (amount: number) => async () => {
    const { id } = stage.controls.plant({
      type: "charge",
      amount,
      currency: "USD",
      source: "ch_of_nobody",
    });
    strays.push(id);
  };
  return [
    { at: lastNight - 7 * DAY - 5 * HOUR, does: stray(18_900) },
    night(7),
    { at: lastNight - 6 * DAY - 2 * HOUR, does: async () => stage.controls.drop(strays[0] ?? "") },
    night(6),
    { at: lastNight - 6 * DAY + 6 * HOUR, does: () => close(stage) },
    night(1),
    { at: lastNight - 9 * HOUR, does: stray(421_000) },
    night(0),
    { at: Math.min(lastNight + 5 * HOUR, now), does: () => take(stage) },
  ];
}

/** The administrator closes what is gone. */
async function close(stage: Stage): Promise<void> {
  const admin = stage.as({ slug: MARKET, role: "admin" });
  const reason = "Stripe listed a charge of its own test account here and took it away the next morning.";
  for (const { id } of await openBreaks(stage)) await closeBreak(admin, { breakId: id, reason });
}

async function take(stage: Stage): Promise<void> {
  const manager = stage.as({ slug: MARKET, role: "account_manager" });
  for (const { id } of await openBreaks(stage))
    await assignBreak(manager, { breakId: id, ownerId: manager.viewer.userId });
}

function openBreaks(stage: Stage) {
  return stage.rows("select id from recon_break where closed_at is null order by id");
}
