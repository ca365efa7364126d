import type { Terms } from "../contracts/terms.ts";
import type { Adjustment } from "../service-levels/adjustment-bundle.ts";
import { creditArithmetic } from "../service-levels/credit-arithmetic.ts";
import { monthBundle } from "../service-levels/month-pricing.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import type { StatementFigures, StatementResult } from "../service-levels/statement-result.ts";
import { FrozenMonthIncomplete } from "./errors.ts";
import type { FrozenLevel } from "./frozen-level.ts";
import { resultOf, withRating } from "./rating/rated-bundle.ts";
import type { Rating } from "./rating/rating.schema.ts";

/** One level's credit with every step of its arithmetic, as it is stored with the statement. */
export type CreditDraft = {
  levelId: string;
  amountMinor: bigint;
  arithmetic: {
    name: string;
    unit: string;
    n: number;
    outcome: string;
    measured: string | null;
    target: string;
    minimum: string | null;
    factors: string[];
    exact: string | null;
    uncappedMinor: string;
    creditMinor: string;
    sentence: string;
  };
};

export type StatementDraft = {
  bundle: StatementBundle;
  result: StatementResult;
  /** The same as the result, as amounts to store and to add up. */
  figures: StatementFigures;
  credits: CreditDraft[];
  capSentence: string | null;
};

/**
 * The month's statement from the signed terms and the frozen figures: the bundle that anyone can
 * rebuild it from, its result by the same function that the recompute tool runs, and the credits
 * explained. The net is never below 0: what a malus leaves over is carried to the next month. Throws
 * FrozenMonthIncomplete.
 */
export function draftStatement(p: {
  id: string;
  terms: Terms;
  levels: readonly FrozenLevel[];
  /** The figures of the month before, where it was frozen. */
  before?: readonly FrozenLevel[] | null;
  /** What earlier months bring along. */
  also?: readonly Adjustment[];
  /** What the month's fee is made of, where the contract has billing terms. */
  rating?: Rating | null;
}): StatementDraft {
  const { terms } = p;
  const figures = new Map(p.levels.map((level) => [level.levelId, level]));
  const figureOf = (id: string) => {
    const found = figures.get(id);
    if (!found) throw new FrozenMonthIncomplete(id);
    return found;
  };
  const plain = monthBundle({
    id: p.id,
    terms,
    figures: terms.serviceLevels.map(({ id }) => ({ id, ...pick(figureOf(id)) })),
    before: p.before?.map((one) => ({ id: one.levelId, ...pick(one) })) ?? null,
    also: p.also ?? [],
  });
  const bundle = p.rating ? withRating(plain, p.rating) : plain;
  const arithmetic = creditArithmetic(bundle);
  const credits = arithmetic.levels.map((level): CreditDraft => {
    const promised = terms.serviceLevels.find((one) => one.id === level.id);
    return {
      levelId: level.id,
      amountMinor: level.creditMinor,
      arithmetic: {
        name: promised?.name ?? level.id,
        unit: figureOf(level.id).against ? "misses" : (promised?.unit ?? ""),
        n: figureOf(level.id).n,
        outcome: level.outcome,
        measured: level.measured,
        target: level.target,
        minimum: level.minimum,
        factors: level.factors,
        exact: level.exact,
        uncappedMinor: String(level.uncappedMinor),
        creditMinor: String(level.creditMinor),
        sentence: level.sentence,
      },
    };
  });
  const { figures: money, capSentence } = arithmetic;
  return { bundle, result: resultOf(bundle, money), figures: money, credits, capSentence };
}

function pick({ measured, excused, against }: FrozenLevel) {
  return { measured, excused, against };
}
