import { Temporal } from "temporal-polyfill";
import type { Clock } from "../clock.ts";
import { toInstant } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../logger.ts";
import type { StripePort } from "../ports/stripe/port.ts";
import { ACTED_ON } from "./handle-stripe-event.ts";
import { keepStripeEvent } from "./receive-stripe-event.ts";

type Deps = { db: Database; clock: Clock; stripe: Pick<StripePort, "listEvents">; logger: Logger };

/** Stripe lists events for thirty days: https://docs.stripe.com/api/events */
const LISTED_DAYS = 30;
const OVERLAP_HOURS = 3;

/**
 * Every hour: what Stripe lists and no webhook has brought is kept and acted on like any other event. A
 * webhook is given up by Stripe after three days, and an endpoint that was gone or wrongly set up for longer
 * would leave payments unseen until somebody reads the breaks. Oldest first; safe to run again.
 */
export async function takeInMissedEvents(deps: Deps): Promise<void> {
  const { db, clock, stripe, logger } = deps;
  const from = Math.floor((await lookedFrom(deps)).epochMilliseconds / 1000);
  let missed = 0;
  for (const types of ACTED_ON) {
    const listed = await stripe.listEvents({ createdFromEpochSeconds: from, types: [...types] });
    const ids = listed.map(({ id }) => id);
    const rows = await db.open.$queryRaw<
      { id: string }[]
    >`select id from stripe_event where id = any(${ids})`;
    const kept = new Set(rows.map(({ id }) => id));
    for (const event of listed.reverse().filter(({ id }) => !kept.has(id))) {
      await keepStripeEvent(db, event, clock.now());
      missed += 1;
    }
  }
  if (missed > 0)
    logger.warn({ missed }, "webhooks that Stripe did not deliver were taken in from its list");
}

/**
 * From before the nightly reconciliation that came before the last one, so that after days without a worker
 * the whole gap is looked at by every run of the first day; at least three hours back, at most thirty days.
 */
async function lookedFrom({ db, clock }: Deps): Promise<Temporal.Instant> {
  const [row] = await db.open.$queryRaw<{ at: Date }[]>`
    select started_at as at from recon_run where state = 'done' and asked_by_id is null
    order by started_at desc offset 1 limit 1`;
  const now = clock.now();
  const oldest = now.subtract({ hours: LISTED_DAYS * 24 });
  const latest = now.subtract({ hours: OVERLAP_HOURS });
  const at = row ? toInstant(row.at).subtract({ hours: OVERLAP_HOURS }) : oldest;
  const notAfter = Temporal.Instant.compare(at, latest) < 0 ? at : latest;
  return Temporal.Instant.compare(notAfter, oldest) > 0 ? notAfter : oldest;
}
