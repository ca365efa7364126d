import { z } from "zod";
import type { SamplingPlan } from "../../catalogue/sampling-plan.ts";
import { InvalidInput } from "../../shared/refusals.ts";
import type { Score } from "./score.ts";

const words = z.string().trim().max(200, "Keep your words within 200 characters.").nullish();

export const beginSampleSchema = z.strictObject({
  engagementId: z.string(),
  levelId: z.string().max(120),
  month: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, "Write a month such as 2026-10."),
  /** A side that does not trust the portal's chance adds its own. */
  words,
});

export const drawSampleSchema = z.strictObject({ sampleId: z.string(), words });

const count = (what: string) => {
  const message = `Write the ${what} as a whole number from 0 to 1,000,000.`;
  return z.number({ error: message }).int(message).min(0, message).max(1_000_000, message);
};

export const scoreItemSchema = z.strictObject({
  sampleId: z.string(),
  position: z.number().int().min(0, "Say which item of the sample."),
  errors: count("errors"),
  /** Left out: what the plan says an item has. */
  units: count("units").nullish(),
  note: z.string().trim().max(2000, "Keep the note within 2,000 characters.").nullish(),
});

export type BeginSampleInput = z.input<typeof beginSampleSchema>;
export type DrawSampleInput = z.input<typeof drawSampleSchema>;
export type ScoreItemInput = z.input<typeof scoreItemSchema>;

/** The score as the plan counts. Throws InvalidInput: more errors than units, or a whole item in parts. */
export function scoreUnder(
  plan: Pick<SamplingPlan, "unit" | "unitsPerItem">,
  given: { errors: number; units?: number | null | undefined },
): Score {
  const units = given.units ?? plan.unitsPerItem;
  const fault = (field: string, message: string) => new InvalidInput([{ field, message }]);
  if (units < 1) throw fault("units", "An item has at least one unit.");
  if (plan.unit === "item" && units !== 1)
    throw fault("units", "Where items are counted, an item is one unit.");
  if (given.errors > units)
    throw fault(
      "errors",
      plan.unit === "item"
        ? "Write 1 where the item is wrong and 0 where it is right."
        : `There are only ${units} ${plan.unit}s in this item.`,
    );
  return { errors: given.errors, units };
}
