import { z } from "zod";
import { isDecimal } from "../../shared/decimal.ts";
import { milestoneInput, passThroughInput, yearInput } from "./further-inputs.ts";

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, "Write a day such as 2026-10-15.");
const amount = z.string().regex(/^(0|[1-9]\d{0,29})$/, "Write whole minor units in quotes, not negative.");
const decimal = z.string().refine((text) => isDecimal(text) && !text.startsWith("-"), {
  error: 'Write a decimal in quotes, such as "12.5", not negative.',
});
const plain = { id: z.string().min(1), label: z.string(), atRisk: z.boolean() };

/** The accepted work behind a quantity; `value` is what its field holds. */
const measured = z.strictObject({
  by: z.enum(["count", "sum", "distinct", "largest"]),
  /** What is counted, in words: "tickets". */
  unit: z.string(),
  items: z
    .array(z.strictObject({ id: z.string(), value: z.string().optional() }))
    .max(100_000, "A line counts 100,000 items at most.")
    .refine((items) => new Set(items.map((one) => one.id)).size === items.length, {
      error: "An item is counted twice.",
    }),
});

/** What of the work makes one line, and its price. */
export const ratedLineSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fixed"), ...plain, amountMinor: amount }),
  z.strictObject({ kind: z.literal("per_unit"), ...plain, unitPriceMinor: decimal, measured }),
  z.strictObject({ kind: z.literal("per_employee"), ...plain, unitPriceMinor: decimal, measured }),
  z.strictObject({
    ...{ kind: z.literal("per_seat"), ...plain, unitPriceMinor: decimal },
    /** In order; each holds from its day until the next one's. */
    seats: z.array(z.strictObject({ from: date, count: z.number().int().min(0) })).min(1),
  }),
  z.strictObject({
    ...{ kind: z.literal("tiered"), ...plain, measured },
    bands: z.array(z.strictObject({ upTo: decimal.optional(), unitPriceMinor: decimal })).min(1),
  }),
  z.strictObject({
    ...{ kind: z.literal("baseline"), ...plain, measured, baseline: decimal },
    deadBandBps: z.number().int().min(0).max(10_000),
    additionalMinor: decimal,
    reducedMinor: decimal,
  }),
  z.strictObject({ ...plain, ...milestoneInput }),
  z.strictObject({ ...plain, ...passThroughInput }),
]);

/** All that a month's charges depend on. */
export const ratingSchema = z.strictObject({
  span: z
    .strictObject({
      month: z.string().regex(/^\d{4}-\d\d$/, "Write a month such as 2026-10."),
      from: date,
      to: date,
      billedDays: z.number().int().min(0).max(31),
      wholeDays: z.number().int().min(28).max(31),
    })
    .refine((span) => span.billedDays <= span.wholeDays, {
      path: ["billedDays"],
      error: "No more days are billed than the month has.",
    }),
  lines: z.array(ratedLineSchema).max(40),
  minimumMinor: amount.optional(),
  /** The years of the contract that end in this month; left out: none. */
  years: z.array(yearInput).min(1).max(2).optional(),
});

export type Rating = z.infer<typeof ratingSchema>;
export type RatedInput = z.infer<typeof ratedLineSchema>;
export type Measured = z.infer<typeof measured>;
