import { z } from "zod";

/** The text fields of evidence that an account manager fills in, as Stripe names them, with their labels. */
export const EVIDENCE_FIELDS = {
  product_description: "What was delivered",
  service_date: "When it was delivered",
  customer_name: "Name of the buyer",
  customer_email_address: "Mail address of the buyer",
  refund_policy_disclosure: "How the refund terms were shown",
  refund_refusal_explanation: "Why nothing is refunded",
  cancellation_rebuttal: "Why it was not cancelled",
  uncategorized_text: "Anything else: statements, approvals, work done",
} as const;
export type EvidenceField = keyof typeof EVIDENCE_FIELDS;

/** Stripe takes 150,000 characters altogether; a field of ours takes 20,000. */
const text = z.string().trim().max(20_000);

export const evidenceInput = z.object({
  disputeId: z.uuid(),
  fields: z
    .array(
      z.object({
        name: z.enum(Object.keys(EVIDENCE_FIELDS) as [EvidenceField, ...EvidenceField[]]),
        text,
      }),
    )
    .max(20)
    .transform((fields) => fields.filter((one) => one.text !== ""))
    .refine((fields) => fields.length > 0, "Fill in at least one field."),
  /** Sends it to the bank for good; without it Stripe keeps it as a draft. */
  submit: z.boolean(),
});

export const burdenInput = z.object({ disputeId: z.uuid(), borneBy: z.enum(["shares", "marketplace"]) });
