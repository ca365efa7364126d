import type pg from "pg";
import { RateLimiterPostgres, RateLimiterQueue } from "rate-limiter-flexible";
import { countedIn } from "../counted-in.ts";
import type { Pace } from "../ports/stripe/paced-client.ts";

/** What Stripe takes of one endpoint in a second: https://docs.stripe.com/rate-limits */
export const STRIPE_REQUESTS_PER_SECOND = 25;

/**
 * Lets each of Stripe's endpoints have its allowed requests a second, counted in PostgreSQL for all processes
 * together. What is too early waits in line, in the order in which it came; one of a line asks PostgreSQL at
 * a time, because hundreds that ask at once are answered when their second is over.
 */
export function openStripePace(pool: pg.Pool, perSecond = STRIPE_REQUESTS_PER_SECOND): Pace {
  const limiter = new RateLimiterPostgres({
    ...countedIn(pool, "stripe_pace"),
    keyPrefix: "stripe",
    points: perSecond,
    duration: 1,
  });
  const queue = new RateLimiterQueue(limiter);
  const lines = new Map<string, Promise<unknown>>();
  return async (endpoint) => {
    const before = lines.get(endpoint) ?? Promise.resolve();
    const turn = before.then(() => queue.removeTokens(1, endpoint));
    lines.set(
      endpoint,
      turn.catch(() => undefined),
    );
    await turn;
  };
}
