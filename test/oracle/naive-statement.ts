// A second way to price a month, on whole numbers of a very small unit instead of fractions. It shares
// nothing with domain/.
import { createHash } from "node:crypto";
import { sortedJson } from "./naive-verdict.ts";

type Level = {
  id: string;
  measured: string | null;
  target: string;
  excused?: boolean;
  failedLastPeriod?: boolean;
  weightBps?: number;
  direction?: "higher" | "lower";
  minimum?: string;
  missBps?: number;
  failBps?: number;
  bands?: readonly { atLeast?: string; points: number }[];
};

export type NaiveStatement = {
  id: string;
  feeMinor: string;
  commissionBps: number;
  scheme: {
    kind: string;
    capBps: number;
    poolBps?: number;
    valuePerPointMinor?: string;
    levels: readonly Level[];
  };
};

/** What the month comes to, in the form of the recompute tool's answer. */
export function naiveStatement(bundle: NaiveStatement) {
  const fee = BigInt(bundle.feeMinor);
  const priced = bundle.scheme.levels.map((level) =>
    bundle.scheme.kind === "at_risk_pool" ? poolPrice(bundle, level) : pointsPrice(bundle, level),
  );
  const sum = priced.reduce((total, one) => total + one.credit, 0n);
  const cap = halfUp(fee * BigInt(bundle.scheme.capBps), 10_000n);
  const capped = sum > cap;
  const credits = capped
    ? handOut(
        cap,
        priced.map((one) => one.credit),
      )
    : priced.map((one) => one.credit);
  const credit = capped ? cap : sum;
  const net = fee - credit;
  const commission = halfUp(net * BigInt(bundle.commissionBps), 10_000n);
  const before = halfUp(fee * BigInt(bundle.commissionBps), 10_000n);
  return {
    id: bundle.id,
    levels: bundle.scheme.levels.map((level, n) => ({
      id: level.id,
      ...(priced[n]?.points === undefined ? {} : { points: priced[n].points }),
      creditMinor: String(credits[n]),
    })),
    creditMinor: String(credit),
    capped,
    netMinor: String(net),
    commissionMinor: String(commission),
    providerMinor: String(net - commission),
    providerBearsMinor: String(fee - before - (net - commission)),
    platformBearsMinor: String(before - commission),
    bundleHash: `sha256:${createHash("sha256").update(sortedJson(bundle)).digest("hex")}`,
  };
}

function poolPrice(
  { feeMinor, scheme }: NaiveStatement,
  level: Level,
): { credit: bigint; points?: number } {
  let share = 0;
  if (level.excused) share = 0;
  else if (level.measured === null) share = level.failBps ?? 0;
  else if (isWorse(level, level.target))
    share = (isWorse(level, level.minimum ?? "0") ? level.failBps : level.missBps) ?? 0;
  const factors = BigInt(scheme.poolBps ?? 0) * BigInt(level.weightBps ?? 0) * BigInt(share);
  return { credit: halfUp(BigInt(feeMinor) * factors, 10n ** 12n) };
}

function pointsPrice({ scheme }: NaiveStatement, level: Level): { credit: bigint; points: number } {
  let points = 0;
  if (!level.excused && (level.measured === null || scaled(level.measured) < scaled(level.target))) {
    const reached = (level.bands ?? [])
      .filter((band) => band.atLeast !== undefined && level.measured !== null)
      .filter((band) => scaled(level.measured ?? "0") >= scaled(band.atLeast ?? "0"));
    const best = reached.sort((a, b) => Number(scaled(b.atLeast ?? "0") - scaled(a.atLeast ?? "0")));
    // Of two bands with one border, the one written later holds.
    const equal = best.filter((band) => scaled(band.atLeast ?? "0") === scaled(best[0]?.atLeast ?? "0"));
    const lowest = (level.bands ?? []).find((band) => band.atLeast === undefined);
    points = (equal.at(-1) ?? lowest)?.points ?? 0;
    if (level.failedLastPeriod) points += points;
  }
  return { credit: BigInt(points) * BigInt(scheme.valuePerPointMinor ?? "0"), points };
}

function isWorse(level: Level, border: string): boolean {
  const [measured, limit] = [scaled(level.measured ?? "0"), scaled(border)];
  return level.direction === "lower" ? measured > limit : measured < limit;
}

/** A decimal in units of 10^-40, which every decimal of a bundle divides. */
function scaled(decimal: string): bigint {
  const [whole = "0", fraction = ""] = decimal.split(".");
  const magnitude = BigInt(whole.replace("-", "") + fraction.padEnd(40, "0"));
  return decimal.startsWith("-") ? -magnitude : magnitude;
}

function halfUp(amount: bigint, unit: bigint): bigint {
  const rest = amount % unit;
  return amount / unit + (rest * 2n >= unit ? 1n : 0n);
}

/** Whole parts first, then one unit at a time to whoever lacks most of their share. */
function handOut(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const parts = weights.map((weight) => (total * weight) / all);
  const lacks = weights.map((weight, n) => total * weight - (parts[n] ?? 0n) * all);
  for (let left = total - parts.reduce((sum, part) => sum + part, 0n); left > 0n; left -= 1n) {
    let most = 0;
    for (let n = 1; n < lacks.length; n += 1) if ((lacks[n] ?? 0n) > (lacks[most] ?? 0n)) most = n;
    parts[most] = (parts[most] ?? 0n) + 1n;
    lacks[most] = -1n;
  }
  return parts;
}
