import { parseDecimal } from "../shared/decimal.ts";
import {
  addRationals,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
} from "../shared/rational.ts";
import { roundedDecimal } from "../shared/rounding.ts";
import type { CountTarget, LevelFigure } from "./level-figure.ts";

/** A level on a scorecard and its share of the score; the shares of a card total 10,000. */
export type ScorecardLevel = { levelId: string; weightBps: number };

/** More levels than these on one card say nothing any more (Coupa, ServiceNow: up to eight). */
export const MOST_SCORED_LEVELS = 8;

/** Exactly this: 100 %. */
export const WHOLE_BPS = 10_000;

/** A version of an engagement's scorecard: it holds from a month until a later version does. */
export type ScorecardVersion = {
  number: number;
  /** YYYY-MM */
  fromMonth: string;
  levels: ScorecardLevel[];
};

/** What a score reads of a month's figure. */
export type ScoredFigure = Pick<
  LevelFigure,
  "levelId" | "measured" | "target" | "minimum" | "direction" | "excused"
> & { against?: CountTarget | undefined };

/** One level's part in a score: out of 100 with one decimal; null where it is left out. */
export type LevelScore = ScorecardLevel & { score: string | null; leftOut: string | null };

export type Score = {
  /** Out of 100 with one decimal; null where no level of the card counts. */
  value: string | null;
  levels: LevelScore[];
};

const HUNDRED = rational(100n);
const NOTHING = rational(0n);
const ONE_DECIMAL = { decimals: 1, mode: "half_away" } as const;

/**
 * How far a figure lies between what was promised and what is the least: at the target or better 100, at the
 * minimum or worse 0, between them in proportion. More than the target earns nothing, so that one level
 * cannot make up for another. Where a count decides instead of the percentage, its borders are used. Null
 * where the level is left out of the month: excused, or nothing counted yet in a month that runs. A month
 * that ended without a figure measured nothing, which is no excuse: 0, as on the statement.
 */
export function scoreOfFigure(figure: ScoredFigure | undefined, monthRuns: boolean): Rational | null {
  if (figure?.excused) return null;
  const decisive = figure?.against ?? figure;
  if (!decisive || decisive.measured === null) return monthRuns ? null : NOTHING;
  const sign = decisive.direction === "higher" ? 1n : -1n;
  const over = (text: string, border: Rational) => {
    const { numerator, denominator } = parseDecimal(text);
    return addRationals(
      rational(sign * numerator, denominator),
      rational(-sign * border.numerator, border.denominator),
    );
  };
  const minimum = parseDecimal(decisive.minimum);
  if (over(decisive.measured, parseDecimal(decisive.target)).numerator >= 0n) return HUNDRED;
  const above = over(decisive.measured, minimum);
  const span = over(decisive.target, minimum);
  if (above.numerator <= 0n || span.numerator <= 0n) return NOTHING;
  return multiplyRationals(above, rational(span.denominator, span.numerator), HUNDRED);
}

/**
 * The weighted score of a month under one version of the card: Σ weight × score ÷ Σ weight over the levels
 * that count. What is left out gives its weight to the others in proportion.
 */
export function scoreOf(p: {
  card: readonly ScorecardLevel[];
  figures: readonly ScoredFigure[];
  monthRuns: boolean;
}): Score {
  let sum = NOTHING;
  let weight = 0n;
  const levels = p.card.map((one): LevelScore => {
    const figure = p.figures.find(({ levelId }) => levelId === one.levelId);
    const score = scoreOfFigure(figure, p.monthRuns);
    if (score === null) return { ...one, score: null, leftOut: reasonOf(figure) };
    sum = addRationals(sum, multiplyRationals(score, rational(BigInt(one.weightBps))));
    weight += BigInt(one.weightBps);
    return { ...one, score: roundedDecimal(score, ONE_DECIMAL), leftOut: null };
  });
  const value =
    weight === 0n ? null : roundedDecimal(multiplyRationals(sum, rational(1n, weight)), ONE_DECIMAL);
  return { value, levels };
}

function reasonOf(figure: ScoredFigure | undefined): string {
  return figure?.excused ? "Excused: nothing is held against it." : "Nothing counted yet.";
}

/** The version that holds in a month: the latest of those that began by then; null before the first. */
export function versionInForce<Version extends ScorecardVersion>(
  versions: readonly Version[],
  month: string,
): Version | null {
  return versions
    .filter((one) => one.fromMonth <= month)
    .reduce<Version | null>((latest, one) => (latest && latest.number > one.number ? latest : one), null);
}

/** Points of the score from its first month to its last, or null where fewer than two have one. */
export function scoreChange(values: readonly (string | null)[]): string | null {
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || first === undefined || last === undefined) return null;
  const { numerator, denominator } = parseDecimal(first);
  const change = addRationals(parseDecimal(last), rational(-numerator, denominator));
  const text = roundedDecimal(change, ONE_DECIMAL);
  return compareRationals(change, NOTHING) > 0 ? `+${text}` : text;
}

export type ScoredMonth = { month: string; runs: boolean; figures: readonly ScoredFigure[] };

export type MonthScore = Score & {
  month: string;
  /** The month runs: what has counted so far. */
  runs: boolean;
  /** The version by which it is scored; null before the first. */
  version: number | null;
};

/** Every month under the version that holds in it. */
export function monthScores(p: {
  versions: readonly ScorecardVersion[];
  months: readonly ScoredMonth[];
}): MonthScore[] {
  return p.months.map(({ month, runs, figures }) => {
    const version = versionInForce(p.versions, month);
    const card = version?.levels ?? [];
    const score = scoreOf({ card, figures, monthRuns: runs });
    return { ...score, month, runs, version: version?.number ?? null };
  });
}
