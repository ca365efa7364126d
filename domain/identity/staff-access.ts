import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";

/** The longest time for which a reason lets somebody in. */
export const MOST_ACCESS_HOURS = 24;

export const askAccessSchema = z.object({
  organizationId: z.uuid("Choose an organisation."),
  reason: z
    .string({ error: "Say why: the organisation reads it." })
    .trim()
    .min(10, "Say why in a sentence: the organisation reads it.")
    .max(500, "Keep the reason within 500 characters."),
  hours: z
    .number({ error: "Say for how many hours." })
    .int("Write a whole number of hours.")
    .min(1, "An access lasts at least one hour.")
    .max(MOST_ACCESS_HOURS, `An access lasts at most ${MOST_ACCESS_HOURS} hours.`),
  documents: z.boolean(),
});

export type AskAccessInput = z.input<typeof askAccessSchema>;

/** An access that is open, waits, or was decided already. */
export class AccessStands extends DomainError {
  constructor(message: string) {
    super({ code: "access_stands", message });
  }
}
