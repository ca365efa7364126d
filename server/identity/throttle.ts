import { createHash } from "node:crypto";
import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { countedIn } from "../counted-in.ts";

/**
 * Counts attempts to prove who one is: ten wrong ones for an account from one address in fifteen minutes, a
 * hundred in all in a day, and two hundred from one address whatever the account. `asks` counts what costs a
 * mail or a row, per account or address.
 */
export function openThrottle(pool: pg.Pool) {
  const common = countedIn(pool, "sign_in_throttle");
  const quarter = 15 * 60;
  return {
    here: new RateLimiterPostgres({ ...common, keyPrefix: "here", points: 10, duration: quarter }),
    from: new RateLimiterPostgres({ ...common, keyPrefix: "from", points: 200, duration: quarter }),
    anywhere: new RateLimiterPostgres({
      ...common,
      keyPrefix: "anywhere",
      points: 100,
      duration: 24 * 60 * 60,
    }),
    asks: new RateLimiterPostgres({ ...common, keyPrefix: "asks", points: 5, duration: quarter }),
    challenges: new RateLimiterPostgres({
      ...common,
      keyPrefix: "challenges",
      points: 60,
      duration: quarter,
    }),
  };
}

export type Throttle = ReturnType<typeof openThrottle>;
export type Throttled = { outcome: "throttled"; retryAfterSeconds: number };

/**
 * Counts an attempt on an account from an address before it is looked at, so that attempts at the same moment
 * cannot all pass on the count of none of them. `what` keeps passwords and second factors apart: a right
 * password clears no count of wrong codes. `clear` is for a right answer.
 */
export async function countAttempt(
  throttle: Throttle,
  p: { what: "password" | "factor"; account: string; address: string },
): Promise<{ spent: Throttled | null; isFirstSpent: boolean; clear: () => Promise<void> }> {
  const account = digestOf(p.what === "password" ? p.account : `${p.what}:${p.account}`);
  const from = digestOf(p.address);
  const here = `${account}:${from.slice(0, 16)}`;
  const clear = async () => {
    await Promise.all([
      ...[throttle.here.delete(here), throttle.anywhere.delete(account)],
      // Whoever has an account of their own must not buy tries at others' with it: one try is given back.
      throttle.from.reward(from, 1),
    ]);
  };
  const over =
    (await consume(throttle.from, from)) ??
    (await consume(throttle.here, here)) ??
    (await consume(throttle.anywhere, account));
  return { spent: over && waiting(over.left), isFirstSpent: over?.isFirst ?? false, clear };
}

/** Counts one use of what an account or an address may ask for only so often. */
export function countAsk(
  throttle: Throttle,
  p: { what: "asks" | "challenges"; of: string },
): Promise<Throttled | null> {
  return spend(throttle[p.what], digestOf(p.of));
}

async function spend(limiter: RateLimiterPostgres, key: string): Promise<Throttled | null> {
  const over = await consume(limiter, key);
  return over && waiting(over.left);
}

const waiting = (ms: number): Throttled => ({
  outcome: "throttled",
  retryAfterSeconds: Math.ceil(ms / 1000),
});

/** Null while there is room; then the milliseconds until there is, and whether it was the first one over. */
async function consume(
  limiter: RateLimiterPostgres,
  key: string,
): Promise<{ left: number; isFirst: boolean } | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (over) {
    if (!(over instanceof RateLimiterRes)) throw over;
    return { left: over.msBeforeNext, isFirst: over.consumedPoints === limiter.points + 1 };
  }
}

/** Keys of the table are digests: it holds nobody's address or e-mail. */
function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
