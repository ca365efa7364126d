import type { Fault, FaultKind, WebhookFault, WebhookFaultKind } from "./faults.ts";

const requestFaults: readonly FaultKind[] = [
  "reply_lost",
  "status_500",
  "status_429",
  "slow",
  "lock_timeout",
  "half_body",
];
const webhookFaults: readonly WebhookFaultKind[] = [
  "duplicate",
  "delay",
  "reorder",
  "drop",
  "wrong_signature",
  "before_reply",
  "two_secrets",
  "unknown_type",
];

/**
 * A plan of faults that a seed decides: the same seed gives the same plan everywhere. A closed connection is
 * tried again by the SDK itself, so a lost reply is lost once or twice.
 */
export function seededFaults({
  seed,
  count,
  path = "*",
}: {
  seed: number;
  count: number;
  /** Which requests of writing are hit; `*` stands for any run of characters. */
  path?: string;
}): Array<Fault | WebhookFault> {
  const draw = drawing(seed);
  const one = <T>(from: readonly T[]): T => from[draw(from.length)] as T;
  return Array.from({ length: count }, (): Fault | WebhookFault => {
    if (draw(3) === 0) return { webhook: one(webhookFaults), delayMs: 1 + draw(200) };
    const kind = one(requestFaults);
    const match = { method: "POST", path };
    if (kind === "status_500") return { kind, match, executed: draw(2) === 0 };
    if (kind === "lock_timeout") return { kind, match, status: draw(2) === 0 ? 409 : 429 };
    if (kind === "slow") return { kind, match, delayMs: 1 + draw(100) };
    return { kind, match, times: 1 + draw(2) };
  });
}

/** Whole numbers from 0 to below the limit, by mulberry32: public domain, 32 bits of state. */
export function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
