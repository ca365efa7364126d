import type { z } from "zod";
import { figureBundleSchema, isFigureBundle } from "./figure-bundle.ts";
import { type FigureResult, figureOf } from "./figure-result.ts";
import { sampleBundleSchema } from "./sampling/sample-bundle.ts";
import { type SampleResult, sampleResultOf } from "./sampling/sample-result.ts";
import { statementBundleSchema } from "./statement-bundle.ts";
import { type StatementResult, statementOf } from "./statement-result.ts";
import { type VerdictResult, verdictOf } from "./verdict.ts";
import { verdictBundleSchema } from "./verdict-bundle.ts";

export type BundleRefused = { id: string | null; error: { path: string; message: string } };

/**
 * Rebuilds the verdict of any JSON value that claims to be a verdict bundle: of one clock, or of a figure
 * where its "kind" says so. Never throws for bad input.
 */
export function recomputeVerdict(candidate: unknown): VerdictResult | FigureResult | BundleRefused {
  if (isFigureBundle(candidate)) return recomputeBundle(figureBundleSchema, figureOf, candidate);
  // Copied, so that the hash is made here, where a text that has none is refused.
  return recomputeBundle(verdictBundleSchema, (bundle) => ({ ...verdictOf(bundle) }), candidate);
}

/**
 * Rebuilds a sampled figure, from the draw to its verdict, of any JSON value that claims to be a sample
 * bundle. Never throws for bad input.
 */
export function recomputeSample(candidate: unknown): SampleResult | BundleRefused {
  return recomputeBundle(sampleBundleSchema, sampleResultOf, candidate);
}

/**
 * Rebuilds the money of any JSON value that claims to be a statement bundle. Never throws for bad input.
 */
export function recomputeStatement(candidate: unknown): StatementResult | BundleRefused {
  return recomputeBundle(statementBundleSchema, statementOf, candidate);
}

/** What a JSON value comes to where it fits the schema; else what is wrong with it, and where. */
export function recomputeBundle<Bundle, Result>(
  schema: z.ZodType<Bundle>,
  compute: (bundle: Bundle) => Result,
  candidate: unknown,
): Result | BundleRefused {
  const parsed = schema.safeParse(candidate);
  if (!parsed.success) return refusal(candidate, parsed.error.issues[0]);
  try {
    return compute(parsed.data);
  } catch (error) {
    // A text with half a surrogate pair fits the schema but has no canonical form to hash.
    if (error instanceof RangeError)
      return { id: idOf(candidate), error: { path: "", message: error.message } };
    throw error;
  }
}

function refusal(candidate: unknown, issue: z.core.$ZodIssue | undefined): BundleRefused {
  const found = deepest(issue);
  return {
    id: idOf(candidate),
    error: { path: found.path.map(String).join("."), message: found.message },
  };
}

/** An unknown member is reported at the member itself, which is where the reader has to look. */
function deepest(issue: z.core.$ZodIssue | undefined): { path: PropertyKey[]; message: string } {
  if (!issue) return { path: [], message: "This is not a bundle." };
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    return { path: [...issue.path, key], message: `"${key}" is not a member of a bundle here.` };
  }
  return { path: [...issue.path], message: issue.message };
}

function idOf(candidate: unknown): string | null {
  if (typeof candidate !== "object" || candidate === null) return null;
  const { id } = candidate as { id?: unknown };
  return typeof id === "string" ? id : null;
}
