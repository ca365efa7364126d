/** One, in the billionths in which the arithmetic below is done. */
const ONE = 1_000_000_000n;
/** 97.5th percentile of the normal distribution, in billionths: a two-sided interval of 95 %. */
const Z = 1_959_963_985n;

/**
 * Wilson's score interval (E. B. Wilson, 1927) of `hits` among `n`, in per cent with one decimal, rounded
 * half up; null without a sample. In whole numbers, so that everyone who works it out again gets the same
 * digits: (2·hits + z² ± z·√(4·hits·(n − hits)/n + z²)) / (2·(n + z²)).
 * It says how far a figure from few items may lie from the provider's true level.
 */
export function wilsonInterval(hits: number, n: number): { low: string; high: string } | null {
  if (n <= 0) return null;
  const [met, all] = [BigInt(hits), BigInt(n)];
  const middle = 2n * met * ONE ** 2n + Z ** 2n;
  const spread = Z * squareRoot((4n * met * (all - met) * ONE ** 2n) / all + Z ** 2n);
  const whole = 2n * (all * ONE ** 2n + Z ** 2n);
  return { low: percent(middle - spread, whole), high: percent(middle + spread, whole) };
}

function percent(part: bigint, whole: bigint): string {
  const thousandths = (2000n * part + whole) / (2n * whole);
  return `${thousandths / 10n}.${thousandths % 10n}`;
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
