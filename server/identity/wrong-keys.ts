/** Wrong keys that one address may send in a minute. */
const MOST = 20;
const WINDOW_MS = 60_000;
/** Addresses that are remembered; beyond it the oldest go, so that nobody fills the memory with addresses. */
const MOST_ADDRESSES = 10_000;

export type WrongKeys = {
  /** How long an address waits before another key of its is looked at, in seconds; 0 where it need not. */
  waits: (address: string) => number;
  note: (address: string) => void;
};

/**
 * Counts keys that stand for nobody, by the address they came from, in this process. Of an address that sent
 * too many no key is looked up that was not right before: who shares it with a guesser goes on.
 */
export function countWrongKeys(nowMs: () => number): WrongKeys {
  const seen = new Map<string, { since: number; count: number }>();
  const current = (address: string) => {
    const one = seen.get(address);
    return one && nowMs() - one.since < WINDOW_MS ? one : undefined;
  };
  return {
    waits: (address) => {
      const one = current(address);
      if (!one || one.count < MOST) return 0;
      return Math.max(1, Math.ceil((one.since + WINDOW_MS - nowMs()) / 1000));
    },
    note: (address) => {
      const one = current(address) ?? { since: nowMs(), count: 0 };
      seen.delete(address);
      seen.set(address, { ...one, count: one.count + 1 });
      for (const oldest of seen.keys()) if (seen.size > MOST_ADDRESSES) seen.delete(oldest);
    },
  };
}
