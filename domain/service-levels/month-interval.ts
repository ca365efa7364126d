/** 97.5th percentile of the normal distribution: a two-sided interval of 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval (E. B. Wilson, 1927) of a share, in per cent with one decimal; null without a
 * sample.
 * It says how far a figure from few items may lie from the provider's true level. Never used for money.
 */
export function wilsonInterval(hits: number, n: number): { low: string; high: string } | null {
  if (n <= 0) return null;
  const share = hits / n;
  const spread = Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const middle = share + (Z * Z) / (2 * n);
  const scale = 1 + (Z * Z) / n;
  const percent = (value: number) => (Math.min(1, Math.max(0, value)) * 100).toFixed(1);
  return { low: percent((middle - spread) / scale), high: percent((middle + spread) / scale) };
}
