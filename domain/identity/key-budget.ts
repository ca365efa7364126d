/** A budget is counted in minutes of the clock, so that several processes mean the same one. */
export const WINDOW_SECONDS = 60;

/** For a key that was made before keys had budgets: beyond honest use, so that it cannot starve everybody. */
export const PER_MINUTE_WITHOUT_BUDGET = 60_000;

/** What one process knows of a key's present minute. */
export type KeyBudget = {
  /** Minutes since 1970. */
  minute: number;
  /** Counted here in that minute. */
  here: number;
  /** Of these, told to the others. */
  told: number;
  /** Counted by the others, as far as they have told. */
  elsewhere: number;
  refused: number;
};

export type Spent = {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetSeconds: number;
  /** Whether this is the first request of the minute that is refused: it alone stands in the key's log. */
  isFirstRefusal: boolean;
};

export function newBudget(): KeyBudget {
  return { minute: -1, here: 0, told: 0, elsewhere: 0, refused: 0 };
}

/**
 * Takes one request from a key's budget, which it changes. What is refused is not counted, so a caller who
 * waits for the reset has the whole of the next minute.
 */
export function spend(budget: KeyBudget, limit: number, nowMs: number): Spent {
  const minute = Math.floor(nowMs / (WINDOW_SECONDS * 1000));
  if (minute !== budget.minute) Object.assign(budget, { ...newBudget(), minute });
  const used = budget.here + budget.elsewhere;
  const allowed = used < limit;
  if (allowed) budget.here += 1;
  else budget.refused += 1;
  const remaining = Math.max(0, limit - used - (allowed ? 1 : 0));
  const resetSeconds = Math.max(1, Math.ceil((minute + 1) * WINDOW_SECONDS - nowMs / 1000));
  return { allowed, limit, remaining, resetSeconds, isFirstRefusal: !allowed && budget.refused === 1 };
}

/** What all processes together have counted in a minute, as the database answered when ours was told. */
export function learn(budget: KeyBudget, p: { minute: number; told: number; all: number }): void {
  if (p.minute !== budget.minute) return;
  budget.told += p.told;
  budget.elsewhere = Math.max(0, p.all - budget.told);
}

/** The header fields of draft-ietf-httpapi-ratelimit-headers: what may be sent, and what is left of it. */
export function rateLimitHeaders(spent: Spent): [name: string, value: string][] {
  return [
    ["RateLimit-Policy", `"key";q=${spent.limit};w=${WINDOW_SECONDS}`],
    ["RateLimit", `"key";r=${spent.remaining};t=${spent.resetSeconds}`],
  ];
}
