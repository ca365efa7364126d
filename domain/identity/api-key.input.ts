import { z } from "zod";

/** How long a key may live at most; one that never ends is forgotten and found by somebody else. */
export const MAX_KEY_DAYS = 365;

export const createApiKeySchema = z.object({
  name: z
    .string({ error: "Give the key a name." })
    .trim()
    .min(1, "Give the key a name that says where it is used.")
    .max(80, "Keep the name within 80 characters."),
  days: z
    .number({ error: "Say for how many days the key works." })
    .int("Write a whole number of days.")
    .min(1, "A key works for at least one day.")
    .max(MAX_KEY_DAYS, `A key works for ${MAX_KEY_DAYS} days at most.`),
});

export type CreateApiKeyInput = z.infer<typeof createApiKeySchema>;
