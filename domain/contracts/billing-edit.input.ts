import { z } from "zod";

const typed = z.string().max(2000, "This text is too long.");

/** A part that older callers do not send. */
const later = z
  .string()
  .max(2000, "This text is too long.")
  .nullish()
  .transform((text) => text ?? "");

/** The billing terms as people type them: every figure is text. A part that is left empty is not agreed. */
export const billingEditSchema = z.object({
  lines: z
    .array(
      z.object({
        /** Empty for a new line: its name then gives it one. */
        id: typed,
        /** "fixed", "per_unit", "per_employee", "per_seat", "tiered", "baseline", "milestone" or "pass_through" */
        kind: typed,
        name: typed,
        /** Of a fixed line, in the contract's currency. */
        amount: typed,
        /** May be finer than the currency: "0.0125". */
        unitPrice: typed,
        /** "count", "sum", "distinct" or "largest" */
        by: typed,
        type: typed,
        field: typed,
        seats: typed,
        /** A band a line: "100: 2.50", and the open one "rest: 1.75". */
        bands: typed,
        baseline: typed,
        /** Per cent: "10". */
        deadBand: typed,
        additional: typed,
        reduced: typed,
        /** Of a milestone: a date. */
        dueOn: later,
        /** Of costs passed through. Per cent: "10"; the cap is an amount or empty. */
        markup: later,
        cap: later,
        /** "yes" or "no" */
        atRisk: typed,
        /** As what it is taxed; empty: as the service of the contract. */
        taxedAs: later,
      }),
    )
    .max(30, "A contract has 30 lines at most."),
  minimum: typed,
  yearlyMinimum: later,
  purchaseOrder: typed,
  purchaseOrderAmount: typed,
  costCentre: typed,
  /** Working days of the notices to a silent side, "5, 10"; empty: silence means nothing. */
  silenceNotices: later,
  /** Working days from the last notice to the approval. */
  silenceDays: later,
});

export type BillingEdit = z.infer<typeof billingEditSchema>;
export type LineEdit = BillingEdit["lines"][number];
