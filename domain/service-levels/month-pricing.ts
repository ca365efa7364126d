import type { Terms } from "../contracts/terms.ts";
import { chargeStepMinor } from "../shared/currency.ts";
import type { Adjustment } from "./adjustment-bundle.ts";
import { atRiskLevelOf } from "./at-risk-level.ts";
import type { LevelMonth } from "./month-history.ts";
import { reachesBorder } from "./month-history.ts";
import type { CreditScheme, StatementBundle } from "./statement-bundle.ts";

/** What of a contract prices a month. */
export type PricedTerms = Pick<
  Terms,
  | "currency"
  | "monthlyFeeMinor"
  | "commissionBps"
  | "scheme"
  | "serviceLevels"
  | "prices"
  | "collar"
  | "creditsBorneBy"
>;

/** A month as the prices of a contract read it. */
export type MonthToPrice = {
  figures: readonly LevelMonth[];
  /** The month before, where there was one: service points double for a level that failed in both. */
  before: readonly LevelMonth[] | null;
};

/**
 * The statement bundle of a month under a contract: the same for a statement, a forecast, a contest and a
 * simulation, so that they cannot disagree. `also` are adjustments that earlier months bring along.
 */
export function monthBundle(
  p: MonthToPrice & { id: string; terms: PricedTerms; also?: readonly Adjustment[] },
): StatementBundle {
  const { terms } = p;
  const step = chargeStepMinor(terms.currency);
  const adjustments = [...pricesOf(terms, p.figures), ...(p.also ?? [])];
  return {
    id: p.id,
    currency: terms.currency,
    feeMinor: terms.monthlyFeeMinor,
    commissionBps: terms.commissionBps,
    scheme: schemeOf(terms, p),
    ...(adjustments.length === 0 ? {} : { adjustments }),
    ...(terms.collar ? { collar: terms.collar } : {}),
    ...(terms.creditsBorneBy === "provider" ? { commissionOn: "fee" as const } : {}),
    // Left out for most currencies, so that their bundles stay as they always were.
    ...(step === 1n ? {} : { stepMinor: String(step) }),
  };
}

/** The contract's credit scheme with what was measured put in. */
export function schemeOf(
  terms: Pick<Terms, "scheme" | "serviceLevels">,
  month: MonthToPrice,
): CreditScheme {
  const { scheme } = terms;
  const figureOf = (id: string) => figureIn(month.figures, id);
  if (scheme.kind === "at_risk_pool")
    return {
      ...scheme,
      levels: terms.serviceLevels.map((level) => atRiskLevelOf(level, figureOf(level.id))),
    };
  const { bands, ...points } = scheme;
  return {
    ...points,
    levels: terms.serviceLevels.map((level) => {
      const { measured, excused: isExcused, against } = figureOf(level.id);
      // In a small month the count target decides: what it lets pass brings no points.
      const passes = against !== undefined && Number(against.measured) <= Number(against.target);
      const excused = isExcused || passes;
      return {
        id: level.id,
        measured,
        target: level.target,
        bands: bands[level.id] ?? [{ points: 0 }],
        ...(month.before && failed(level, figureIn(month.before, level.id))
          ? { failedLastPeriod: true }
          : {}),
        ...(excused ? { excused: true } : {}),
      };
    }),
  };
}

/** The contract's outcome prices with what was measured put in. An excused figure prices nothing. */
function pricesOf(terms: PricedTerms, figures: readonly LevelMonth[]): Adjustment[] {
  return (terms.prices ?? []).flatMap((price): Adjustment[] => {
    const level = terms.serviceLevels.find((one) => one.id === price.levelId);
    const { measured, excused } = figureIn(figures, price.levelId);
    if (!level || excused) return [];
    if (price.kind === "gain_share") {
      const { levelId: _level, baselineSource: _source, ...plain } = price;
      return [{ ...plain, actual: measured }];
    }
    const { levelId: _level, ...plain } = price;
    return [{ ...plain, direction: level.direction, measured }];
  });
}

/** A level without a figure measured nothing, which is no excuse. */
function figureIn(figures: readonly LevelMonth[], id: string): LevelMonth {
  return figures.find((one) => one.id === id) ?? { id, measured: null, excused: false };
}

function failed(level: Terms["serviceLevels"][number], figure: LevelMonth): boolean {
  if (figure.excused) return false;
  if (figure.against) return Number(figure.against.measured) > Number(figure.against.target);
  if (figure.measured === null) return true;
  return !reachesBorder(figure.measured, { direction: level.direction, border: level.target });
}
