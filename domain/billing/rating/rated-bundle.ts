import { z } from "zod";
import { type BundleRefused, recomputeBundle, recomputeStatement } from "../../service-levels/recompute.ts";
import { type StatementBundle, statementBundleSchema } from "../../service-levels/statement-bundle.ts";
import {
  type StatementResult,
  statementFigures,
  statementOf,
} from "../../service-levels/statement-result.ts";
import type { RatedLine } from "./rate-line.ts";
import { rateMonth } from "./rate-month.ts";
import { type Rating, ratingSchema } from "./rating.schema.ts";

/**
 * A statement whose fee is made of lines: the plain bundle, whose `feeMinor` is the sum of the lines at risk,
 * with what is charged beside it and all that the lines depend on.
 */
export const ratedBundleSchema = z
  .strictObject({
    kind: z.literal("rated"),
    ...statementBundleSchema.shape,
    chargesMinor: z.string().regex(/^(0|-?[1-9]\d{0,29})$/, "Write whole minor units in quotes."),
    rating: ratingSchema,
  })
  .superRefine(({ rating, currency, feeMinor, chargesMinor }, context) => {
    const found = rateMonth(rating, currency);
    const differs = (member: "feeMinor" | "chargesMinor", is: string) =>
      is !== String(found[member]) &&
      context.addIssue({
        ...{ code: "custom", path: [member] },
        message: `The lines of the bundle come to "${found[member]}".`,
      });
    differs("feeMinor", feeMinor);
    differs("chargesMinor", chargesMinor);
  });

export type RatedBundle = StatementBundle & { kind: "rated"; chargesMinor: string; rating: Rating };

/** The result of a plain statement with the lines that its fee and charges are made of. */
export type RatedResult = StatementResult & {
  feeMinor: string;
  chargesMinor: string;
  lines: { id: string; quantity: string | null; amountMinor: string }[];
};

/** The plain bundle of a month with its lines put in. */
export function withRating(bundle: StatementBundle, rating: Rating): RatedBundle {
  const { feeMinor, chargesMinor } = rateMonth(rating, bundle.currency);
  return {
    ...bundle,
    ...{ kind: "rated", feeMinor: String(feeMinor), chargesMinor: String(chargesMinor), rating },
  };
}

export function isRated(bundle: StatementBundle): bundle is RatedBundle {
  return "kind" in bundle && bundle.kind === "rated";
}

/** The lines of a rated month with their arithmetic; null for a plain statement. */
export function ratedLinesOf(bundle: StatementBundle): RatedLine[] | null {
  return isRated(bundle) ? rateMonth(bundle.rating, bundle.currency).lines : null;
}

/** The exported result of either kind of statement; `figures` are the bundle's, where they are at hand. */
export function resultOf(
  bundle: StatementBundle,
  figures = statementFigures(bundle),
): StatementResult | RatedResult {
  if (!isRated(bundle)) return statementOf(bundle, figures);
  const { lines } = rateMonth(bundle.rating, bundle.currency);
  const { feeMinor, chargesMinor } = bundle;
  return {
    ...statementOf(bundle, figures),
    ...{ feeMinor, chargesMinor },
    lines: lines.map(({ id, quantity, amountMinor }) => ({
      id,
      quantity,
      amountMinor: String(amountMinor),
    })),
  };
}

/** Rebuilds a statement of either kind from any JSON value. Never throws for bad input. */
export function recomputeMonth(candidate: unknown): StatementResult | RatedResult | BundleRefused {
  const kind = typeof candidate === "object" && candidate !== null && "kind" in candidate;
  if (!kind) return recomputeStatement(candidate);
  return recomputeBundle(ratedBundleSchema as z.ZodType<RatedBundle>, resultOf, candidate);
}
