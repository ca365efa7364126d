import { Temporal } from "temporal-polyfill";

/** A stretch of time; both ends ISO 8601 with Z. */
export interface Stretch {
  start: string;
  end: string;
}

export interface Tick {
  at: string;
  /** Share of the axis from the left, 0 to 100. */
  percent: number;
  startsDay: boolean;
}

export interface ClockAxis {
  /** Where a moment stands, 0 to 100; closed time is squeezed into its fold. */
  percentAt: (instant: string) => number;
  folds: ReadonlyArray<{ from: number; to: number }>;
  ticks: readonly Tick[];
}

/** A fold is as wide as this share of all open time, however long the business was closed. */
const FOLD_SHARE = 0.075;
const STEP_HOURS = [1, 2, 4, 8, 24, 72, 168] as const;
const MAX_TICKS = 11;

/**
 * An axis over the open windows (in order, apart from each other): open time to scale, the closed time
 * between two windows folded to a narrow band. Moments outside of all windows stand at the nearest end.
 */
export function foldedAxis(windows: readonly Stretch[]): ClockAxis {
  const open = windows.map((window) => ({ start: millis(window.start), end: millis(window.end) }));
  const openTotal = open.reduce((sum, window) => sum + (window.end - window.start), 0);
  const fold = openTotal * FOLD_SHARE;
  const total = openTotal + fold * Math.max(0, open.length - 1) || 1;

  let left = 0;
  const placed = open.map((window) => {
    const place = { ...window, left, right: left + (window.end - window.start) };
    left = place.right + fold;
    return place;
  });
  const percent = (position: number) => (position / total) * 100;

  function percentAt(instant: string): number {
    const at = millis(instant);
    const inside = placed.findLast((place) => place.start <= at) ?? placed[0];
    if (!inside) return 0;
    if (at <= inside.end) return percent(inside.left + Math.max(0, at - inside.start));
    const next = placed[placed.indexOf(inside) + 1];
    if (!next) return percent(inside.right);
    return percent(inside.right + fold * ((at - inside.end) / (next.start - inside.end)));
  }

  const folds = placed
    .slice(0, -1)
    .map((place) => ({ from: percent(place.right), to: percent(place.right + fold) }));
  return { percentAt, folds, ticks: ticksOf({ open, openTotal, percentAt }) };
}

function ticksOf(options: {
  open: ReadonlyArray<{ start: number; end: number }>;
  openTotal: number;
  percentAt: (instant: string) => number;
}): Tick[] {
  const { open, openTotal, percentAt } = options;
  const hours = openTotal / 3_600_000;
  const step = (STEP_HOURS.find((each) => hours / each <= MAX_TICKS - open.length) ?? 336) * 3_600_000;
  return open.flatMap((window) => {
    const count = Math.floor((window.end - window.start) / step);
    return Array.from({ length: count + 1 }, (_, index) => {
      const at = Temporal.Instant.fromEpochMilliseconds(window.start + index * step).toString();
      return { at, percent: percentAt(at), startsDay: index === 0 };
    });
  });
}

/**
 * Rows for labels that would run into each other: each label takes the first row that is free where it
 * starts. `reach` is the estimated width of a label in percent of the axis.
 */
export function stackLabels(labels: ReadonlyArray<{ percent: number; reach: number }>): number[] {
  const freeFrom: number[] = [];
  return labels.map(({ percent, reach }) => {
    const free = freeFrom.findIndex((edge) => edge <= percent);
    const row = free === -1 ? freeFrom.length : free;
    freeFrom[row] = percent + reach;
    return row;
  });
}

function millis(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
