import { z } from "zod";

const reason = (what: string) => z.string().trim().min(10, what).max(1000, "At most 1,000 characters.");

/** An objection as a form sends it; the amount as it is typed, in the statement's currency. */
export const objectionInput = z.object({
  statementId: z.string(),
  /** The line's name; empty: the month as a whole. */
  line: z
    .string()
    .nullish()
    .transform((line) => line || null),
  amount: z.string({ error: "Enter the amount that you contest." }),
  reason: reason("Say in a sentence what is wrong with it."),
});

export const objectionAnswerInput = z.object({
  objectionId: z.string(),
  answer: reason("Say in a sentence why."),
});
