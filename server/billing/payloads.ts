import { z } from "zod";

/** What billing's jobs carry. A payload that does not fit is a programming error and is thrown. */
export const periodClosed = z.object({ periodCloseId: z.uuid(), organizationId: z.uuid() });
export const statementApproved = z.object({ statementId: z.uuid(), organizationId: z.uuid() });
export const stripeEventReceived = z.object({ eventId: z.string() });
export const invoicePaid = z.object({
  invoiceId: z.uuid(),
  organizationId: z.uuid(),
  providerId: z.uuid(),
});
export const objectionGranted = z.object({ objectionId: z.uuid(), organizationId: z.uuid() });
export const invoiceRetried = z.object({ invoiceId: z.uuid(), organizationId: z.uuid() });
export const payoutsReleasable = z.object({ organizationId: z.uuid() });
export const correctionAccepted = z.object({ correctionId: z.uuid(), organizationId: z.uuid() });
export const creditNoteAsked = z.object({ creditNoteId: z.uuid(), organizationId: z.uuid() });
export const refundChecked = z.object({ stripeRefundId: z.string(), organizationId: z.uuid() });
export const refundReplacedBy = z.object({
  refundId: z.uuid(),
  organizationId: z.uuid(),
  by: z.enum(["refund", "balance"]),
});
export const billingRunAsked = z.object({ runId: z.uuid() });
export const lastToSettle = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });
export const disputeAnswered = z.object({ evidenceId: z.uuid(), organizationId: z.uuid() });
export const revaluationAsked = z.object({
  month: z.string(),
  organizationId: z.uuid(),
  askedBy: z.string(),
});
export const reconciliationAsked = z.object({ runId: z.uuid() });
export const statementSilent = z.object({ statementId: z.uuid(), organizationId: z.uuid() });
export const taxIdentityStated = z.object({ organizationId: z.uuid() });
