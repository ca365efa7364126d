import { z } from "zod";

/** Why an invoice is credited, in the field's words. */
export const CREDIT_REASONS = {
  service_not_met: "Service not as promised",
  correction: "Correction of a closed month",
  contest: "Ruling on a contest",
  disputed_line: "Disputed line",
  billing_error: "Error in billing",
  goodwill: "Goodwill",
} as const;
export type CreditReason = keyof typeof CREDIT_REASONS;

const amount = z
  .string()
  .regex(/^-?\d{1,15}$/, "Give whole minor units.")
  .transform(BigInt);

/** What an account manager decides: lines, why, and how the part that is paid goes back. Minor units. */
export const creditNoteInput = z.object({
  invoiceId: z.uuid(),
  lines: z
    .array(z.object({ position: z.int().min(1), netMinor: amount }))
    .min(1, "Credit at least one line.")
    .max(500)
    .refine(
      (lines) => new Set(lines.map((one) => one.position)).size === lines.length,
      "Name a line once.",
    ),
  reason: z.enum(Object.keys(CREDIT_REASONS) as [CreditReason, ...CreditReason[]]),
  memo: z.string().trim().min(3, "Say why, in a few words.").max(1000),
  correctionId: z.uuid().nullish(),
  contestId: z.uuid().nullish(),
  /** Of the part that is paid already; null puts all of it on the balance. */
  refundMinor: amount.nullish(),
  balanceMinor: amount.nullish(),
});

export const creditNoteIdInput = z.object({ creditNoteId: z.uuid() });
export const refundIdInput = z.object({ refundId: z.uuid(), by: z.enum(["refund", "balance"]) });
