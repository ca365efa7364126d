import { parseDecimal } from "../shared/decimal.ts";
import { compareRationals, rational, roundToStep } from "../shared/rational.ts";
import type { LevelOutcome } from "./at-risk-pool.ts";
import type { ServicePoints, ServicePointsLevel } from "./statement-bundle.ts";

/** One level's credit under service points, with the figures it was made of. */
export type ServicePointsCredit = {
  kind: "service_points";
  id: string;
  outcome: LevelOutcome;
  measured: string | null;
  target: string;
  /** Points of the band, before a repeat doubles them. */
  bandPoints: number;
  /** Whether the level failed in the period before too, so that its points double. */
  repeated: boolean;
  points: number;
  valuePerPointMinor: bigint;
  uncappedMinor: bigint;
};

/**
 * Service points (as in the UK Model Services Contract): at or above target none; below it the points of
 * the highest band reached, twice where the level failed in the period before. No data counts as the lowest
 * band.
 */
export function servicePointsCredits(scheme: ServicePoints, step = 1n): ServicePointsCredit[] {
  const valuePerPointMinor = BigInt(scheme.valuePerPointMinor);
  return scheme.levels.map((level) => {
    const outcome = servicePointsOutcome(level);
    const bandPoints = outcome === "met" || outcome === "excused" ? 0 : pointsOf(level);
    const repeated = bandPoints > 0 && level.failedLastPeriod === true;
    const points = repeated ? bandPoints * 2 : bandPoints;
    return {
      kind: "service_points",
      id: level.id,
      outcome,
      measured: level.measured,
      target: level.target,
      bandPoints,
      repeated,
      points,
      valuePerPointMinor,
      uncappedMinor: roundToStep(rational(BigInt(points) * valuePerPointMinor), step),
    };
  });
}

function servicePointsOutcome(level: ServicePointsLevel): LevelOutcome {
  if (level.excused) return "excused";
  if (level.measured === null) return "no_data";
  return reaches(level.measured, level.target) ? "met" : "failed";
}

function pointsOf(level: ServicePointsLevel): number {
  let reached: { atLeast: string; points: number } | null = null;
  let below = 0;
  for (const { atLeast, points } of level.bands) {
    if (atLeast === undefined) below = points;
    else if (level.measured !== null && reaches(level.measured, atLeast)) {
      if (reached === null || reaches(atLeast, reached.atLeast)) reached = { atLeast, points };
    }
  }
  return reached?.points ?? below;
}

function reaches(value: string, border: string): boolean {
  return compareRationals(parseDecimal(value), parseDecimal(border)) >= 0;
}
