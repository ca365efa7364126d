import { basisPoints, multiplyRationals, rational, roundHalfAwayFromZero } from "../shared/rational.ts";
import { bundleHash } from "./bundle-hash.ts";
import { creditOf, type LevelCredit, type MonthCredit } from "./credit-scheme.ts";
import type { StatementBundle } from "./statement-bundle.ts";

/** The month's money in minor units of the bundle's currency. */
export type StatementFigures = MonthCredit & {
  feeMinor: bigint;
  netMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
  /** What each side has less than in a month without credits; together they are the credit. */
  providerBearsMinor: bigint;
  platformBearsMinor: bigint;
};

/** The exported form: bigints as text, levels in the order of the bundle. */
export type StatementResult = {
  id: string;
  levels: { id: string; points?: number; creditMinor: string }[];
  creditMinor: string;
  capped: boolean;
  netMinor: string;
  commissionMinor: string;
  providerMinor: string;
  providerBearsMinor: string;
  platformBearsMinor: string;
  bundleHash: string;
};

/** Measures a statement bundle again and writes it in its exported form. */
export function statementOf(bundle: StatementBundle): StatementResult {
  const figures = statementFigures(bundle);
  return {
    id: bundle.id,
    levels: figures.levels.map(exportedLevel),
    creditMinor: String(figures.creditMinor),
    capped: figures.capped,
    netMinor: String(figures.netMinor),
    commissionMinor: String(figures.commissionMinor),
    providerMinor: String(figures.providerMinor),
    providerBearsMinor: String(figures.providerBearsMinor),
    platformBearsMinor: String(figures.platformBearsMinor),
    bundleHash: bundleHash(bundle),
  };
}

/**
 * Net = fee − credit; the commission is a share of the net, rounded half away from zero; the provider gets
 * the rest. A credit therefore lowers the commission too, and both sides bear it.
 */
export function statementFigures(
  bundle: Pick<StatementBundle, "feeMinor" | "commissionBps" | "scheme">,
): StatementFigures {
  const feeMinor = BigInt(bundle.feeMinor);
  const credit = creditOf(bundle.scheme, feeMinor);
  const netMinor = feeMinor - credit.creditMinor;
  const commissionMinor = commissionOn(netMinor, bundle.commissionBps);
  const providerMinor = netMinor - commissionMinor;
  const commissionWithoutCredit = commissionOn(feeMinor, bundle.commissionBps);
  return {
    ...credit,
    feeMinor,
    netMinor,
    commissionMinor,
    providerMinor,
    providerBearsMinor: feeMinor - commissionWithoutCredit - providerMinor,
    platformBearsMinor: commissionWithoutCredit - commissionMinor,
  };
}

function commissionOn(amountMinor: bigint, bps: number): bigint {
  return roundHalfAwayFromZero(multiplyRationals(rational(amountMinor), basisPoints(bps)));
}

function exportedLevel(level: LevelCredit): StatementResult["levels"][number] {
  const creditMinor = String(level.creditMinor);
  if (level.kind === "service_points") return { id: level.id, points: level.points, creditMinor };
  return { id: level.id, creditMinor };
}
