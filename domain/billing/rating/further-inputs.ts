import { z } from "zod";

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, "Write a day such as 2026-10-15.");
const amount = z.string().regex(/^(0|[1-9]\d{0,29})$/, "Write whole minor units in quotes, not negative.");
const signed = z.string().regex(/^(0|-?[1-9]\d{0,29})$/, "Write whole minor units in quotes.");
const days = z.number().int().min(1).max(31);

/** A milestone that the buyer accepted in the month. */
export const milestoneInput = {
  kind: z.literal("milestone"),
  amountMinor: amount,
  dueOn: date,
  acceptedOn: date,
  /** What the acceptance rests on, in the provider's words. */
  evidence: z.string(),
};

/** Costs of others that the buyer approved and no statement has charged before. */
export const passThroughInput = {
  kind: z.literal("pass_through"),
  markupBps: z.number().int().min(0).max(5000),
  capMinor: amount.optional(),
  costs: z
    .array(z.strictObject({ id: z.string(), receipt: z.string(), incurredOn: date, amountMinor: amount }))
    .max(10_000, "A line passes 10,000 costs through at most.")
    .refine((costs) => new Set(costs.map((one) => one.id)).size === costs.length, {
      error: "A cost is charged twice.",
    }),
};

/** A year of the contract that ends in the month, with what its earlier months came to. */
export const yearInput = z
  .strictObject({
    /** 1 for the contract's first year. */
    year: z.number().int().min(1).max(200),
    minimumMinor: amount,
    from: date,
    to: date,
    billedDays: z.number().int().min(1).max(366),
    wholeDays: z.number().int().min(365).max(366),
    /** How many of this month's billed days lie in the year. */
    days,
    before: z
      .array(
        z.strictObject({
          month: z.string().regex(/^\d{4}-\d\d$/, "Write a month such as 2026-10."),
          /** All lines of the month without earlier years' shortfalls. */
          amountMinor: signed,
          /** Of its billed days, those in the year. */
          days,
          billedDays: days,
        }),
      )
      .max(12),
  })
  .refine((one) => one.billedDays <= one.wholeDays, {
    path: ["billedDays"],
    error: "No more days count than the year has.",
  })
  .refine((one) => one.before.every((month) => month.days <= month.billedDays), {
    path: ["before"],
    error: "No more days of a month count than it has.",
  });

export type YearInput = z.infer<typeof yearInput>;
