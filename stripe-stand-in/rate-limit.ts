/** Counts requests to an endpoint; false where one comes too soon. */
export type RateLimit = (operation: string) => boolean;

/**
 * Stripe's limit an endpoint and second, as a bucket of tokens that fills evenly: see
 * https://stripe.com/blog/rate-limiters. Without a limit everything is let through. It runs on the real time,
 * because clients wait in it.
 */
export function createRateLimit(perSecond: number | undefined, now = () => performance.now()): RateLimit {
  if (perSecond === undefined) return () => true;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (operation) => {
    const at = now();
    const before = buckets.get(operation) ?? { tokens: perSecond, at };
    const tokens = Math.min(perSecond, before.tokens + ((at - before.at) / 1000) * perSecond);
    const passes = tokens >= 1;
    buckets.set(operation, { tokens: passes ? tokens - 1 : tokens, at });
    return passes;
  };
}
