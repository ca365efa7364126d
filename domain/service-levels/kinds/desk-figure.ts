import { measureRatio } from "../attainment.ts";
import type { LevelFigure } from "../level-figure.ts";
import type { MonthItem } from "../month-item.ts";

/** What the service desk's own column says over the items; null where it says nothing of any. */
export function deskFigure(items: readonly MonthItem[]): LevelFigure["desk"] {
  const said = items.filter((item) => item.deskMadeSla !== null);
  if (said.length === 0) return null;
  const met = said.filter((item) => item.deskMadeSla).length;
  const { percent } = measureRatio({ numerator: met, denominator: said.length, minimumSample: 0 });
  return { n: said.length, met, percent };
}
