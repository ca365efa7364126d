import { canonicalJson } from "../shared/canonical-json.ts";
import { formatDecimal, parseDecimal } from "../shared/decimal.ts";
import { addRationals, multiplyRationals, rational } from "../shared/rational.ts";
import { sha256Hex } from "../shared/sha256.ts";
import type { BaselineSource } from "./price-terms.ts";

/** A month of a contract's past, as a price may take its baseline from it. */
export type PastMonth = {
  period: string;
  /** Only frozen months make a baseline: others may still change. */
  frozen: boolean;
  levels: readonly PastLevel[];
};

export type PastLevel = {
  id: string;
  measured: string | null;
  excused: boolean;
  /** The count that decided in place of the percentage, in a month with few items. */
  against?: { direction: "lower"; target: string; minimum: string; measured: string } | undefined;
};

export type SealedBaseline = { baseline: string; baselineHash: string; baselineSource: BaselineSource };

/** The baseline with the SHA-256 over level, value and source: nobody can change one without the other. */
export function sealedBaseline(p: {
  levelId: string;
  baseline: string;
  source: BaselineSource;
}): SealedBaseline {
  const { levelId, baseline, source } = p;
  const hash = sha256Hex(canonicalJson({ levelId, baseline, source }));
  return { baseline, baselineHash: `sha256:${hash}`, baselineSource: source };
}

/**
 * The mean of a level over the last frozen months that measured it, to four places; null where there are
 * fewer than asked for.
 */
export function baselineFromMonths(p: {
  levelId: string;
  count: number;
  history: readonly PastMonth[];
}): SealedBaseline | null {
  const measured = p.history.flatMap((month) => {
    const figure = month.levels.find((one) => one.id === p.levelId)?.measured ?? null;
    return month.frozen && figure !== null ? [{ period: month.period, measured: figure }] : [];
  });
  if (p.count < 1 || measured.length < p.count) return null;
  const months = measured.slice(-p.count);
  const sum = months.map((month) => parseDecimal(month.measured)).reduce(addRationals);
  const mean = formatDecimal(multiplyRationals(sum, rational(1n, BigInt(p.count))), 4);
  const baseline = mean.replace(/\.?0+$/, "");
  return sealedBaseline({ levelId: p.levelId, baseline, source: { kind: "months", months } });
}
