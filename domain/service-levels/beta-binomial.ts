/** The beta distribution of a share: `alpha` and `beta` over one denominator, all above 0. */
export type BetaShare = { alpha: bigint; beta: bigint; of: bigint };

/** Weights below are whole numbers of this size; what they leave out is less than one part in 10^20. */
const PEAK = 10n ** 30n;

/**
 * The equal-tailed 95 % range of hits among `tries` further items, when their share is known no better than
 * `share` says: the quantiles at 2.5 % and 97.5 % of the beta-binomial distribution (J. G. Skellam, 1948),
 * from the ratio of neighbouring probabilities
 * P(k+1) ÷ P(k) = (tries − k)(α + k) ÷ ((k + 1)(β + tries − k − 1)),
 * in whole numbers, so that everyone who works it out again gets the same range.
 */
export function hitsRange(share: BetaShare, tries: number): { low: number; high: number } {
  const [all, middle] = [BigInt(tries), Number((BigInt(tries) * share.alpha) / (share.alpha + share.beta))];
  const ratio = (k: bigint) => ({
    up: (all - k) * (share.alpha + k * share.of),
    down: (k + 1n) * (share.beta + (all - k - 1n) * share.of),
  });
  const below: bigint[] = [];
  for (let k = middle - 1, weight = PEAK; k >= 0 && weight > 0n; k--) {
    const { up, down } = ratio(BigInt(k));
    weight = (weight * down) / up;
    below.unshift(weight);
  }
  const weights = [...below, PEAK];
  for (let k = middle, weight = PEAK; k < tries && weight > 0n; k++) {
    const { up, down } = ratio(BigInt(k));
    weight = (weight * up) / down;
    weights.push(weight);
  }
  const first = middle - below.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const quantile = (thousandths: bigint) => {
    let sum = 0n;
    const at = weights.findIndex((weight) => {
      sum += weight;
      return sum * 1000n >= total * thousandths;
    });
    return first + at;
  };
  return { low: quantile(25n), high: quantile(975n) };
}
