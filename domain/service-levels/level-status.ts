import type { LevelMonth } from "./month-history.ts";
import { reachesBorder } from "./month-history.ts";

/** How a level stands in a month: without a figure nothing was measured, which is no excuse. */
export function levelStatus(
  level: { direction: "higher" | "lower"; target: string; minimum: string },
  figure: Pick<LevelMonth, "measured" | "excused" | "against"> | undefined,
): "met" | "missed" | "failed" | "no_data" | "excused" {
  if (figure?.excused) return "excused";
  const decisive = figure?.against ?? figure;
  const measured = decisive?.measured ?? null;
  if (measured === null) return "no_data";
  const { direction, target, minimum } = figure?.against ?? level;
  if (reachesBorder(measured, { direction, border: target })) return "met";
  return reachesBorder(measured, { direction, border: minimum }) ? "missed" : "failed";
}
