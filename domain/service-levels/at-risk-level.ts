import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { CountTarget } from "./level-figure.ts";
import type { AtRiskLevel } from "./statement-bundle.ts";

/**
 * The level as the at-risk pool of a statement bundle takes it. `excused`: nothing counts against it;
 * `against`: a small month, in which the count target that the contract names decides.
 */
export function atRiskLevelOf(
  level: ServiceLevel,
  result: { measured: string | null; excused: boolean; against?: CountTarget | undefined },
): AtRiskLevel {
  const { id, weightBps, missBps, failBps } = level;
  const { direction, target, minimum, measured } = result.against ?? {
    ...level,
    measured: result.measured,
  };
  const plain = { id, weightBps, direction, target, minimum, missBps, failBps, measured };
  return result.excused ? { ...plain, excused: true } : plain;
}
