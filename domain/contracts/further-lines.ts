import { z } from "zod";

const amountMinor = z
  .string({ error: "Enter the amount." })
  .regex(/^[1-9]\d{0,13}$/, "The amount is above 0, without a sign or a comma.");

/** An agreed result at an agreed amount, billed in the month in which the buyer accepts it. */
export const milestoneFields = {
  kind: z.literal("milestone"),
  amountMinor,
  /** The day by which it is to be delivered, in the contract's zone. */
  dueOn: z.iso.date("Write the day it is due as a date such as 2026-12-01."),
};

/** Costs of third parties that the provider lays out and the buyer has approved. */
export const passThroughFields = {
  kind: z.literal("pass_through"),
  /** What is added to each cost, in basis points. */
  markupBps: z
    .number({ error: "Enter the mark-up." })
    .int("The mark-up has two decimals at most.")
    .min(0, "The mark-up is not negative.")
    .max(5000, "The mark-up is 50 % at most."),
  /** The most that a month is charged, mark-up and all; left out: no limit. */
  capMinor: amountMinor.optional(),
};
