/** How sure an interval is, in per cent, both sides together. */
export const CONFIDENCES = ["90", "95", "99"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** One, in the billionths in which quantiles are written. */
export const BILLION = 1_000_000_000n;

/**
 * The normal distribution's quantile that leaves half of the rest on either side, in billionths. Source:
 * NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1: 1.644854, 1.959964, 2.575829.
 */
export const NORMAL_QUANTILE = {
  "90": 1_644_853_627n,
  "95": 1_959_963_985n,
  "99": 2_575_829_304n,
} as const satisfies Record<Confidence, bigint>;
