import { creditArithmetic } from "./credit-arithmetic.ts";
import type { LevelFigure } from "./month-figure.ts";
import type { LevelMonth } from "./month-history.ts";
import { monthBundle, type PricedTerms } from "./month-pricing.ts";
import type { StatementBundle } from "./statement-bundle.ts";

/** One level in two readings of a month. Credits in minor units as text, so that the row can be stored. */
export type RepricedLevel = {
  levelId: string;
  name: string;
  unit: string;
  direction: "higher" | "lower";
  target: string;
  measuredNow: string | null;
  measuredThen: string | null;
  nNow: number;
  nThen: number;
  missesNow: number;
  missesThen: number;
  statusNow: string;
  statusThen: string;
  creditNowMinor: string;
  creditThenMinor: string;
  sentenceNow: string;
  sentenceThen: string;
};

/** A month as it stands and as it would stand, with its money; what a contest shows before a decision. */
export type RepricedMonth = {
  currency: string;
  feeMinor: string;
  creditNowMinor: string;
  creditThenMinor: string;
  netNowMinor: string;
  netThenMinor: string;
  commissionNowMinor: string;
  commissionThenMinor: string;
  levels: RepricedLevel[];
};

/**
 * Prices two readings of one month with the functions that draft a statement. `proposed` is a what-if or a
 * later truth; nothing is written.
 */
export function repricedMonth(p: {
  terms: PricedTerms;
  standing: readonly LevelFigure[];
  proposed: readonly LevelFigure[];
  /** The calendar month before as it was frozen, or null: points double for what failed in both. */
  before: readonly LevelFigure[] | null;
}): RepricedMonth {
  const { terms } = p;
  const before = creditArithmetic(bundleOf("standing", p.standing, p));
  const after = creditArithmetic(bundleOf("proposed", p.proposed, p));
  const levels = terms.serviceLevels.map((level): RepricedLevel => {
    const [standing, proposed] = [figureOf(p.standing, level.id), figureOf(p.proposed, level.id)];
    const [was, will] = [before, after].map((one) => one.levels.find((line) => line.id === level.id));
    return {
      levelId: level.id,
      name: level.name,
      unit: level.unit,
      direction: level.direction,
      target: level.target,
      measuredNow: standing?.measured ?? null,
      measuredThen: proposed?.measured ?? null,
      nNow: standing?.n ?? 0,
      nThen: proposed?.n ?? 0,
      missesNow: standing?.misses ?? 0,
      missesThen: proposed?.misses ?? 0,
      statusNow: standing?.status ?? "no_data",
      statusThen: proposed?.status ?? "no_data",
      creditNowMinor: String(was?.creditMinor ?? 0n),
      creditThenMinor: String(will?.creditMinor ?? 0n),
      sentenceNow: was?.sentence ?? "",
      sentenceThen: will?.sentence ?? "",
    };
  });
  return {
    currency: terms.currency,
    feeMinor: terms.monthlyFeeMinor,
    creditNowMinor: String(before.figures.creditMinor),
    creditThenMinor: String(after.figures.creditMinor),
    netNowMinor: String(before.figures.netMinor),
    netThenMinor: String(after.figures.netMinor),
    commissionNowMinor: String(before.figures.commissionMinor),
    commissionThenMinor: String(after.figures.commissionMinor),
    levels,
  };
}

function bundleOf(
  id: string,
  figures: readonly LevelFigure[],
  p: { terms: PricedTerms; before: readonly LevelFigure[] | null },
): StatementBundle {
  const { terms, before } = p;
  return monthBundle({ id, terms, figures: figures.map(toPrice), before: before?.map(toPrice) ?? null });
}

/** With the count target of a small month, as the statement takes it. */
function toPrice({ levelId, measured, excused, against }: LevelFigure): LevelMonth {
  return { id: levelId, measured, excused, ...(against ? { against } : {}) };
}

function figureOf(figures: readonly LevelFigure[], levelId: string): LevelFigure | undefined {
  return figures.find((one) => one.levelId === levelId);
}
