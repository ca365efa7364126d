import { z } from "zod";
import { figureMeasureSchema } from "../catalogue/metric-measure.schema.ts";
import { roundingSchema, smallSampleSchema, windowSchema } from "../catalogue/metric-rules.ts";
import { businessCalendarSchema } from "../shared/business-calendar.ts";
import { CONFIDENCES } from "../shared/confidence.ts";
import { isDecimal } from "../shared/decimal.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import { isZone } from "../shared/zone-offsets.ts";
import { CONTEST_EFFECTS } from "./item-adjustment.ts";
import { RULE_VERSIONS } from "./rule-version.ts";

/** The kinds of level whose figure is one bundle; those of clocks have a bundle an item. */
export const FIGURE_KINDS = ["ratio", "count", "continuous", "money", "sample"] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

const instant = z.string().refine((text) => parseInstantNanoseconds(text) !== null, {
  error: (issue) => `"${String(issue.input)}" is not an instant; write it like 2026-03-06T14:00:00Z.`,
});
const decimal = z.string().refine(isDecimal, { error: 'Write a decimal in quotes, such as "98.5".' });
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Write a month such as 2026-10.");
const whole = z.number().int("This is a whole number.").min(0, "This is not negative.");

const level = z.strictObject({
  direction: z.enum(["higher", "lower"]),
  target: decimal,
  minimum: decimal,
  unit: z.string(),
  minimumSample: whole,
  window: windowSchema.optional(),
  rounding: roundingSchema.optional(),
  smallSample: smallSampleSchema.optional(),
});

const decision = z.strictObject({
  effect: z.enum(CONTEST_EFFECTS),
  from: instant.nullable(),
  to: instant.nullable(),
});

const item = z.strictObject({
  id: z.string(),
  type: z.string(),
  /** The fields that the formula reads, and no others. */
  fields: z.record(z.string(), z.json()),
  events: z.array(z.strictObject({ at: instant, type: z.string() })),
  decisions: z.array(decision).optional(),
});

/** One level's figure of one month, with everything needed to measure it again. */
export const figureBundleSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(FIGURE_KINDS),
  rules: z.enum(RULE_VERSIONS, { error: "This product has no rules of that version." }),
  level,
  measure: figureMeasureSchema,
  /** Where downtime is measured in the contract's hours; null: around the clock. */
  calendar: businessCalendarSchema.nullable(),
  contractStart: instant,
  month,
  zone: z.string().refine(isZone, { error: "Write a time zone such as Europe/Berlin." }),
  /** The contract's last month, which ends a quarter early. */
  lastMonth: month.nullable(),
  asOf: instant,
  monthHasWork: z.boolean(),
  /** The month's scored sample, where one was drawn; it then is the figure. */
  sample: z
    .strictObject({
      size: whole,
      population: whole,
      errors: whole,
      unit: z.string(),
      /** Where it was drawn under a plan: by what the draw, and the sample bundle, can be repeated. */
      draw: z
        .strictObject({
          sampleId: z.string(),
          confidence: z.enum(CONFIDENCES),
          items: whole,
          of: whole,
          seed: z.string(),
          populationHash: z.string(),
          bundleHash: z.string(),
        })
        .optional(),
      scored: z
        .array(z.strictObject({ workItemId: z.string(), errors: whole, units: whole.min(1) }))
        .optional(),
    })
    .refine((one) => one.errors <= one.size && one.size <= one.population, {
      error: "A sample has at most as many errors as pieces, and fewer than its population.",
    })
    .optional(),
  /** Of a level with a sample plan whose sample was not scored: why, and whether it is excused. */
  pending: z.strictObject({ reason: z.string(), excused: z.boolean() }).optional(),
  items: z.array(item),
});

export type FigureBundle = z.infer<typeof figureBundleSchema>;
export type FigureBundleItem = FigureBundle["items"][number];

/** Whether a JSON value says that it is a bundle of a figure; any other is a clock's. */
export function isFigureBundle(candidate: unknown): boolean {
  if (typeof candidate !== "object" || candidate === null || !("kind" in candidate)) return false;
  return FIGURE_KINDS.some((kind) => kind === candidate.kind);
}
