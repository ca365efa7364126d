import { z } from "zod";
import { roundingSchema } from "../../catalogue/metric-rules.ts";
import { samplingPlanSchema } from "../../catalogue/sampling-plan.ts";
import { isDecimal } from "../../shared/decimal.ts";

const whole = (what: string) => {
  const message = `${what} is a whole number from 0 to 1,000,000.`;
  return z.number({ error: message }).int(message).min(0, message).max(1_000_000, message);
};

export const scoreSchema = z
  .strictObject({ errors: whole("The number of errors"), units: whole("The number of units") })
  .refine((one) => one.units > 0, { path: ["units"], error: "An item has at least one unit." })
  .refine((one) => one.errors <= one.units, {
    path: ["errors"],
    error: "An item cannot have more errors than units.",
  });

const decimal = z.string().refine(isDecimal, { error: 'Write a decimal in quotes, such as "98.5".' });
const nonce = z.string().min(1, "A nonce is not empty.").max(1000, "A nonce has 1,000 characters at most.");

/** All that a sample's verdict depends on: what there was to draw from, how it was drawn, what was found. */
export const sampleBundleSchema = z.strictObject({
  id: z.string().min(1, "A bundle needs an id."),
  plan: samplingPlanSchema,
  level: z.strictObject({
    direction: z.enum(["higher", "lower"]),
    target: decimal,
    minimum: decimal,
    /** 100 for per cent, 1,000 for errors in a thousand. */
    times: z.union([z.literal(1), z.literal(100), z.literal(1000)]),
    rounding: roundingSchema,
  }),
  population: z
    .array(z.string().min(1, "An id is not empty.").max(200, "An id has 200 characters at most."))
    .min(1, "There is nothing to draw from.")
    .max(1_000_000, "A population has 1,000,000 items at most.")
    .refine((ids) => new Set(ids).size === ids.length, { error: "An id is listed twice." }),
  /** The nonce that was committed first, and the one that answered it. */
  nonces: z.strictObject({ committed: nonce, answered: nonce }),
  /** In the order in which the items were drawn. */
  scores: z.array(
    z.strictObject({
      first: scoreSchema,
      second: scoreSchema.optional(),
      ruling: scoreSchema.optional(),
    }),
  ),
});

export type SampleBundle = z.infer<typeof sampleBundleSchema>;
