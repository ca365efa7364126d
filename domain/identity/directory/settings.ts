import { z } from "zod";

const DAYS = "Say for how many days it works, from 1 to 365.";

export const directoryTokenSchema = z.object({
  name: z.string().trim().min(1, "Give the token a name.").max(80, "A name has at most 80 signs."),
  days: z.number().int(DAYS).min(1, DAYS).max(365, DAYS),
  defaultRole: z.string().min(1, "Choose a role.").max(100),
});
export type DirectoryTokenInput = { name: string; days: number; defaultRole: string };
