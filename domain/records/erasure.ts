import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";

/** For how long a person can withdraw what they asked for. */
export const WITHDRAW_DAYS = 14;

/** What an erasure leaves, and on which ground; the page says it before anybody asks. */
export const ERASURE_KEEPS: readonly { what: string; why: string }[] = [
  {
    what: "Contracts that you signed, with your signature's evidence",
    why: "They prove what two companies agreed (GDPR, article 17(3)(e)).",
  },
  {
    what: "Invoices, credit notes and the books",
    why: "Tax and accounting law keeps them for years (GDPR, article 17(3)(b)).",
  },
  {
    what: "Frozen months and who decided in them",
    why: "They are evidence of what was paid, and carry digests that a change would break.",
  },
  {
    what: "That something was done, when, and by an account without a name",
    why: "The audit trail keeps the digest of who it was and loses the words.",
  },
];

/** Something must be kept for now; why is told to nobody but the administrators. */
export class LegallyHeld extends DomainError {
  constructor() {
    super({
      code: "legally_held",
      message: "A legal hold keeps what tells of you for now. Ask the marketplace's administrators.",
    });
  }
}

export class ErasureUnderWay extends DomainError {
  constructor() {
    super({ code: "erasure_under_way", message: "You have asked for this already." });
  }
}

/** Somebody must be left to answer for an organisation. */
export class HeadsAlone extends DomainError {
  constructor(organizations: readonly string[]) {
    super({
      code: "heads_alone",
      message: `You are the only head of ${organizations.join(", ")}. Hand that place over first.`,
      details: { organizations },
    });
  }
}

export const placeHoldSchema = z.object({
  subject: z.string({ error: "Say whom it is about." }).trim().min(1, "Say whom it is about."),
  reason: z
    .string({ error: "Say why." })
    .trim()
    .min(10, "Say why in a sentence: whoever lifts it reads it.")
    .max(500, "Keep the reason within 500 characters."),
  until: z.iso.date("Write a day, or leave it empty.").nullable(),
});
export type PlaceHoldInput = z.input<typeof placeHoldSchema>;

export const liftHoldSchema = z.object({
  id: z.string(),
  because: z
    .string({ error: "Say why." })
    .trim()
    .min(10, "Say why in a sentence.")
    .max(500, "Keep it within 500."),
});
export type LiftHoldInput = z.input<typeof liftHoldSchema>;
