import { z } from "zod";
import { bpsOfPercent } from "../contracts/percent-input.ts";
import { formatDecimal } from "../shared/decimal.ts";
import { DomainError } from "../shared/domain-error.ts";
import { rational } from "../shared/rational.ts";
import { type InputIssue, InvalidInput } from "../shared/refusals.ts";
import { MOST_SCORED_LEVELS, type ScorecardLevel, type ScorecardVersion, WHOLE_BPS } from "./scorecard.ts";

/** A card as a form sends it: a weight in per cent for each level, empty for those that are not on it. */
export const scorecardSchema = z.strictObject({
  engagementId: z.string(),
  /** The number of the version that was changed; 0 for the first. */
  baseVersion: z.number().int().min(0),
  fromMonth: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, "Write a month such as 2026-10."),
  note: z.string().trim().max(500, "Keep this within 500 characters.").default(""),
  levels: z.array(z.strictObject({ levelId: z.string().max(120), weight: z.string().max(40) })).max(60),
});

export type ScorecardInput = z.input<typeof scorecardSchema>;

/** Somebody else wrote a version meanwhile. */
export class ScorecardOutdated extends DomainError {
  constructor(number: number) {
    super({
      code: "scorecard_outdated",
      message: `Version ${number} was written meanwhile. Reload the page and look at it first.`,
      details: { number },
    });
  }
}

/**
 * The card's levels from typed weights. Throws InvalidInput, each issue at its field: `weight.<level>` for a
 * weight or level that does not fit, `levels` where there are none, too many, or they do not total 100 %.
 */
export function scorecardLevels(
  typed: readonly { levelId: string; weight: string }[],
  known: readonly { id: string }[],
): ScorecardLevel[] {
  const issues: InputIssue[] = [];
  const levels: ScorecardLevel[] = [];
  for (const { levelId, weight } of typed) {
    const field = `weight.${levelId}`;
    if (weight.trim() === "") continue;
    const weightBps = bpsOfPercent(weight);
    if (!known.some((one) => one.id === levelId))
      issues.push({ field, message: "The contract has no such level." });
    else if (levels.some((one) => one.levelId === levelId))
      issues.push({ field, message: "A level stands on a card once." });
    else if (weightBps === null || weightBps <= 0 || weightBps > WHOLE_BPS)
      issues.push({ field, message: "Write a weight above 0 and up to 100 %, with two decimals at most." });
    else levels.push({ levelId, weightBps });
  }
  if (issues.length === 0) issues.push(...faultOf(levels));
  if (issues.length > 0) throw new InvalidInput(issues);
  return levels;
}

function faultOf(levels: readonly ScorecardLevel[]): InputIssue[] {
  const field = "levels";
  if (levels.length === 0) return [{ field, message: "Give at least one level a weight." }];
  if (levels.length > MOST_SCORED_LEVELS) {
    const message = `A card has ${MOST_SCORED_LEVELS} levels at most; these are ${levels.length}.`;
    return [{ field, message }];
  }
  const total = levels.reduce((sum, one) => sum + one.weightBps, 0);
  if (total === WHOLE_BPS) return [];
  const apart = percentOf(Math.abs(WHOLE_BPS - total));
  const which = total < WHOLE_BPS ? "missing" : "too much";
  return [{ field, message: `The weights total ${percentOf(total)} %, not 100 %: ${apart} % ${which}.` }];
}

/**
 * From when a version may hold: within the contract, not before the version it follows, and never in a month
 * that is frozen, whose score both sides have read. Only the first card looks back. Throws InvalidInput.
 */
export function refuseFromMonth(p: {
  fromMonth: string;
  firstMonth: string;
  lastFrozen: string | null;
  before: ScorecardVersion | null;
}): void {
  const { fromMonth, firstMonth, lastFrozen, before } = p;
  const refuse = (message: string): never => {
    throw new InvalidInput([{ field: "fromMonth", message }]);
  };
  if (fromMonth < firstMonth) refuse(`The contract begins in ${firstMonth}.`);
  if (!before) return;
  if (fromMonth < before.fromMonth)
    refuse(`Version ${before.number} holds from ${before.fromMonth}; a later one begins no earlier.`);
  if (lastFrozen !== null && fromMonth <= lastFrozen)
    refuse(`${lastFrozen} is frozen and keeps its weights; begin with a later month.`);
}

function percentOf(bps: number): string {
  return formatDecimal(rational(BigInt(bps), 100n), 2).replace(/\.?0+$/, "");
}
