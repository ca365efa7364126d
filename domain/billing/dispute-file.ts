import { z } from "zod";
import { type FileKind, sizeWords, UnfitFile } from "../shared/kept-file.ts";

/** What a file of evidence may show, as Stripe names it, with its label. */
export const EVIDENCE_FILES = {
  service_documentation: "Proof of the service: approved statement, accepted work",
  receipt: "Invoice or receipt",
  customer_communication: "Letters and mails with the buyer",
  customer_signature: "Signed contract",
  refund_policy: "Refund terms as agreed",
  cancellation_policy: "Cancellation terms as agreed",
  duplicate_charge_documentation: "Proof that two payments are two services",
  uncategorized_file: "Anything else",
} as const;
export type EvidenceFile = keyof typeof EVIDENCE_FILES;

/** Banks read these; the type of the bytes decides, not the name. */
export const EVIDENCE_KINDS: readonly FileKind[] = ["pdf", "jpeg", "png"];

/** Of all files of a dispute together; card networks take no more (docs.stripe.com/disputes/responding). */
export const MOST_EVIDENCE_BYTES = 4_500_000;

export const disputeFileInput = z.object({
  disputeId: z.uuid({ error: "There is no such dispute." }),
  field: z.enum(Object.keys(EVIDENCE_FILES) as [EvidenceFile, ...EvidenceFile[]], {
    error: "Say what the file shows.",
  }),
  fileName: z.string({ error: "The file has no name." }).min(1, "The file has no name.").max(1000),
});

/** Throws UnfitFile where the dispute's files together would be more than the bank takes. */
export function refuseTooMany(p: { keptBytes: number; moreBytes: number }): void {
  const leftBytes = MOST_EVIDENCE_BYTES - p.keptBytes;
  if (p.moreBytes <= leftBytes) return;
  const left = leftBytes <= 0 ? "nothing is" : `${sizeWords(leftBytes)} are`;
  const most = sizeWords(MOST_EVIDENCE_BYTES);
  throw new UnfitFile(
    `The bank takes ${most} of files for a dispute, and ${left} left; this one has ${sizeWords(p.moreBytes)}.`,
  );
}
