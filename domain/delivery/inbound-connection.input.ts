import { z } from "zod";

/** The name of a sending system, as it stands in the key of its events. */
export const sourceSchema = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,39}$/, {
    error: "Name the source in small letters, digits and - _ . (40 at most), such as jira.",
  })
  .refine((source) => source !== "hand", { error: `"hand" stands for work entered by hand.` });

/** What a connection is made with. */
export const createConnectionSchema = z.strictObject({
  engagementId: z.string(),
  name: z
    .string()
    .trim()
    .min(1, "Give the connection a name.")
    .max(80, "Keep the name within 80 characters."),
  source: sourceSchema,
});

export type CreateConnectionInput = z.input<typeof createConnectionSchema>;
