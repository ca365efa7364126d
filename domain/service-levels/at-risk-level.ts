import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { AtRiskLevel } from "./statement-bundle.ts";

/** The level as the at-risk pool of a statement bundle takes it. `excused`: nothing counts against it. */
export function atRiskLevelOf(
  level: ServiceLevel,
  result: { measured: string | null; excused: boolean },
): AtRiskLevel {
  const { id, weightBps, direction, target, minimum, missBps, failBps } = level;
  const plain = { id, weightBps, direction, target, minimum, missBps, failBps, measured: result.measured };
  return result.excused ? { ...plain, excused: true } : plain;
}
