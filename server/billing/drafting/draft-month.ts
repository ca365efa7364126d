import { correctionLine, type OpenAdjustment, settledParts } from "../../../domain/billing/adjustment.ts";
import { bringAlong, type EarlierMonth } from "../../../domain/billing/bring-along.ts";
import { frozenLevelsSchema } from "../../../domain/billing/frozen-level.ts";
import type { Rating } from "../../../domain/billing/rating/rating.schema.ts";
import { draftStatement, type StatementDraft } from "../../../domain/billing/statement-draft.ts";
import type { OpenMonth } from "./open-months.read.ts";

/** A month with its statement, ready to be kept. */
export type DraftedMonth = {
  month: OpenMonth;
  draft: StatementDraft;
  rating: Rating | null;
  /** What corrections had left open before it. */
  open: readonly OpenAdjustment[];
  /** The parts of them that it settles. */
  parts: readonly OpenAdjustment[];
};

/**
 * The statement of one frozen month out of all that was read for it. What accepted corrections have left open
 * is settled as far as the month's net can. Throws FrozenMonthIncomplete.
 */
export function draftMonth(
  month: OpenMonth,
  p: { earlier: readonly EarlierMonth[]; rating: Rating | null; open: readonly OpenAdjustment[] },
): DraftedMonth {
  const { terms, period } = month;
  const levels = frozenLevelsSchema.parse(month.levels);
  const brought = bringAlong({ period, terms, levels, earlier: p.earlier });
  const facts = { id: month.statementId, terms, levels, before: brought.before, rating: p.rating };
  const uncorrected = draftStatement({ ...facts, also: brought.also });
  const parts = settledParts(uncorrected.figures.netMinor, p.open);
  const draft =
    parts.length === 0
      ? uncorrected
      : draftStatement({ ...facts, also: [...brought.also, ...parts.map(correctionLine)] });
  return { month, draft, rating: p.rating, open: p.open, parts };
}
