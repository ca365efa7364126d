import { USUAL_ROUNDING } from "../catalogue/metric-rules.ts";
import { formatDecimal, parseDecimal } from "../shared/decimal.ts";
import { compareRationals, type Rational } from "../shared/rational.ts";
import { roundedDecimal } from "../shared/rounding.ts";
import type { BareFigure, LevelStatus } from "./level-figure.ts";
import { levelStatus } from "./level-status.ts";
import { isShareOfItems } from "./month-course.ts";
import {
  backTest,
  FEWEST_REPLAYED,
  forecastShare,
  MONTHS_BEHIND,
  type ShareMonth,
} from "./share-forecast.ts";

/** Where a level is likely to stand at the month's end, in the level's unit. */
export type LevelForecast = {
  levelId: string;
  name: string;
  unit: string;
  direction: BareFigure["direction"];
  target: string;
  minimum: string;
  /** How the value was found: by the earlier months and the month so far, or as the month stands now. */
  method: "earlier_months" | "as_now";
  /** Why it is as now; null of a forecast by earlier months. */
  reason: string | null;
  value: string | null;
  /** The 95 % interval; null where there is none. */
  low: string | null;
  high: string | null;
  /** How the value would stand at the month's end. */
  status: LevelStatus;
  n: number;
  hits: number;
  open: number;
  /** Items that are expected to count still. */
  remaining: number | null;
  /** Earlier months the forecast rests on, the first and the last. */
  earlier: { months: number; from: string; to: string } | null;
  /** Replayed on the same day of the month; errors in points with two decimals. */
  test: {
    months: number;
    from: string;
    to: string;
    error: string;
    naiveError: string;
    inside: number;
  } | null;
};

/**
 * The forecast of one level for the month that runs. `earlier` are the contract's frozen months on the same
 * day, oldest first; `open` the items that are open and must count before the month ends. The figure as it
 * stands is shown where it is no share of items, where fewer than three months can be replayed, and where
 * the replay shows that it was nearer to the end than our forecast.
 */
export function levelForecast(p: {
  figure: BareFigure;
  open: number;
  earlier: readonly ShareMonth[];
}): LevelForecast {
  const { figure } = p;
  const { levelId, name, unit, direction, target, minimum, n, hits } = figure;
  const facts = { levelId, name, unit, direction, target, minimum, n, hits };
  const text = (value: Rational) => roundedDecimal(value, figure.rounding ?? USUAL_ROUNDING);
  const behind = p.earlier.slice(-MONTHS_BEHIND);
  const isShare = isShareOfItems(figure) || (figure.n === 0 && p.earlier.length > 0);
  const made = isShare ? forecastShare({ n, hits, open: p.open }, p.earlier) : null;
  const tested = isShare ? backTest(p.earlier) : null;
  const test = tested && {
    ...tested,
    error: formatDecimal(tested.error, 2),
    naiveError: formatDecimal(tested.naiveError, 2),
  };
  const reason = !isShare ? NO_SHARE : made === null ? NOTHING : reasonAgainst(tested);
  const [first, last] = [behind[0], behind.at(-1)];
  const earlier = first && last ? { months: behind.length, from: first.period, to: last.period } : null;
  const shared = { ...facts, open: p.open, remaining: made?.remaining ?? null, earlier, test };
  if (made && reason === null) {
    const value = text(made.value);
    const status = statusAt(figure, { value, n: n + made.remaining });
    const range = { low: text(made.low), high: text(made.high) };
    return { ...shared, method: "earlier_months", reason, value, ...range, status };
  }
  const value = figure.measured;
  const range =
    made && value !== null ? widened(value, { low: text(made.low), high: text(made.high) }) : NONE;
  return { ...shared, method: "as_now", reason, value, ...range, status: figure.status };
}

const NONE = { low: null, high: null };

/** The interval with the value in it: what it says of the month's end holds whatever value is shown. */
function widened(value: string, { low, high }: { low: string; high: string }) {
  const at = parseDecimal(value);
  return {
    low: compareRationals(at, parseDecimal(low)) < 0 ? value : low,
    high: compareRationals(at, parseDecimal(high)) > 0 ? value : high,
  };
}

/**
 * A month's figure as it would be with another value at its end: no longer excused for a small sample once
 * enough items are expected.
 */
export function figureAt(
  figure: BareFigure,
  p: { value: string | null; n: number },
): Pick<BareFigure, "measured" | "excused" | "against"> {
  const isEnough = p.n >= figure.minimumSample;
  const wasSmall = figure.n < figure.minimumSample;
  if (isEnough && wasSmall) return { measured: p.value, excused: false };
  const { excused, against } = figure;
  return { measured: p.value, excused, ...(against ? { against } : {}) };
}

function statusAt(figure: BareFigure, p: { value: string; n: number }): LevelStatus {
  return levelStatus(figure, { ...figureAt(figure, p) });
}

const NO_SHARE = "Not a share of items: shown as it stands now.";
const NOTHING = "Nothing counted yet, and no earlier month to go by.";

function reasonAgainst(tested: ReturnType<typeof backTest>): string | null {
  if (!tested || tested.months < FEWEST_REPLAYED)
    return `Fewer than ${FEWEST_REPLAYED} earlier months can be replayed day by day: shown as it stands now.`;
  const gain =
    tested.error.numerator * tested.naiveError.denominator <
    tested.naiveError.numerator * tested.error.denominator;
  return gain ? null : "As it stands now was nearer to the end in earlier months.";
}
