import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { WorkEventType } from "../delivery/work-item-state.ts";
import { monthPeriod } from "../shared/period.ts";
import { bundleHash } from "./bundle-hash.ts";
import type { FigureBundle, FigureBundleItem } from "./figure-bundle.ts";
import type { LevelFigure, MonthInput } from "./level-figure.ts";
import { measureLevel } from "./month-figure.ts";
import type { MonthItem } from "./month-item.ts";

/** A rebuilt figure: how it stands to its target, and the rows that were counted. */
export type FigureResult = Pick<
  LevelFigure,
  "measured" | "gross" | "n" | "hits" | "misses" | "excluded" | "excused" | "sufficient" | "interval"
> & {
  id: string;
  kind: FigureBundle["kind"];
  /** met, missed, failed, no_data or excused. */
  verdict: LevelFigure["status"];
  target: string;
  minimum: string;
  against?: NonNullable<LevelFigure["against"]>;
  window?: NonNullable<LevelFigure["window"]>;
  detail?: NonNullable<LevelFigure["detail"]>;
  counted: NonNullable<LevelFigure["counted"]>;
  bundleHash: string;
};

/**
 * Measures a figure again from its bundle, by the rules of the bundle's own version. The same function
 * measures the month in the product. Throws RangeError for values that no figure can be made of.
 */
export function figureOf(bundle: FigureBundle): FigureResult {
  const { figure } = measureLevel(inputOf(bundle));
  const { measured, gross, n, hits, misses, excluded, excused, sufficient, interval } = figure;
  return {
    id: bundle.id,
    kind: bundle.kind,
    verdict: figure.status,
    target: figure.target,
    minimum: figure.minimum,
    ...{ measured, gross, n, hits, misses, excluded, excused, sufficient, interval },
    ...(figure.against ? { against: figure.against } : {}),
    ...(figure.window ? { window: figure.window } : {}),
    ...(figure.detail ? { detail: figure.detail } : {}),
    counted: figure.counted ?? [],
    bundleHash: bundleHash(bundle),
  };
}

/** What the product measures a month from, as the bundle says it. */
function inputOf(bundle: FigureBundle): MonthInput {
  const { month, zone, calendar, contractStart, lastMonth, asOf, monthHasWork } = bundle;
  return {
    items: bundle.items.map((item) => itemOf(item, month)),
    level: levelOf(bundle),
    metric: undefined,
    measure: bundle.measure as NonNullable<MonthInput["measure"]>,
    rules: { calendar, contractStart, reopenPolicy: "continue", ruleVersion: bundle.rules },
    period: monthPeriod({ month, zone }),
    asOf,
    monthHasWork,
    lastMonth,
    ...(bundle.sample ? { sample: bundle.sample as NonNullable<MonthInput["sample"]> } : {}),
    ...(bundle.pending ? { samplePending: bundle.pending } : {}),
  };
}

/** What a figure does not depend on, such as names and weights, a bundle does not carry. */
function levelOf(bundle: FigureBundle): ServiceLevel {
  const { window, rounding, smallSample, ...level } = bundle.level;
  return {
    ...level,
    ...(window ? { window } : {}),
    ...(rounding ? { rounding } : {}),
    ...(smallSample ? { smallSample } : {}),
    id: LEVEL,
    name: LEVEL,
    metric: LEVEL,
    kind: bundle.kind,
    workItemTypes: [...new Set(bundle.items.map((item) => item.type))],
    weightBps: 0,
    missBps: 0,
    failBps: 0,
  };
}

const LEVEL = "level";

function itemOf(item: FigureBundleItem, period: string): MonthItem {
  const { id, type, fields, decisions = [] } = item;
  return {
    id,
    type,
    fields,
    priority: null,
    deskMadeSla: null,
    events: item.events.map(({ at, type: event }) => ({ at, type: event as WorkEventType })),
    adjustments: decisions.map((one) => ({ ...one, contestId: "", period, levelIds: [] })),
  };
}
