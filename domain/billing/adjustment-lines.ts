import type { Terms } from "../contracts/terms.ts";
import {
  type AdjustmentArithmetic,
  adjustmentArithmetic,
} from "../service-levels/adjustment-arithmetic.ts";
import type { Adjustment } from "../service-levels/adjustment-bundle.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import { monthName } from "./month-name.ts";

/** An adjustment as statement and invoice print it; the amount is signed. */
export type AdjustmentLine = AdjustmentArithmetic & {
  label: string;
  /** The level whose figure decides; null where no figure does. */
  levelId: string | null;
  /** YYYY-MM: the months of that figure where they are not the statement's own. */
  months: string[];
};

/** What a statement holds beside fee and credits, in the order of its bundle, each with its name. */
export function adjustmentLines(
  bundle: StatementBundle,
  terms: Pick<Terms, "serviceLevels" | "prices">,
): AdjustmentLine[] {
  const byId = new Map((bundle.adjustments ?? []).map((one) => [one.id, one]));
  return adjustmentArithmetic(bundle).map((line) => {
    const adjustment = byId.get(line.id);
    return { ...line, label: labelOf(line, { adjustment, terms }), ...figureOf(adjustment, terms) };
  });
}

function figureOf(
  one: Adjustment | undefined,
  { prices }: Pick<Terms, "prices">,
): Pick<AdjustmentLine, "levelId" | "months"> {
  if (one?.kind === "earn_back")
    return { levelId: one.levelId, months: one.run.map(({ period }) => period) };
  const price = one && prices?.find(({ id }) => id === one.id);
  return { levelId: price?.levelId ?? null, months: [] };
}

/** The same without corrections, which are printed with what is left of them. */
export function priceLines(
  bundle: StatementBundle,
  terms: Pick<Terms, "serviceLevels" | "prices">,
): AdjustmentLine[] {
  return adjustmentLines(bundle, terms).filter((line) => line.kind !== "correction");
}

function labelOf(
  line: AdjustmentArithmetic,
  p: { adjustment: Adjustment | undefined; terms: Pick<Terms, "serviceLevels" | "prices"> },
): string {
  const nameOf = (levelId: string) =>
    p.terms.serviceLevels.find((level) => level.id === levelId)?.name ?? levelId;
  const priced = () => nameOf(p.terms.prices?.find((price) => price.id === line.id)?.levelId ?? line.id);
  const { adjustment } = p;
  switch (adjustment?.kind) {
    case "bonus_malus":
      return `${line.amountMinor < 0n ? "Malus" : "Bonus"}: ${priced()}`;
    case "gain_share":
      return `Gain share: ${priced()}`;
    case "earn_back":
      return `Credit earned back: ${nameOf(adjustment.levelId)}, ${monthName(adjustment.period)}`;
    case "correction":
      return `Correction of ${monthName(adjustment.period)}`;
    case "carried_over":
      return `Carried over from ${monthName(adjustment.period)}`;
    case undefined:
      return line.kind === "collar" ? "Collar" : "Carried to the next month";
    default:
      return adjustment satisfies never;
  }
}
