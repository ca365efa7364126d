import type { MetricMeasure } from "../catalogue/metric-measure.ts";
import type { MetricWindow, Rounding } from "../catalogue/metric-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Metric } from "../catalogue/service-module.ts";
import type { Confidence } from "../shared/confidence.ts";
import type { Period } from "../shared/period.ts";
import type { Rational } from "../shared/rational.ts";
import type { ItemVerdict, MeasuringRules, MonthItem } from "./month-item.ts";
import type { SamplePending } from "./sampling/sample.ts";

export type LevelStatus = "met" | "missed" | "failed" | "no_data" | "excused";

/** One row behind a figure; `value` is the item's own part of it, in the level's unit. */
export type CountedItem = { workItemId: string; miss: boolean; value?: string };

/** What a scored sample says: so many of the population were drawn, so many of them had an error. */
export type SampleReading = {
  size: number;
  population: number;
  errors: number;
  unit: string;
  /** Where it was drawn under a plan: by what the draw can be repeated. */
  draw?: SampleDraw;
};

export type SampleDraw = {
  sampleId: string;
  confidence: Confidence;
  /** Items drawn, and items there were. */
  items: number;
  of: number;
  seed: string;
  populationHash: string;
  bundleHash: string;
};

/** One item of a scored sample. */
export type ScoredItem = { workItemId: string; errors: number; units: number };

/** What stands beside a figure of one kind. Durations are decimals in the level's unit. */
export type FigureDetail =
  | {
      kind: "duration";
      statistic: "mean" | "median" | "p90";
      mean: string;
      median: string;
      p90: string;
      byPriority: { priority: string; n: number; mean: string; p90: string }[];
    }
  | { kind: "uptime"; windowSeconds: number; downSeconds: number; plannedSeconds: number; outages: number }
  | {
      kind: "money";
      numeratorMinor: string;
      denominatorMinor: string;
      confirmed: number;
      unconfirmed: number;
    }
  | ({ kind: "sample" } & SampleReading)
  | { kind: "count"; looked: number };

/** What decides instead of the level's own figure: the count target of a small month. */
export type CountTarget = {
  direction: "lower";
  target: string;
  minimum: string;
  /** The failures of the month, as the statement takes them. */
  measured: string;
};

/** One service level in one month: what the page shows, what is frozen, and what the statement takes. */
export type LevelFigure = {
  levelId: string;
  name: string;
  metric: string;
  kind: ServiceLevel["kind"];
  direction: ServiceLevel["direction"];
  unit: string;
  target: string;
  minimum: string;
  minimumSample: number;
  n: number;
  hits: number;
  /** A decimal in the level's unit, rounded as agreed; null where there is nothing to measure. */
  measured: string | null;
  /** The same without exclusions. */
  gross: string | null;
  excluded: number;
  voided: number;
  misses: number;
  sufficient: boolean;
  /**
   * Nothing is held against the provider: too small a sample, nothing was due while other work went on, or
   * the window has not ended.
   */
  excused: boolean;
  status: LevelStatus;
  /** The 95 % interval of a share of items. */
  interval: { low: string; high: string } | null;
  /** The desk's own verdict over the same items, where it gave one. */
  desk: { n: number; met: number; percent: string | null } | null;
  /** The items counted and the misses among them; null where verdicts are the rows. */
  counted: CountedItem[] | null;
  /** Absent, as in months frozen before there were such rules: the figure itself decides, over the month. */
  against?: CountTarget;
  /** The conditions that the clock was measured by; absent where it follows the items' own events. */
  clockRules?: { termsVersion: number | null; hash: string };
  reason?: string;
  window?: { kind: MetricWindow; from: string; to: string };
  rounding?: Rounding;
  detail?: FigureDetail;
};

/** A figure without the items behind it, as dashboards keep it: they can be thousands. */
export type BareFigure = Omit<LevelFigure, "counted">;

export type LevelReading = { figure: LevelFigure; verdicts: ItemVerdict[] };

export type MonthInput = {
  items: readonly MonthItem[];
  level: ServiceLevel;
  metric: Metric | undefined;
  /** The formula itself, where a bundle carries it instead of the name of a metric. */
  measure?: MetricMeasure;
  rules: MeasuringRules;
  /** With month and zone where a level's window can be longer than the month. */
  period: Pick<Period, "from" | "to"> & Partial<Pick<Period, "month" | "zone">>;
  /** RFC 3339: the month's end, or now where it has not ended. */
  asOf: string;
  /** Whether any work at all was recorded in the month. */
  monthHasWork: boolean;
  /** The contract's last month, which ends a quarter early. YYYY-MM. */
  lastMonth?: string | null;
  /** The month's scored sample of this level, where one was drawn. */
  sample?: (SampleReading & { scored?: readonly ScoredItem[] }) | null;
  /** Why a level with a sample plan has none; left out: nobody drew it. */
  samplePending?: SamplePending | null;
};

/** What one kind of measure reads in a window, before the level judges it. */
export type KindReading = {
  n: number;
  hits: number;
  misses: number;
  excluded: number;
  voided: number;
  /** Exact, in the level's unit; null where there is nothing to measure. */
  value: Rational | null;
  gross: Rational | null;
  interval: LevelFigure["interval"];
  desk: LevelFigure["desk"];
  counted: CountedItem[] | null;
  verdicts: ItemVerdict[];
  detail?: FigureDetail;
  /** Why there is no value, where it is not for want of work. */
  pending?: SamplePending;
};

/** Where there was nothing to measure. */
export const NO_READING: KindReading = {
  n: 0,
  hits: 0,
  misses: 0,
  excluded: 0,
  voided: 0,
  value: null,
  gross: null,
  interval: null,
  desk: null,
  counted: [],
  verdicts: [],
};
