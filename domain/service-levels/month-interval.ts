import { BILLION, type Confidence, NORMAL_QUANTILE } from "../shared/confidence.ts";

export type Interval = { low: string; high: string };

/**
 * Wilson's score interval (E. B. Wilson, 1927) of `hits` among `n`, with one decimal, rounded half up; null
 * without a sample. In per cent at 95 % where nothing else is said. In whole numbers, so that everyone who
 * works it out again gets the same digits: (2·hits + z² ± z·√(4·hits·(n − hits)/n + z²)) / (2·(n + z²)).
 * It says how far a figure from few items may lie from the provider's true level.
 */
export function wilsonInterval(
  hits: number,
  n: number,
  { confidence = "95", times = 100 }: { confidence?: Confidence; times?: 1 | 100 | 1000 } = {},
): Interval | null {
  if (n <= 0) return null;
  const key = `${hits}/${n} ${confidence} ${times}`;
  const found = known.get(key) ?? interval({ hits, n, confidence, times });
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, found);
  return found;
}

// A dashboard asks for the same few counts for many contracts and months.
const known = new Map<string, Interval>();
const MOST_KNOWN = 4_000;

function interval(p: { hits: number; n: number; confidence: Confidence; times: number }): Interval {
  const { hits, n, confidence, times } = p;
  const z = NORMAL_QUANTILE[confidence];
  const [met, all] = [BigInt(hits), BigInt(n)];
  const middle = 2n * met * BILLION ** 2n + z ** 2n;
  const spread = z * squareRoot((4n * met * (all - met) * BILLION ** 2n) / all + z ** 2n);
  const whole = 2n * (all * BILLION ** 2n + z ** 2n);
  return {
    low: oneDecimal(BigInt(times) * (middle - spread), whole),
    high: oneDecimal(BigInt(times) * (middle + spread), whole),
  };
}

function oneDecimal(part: bigint, whole: bigint): string {
  const tenths = (20n * part + whole) / (2n * whole);
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** The largest whole number whose square is not above the value; Newton's method, from above. */
function squareRoot(value: bigint): bigint {
  let root = 1n << (BigInt(value.toString(2).length) / 2n + 1n);
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
