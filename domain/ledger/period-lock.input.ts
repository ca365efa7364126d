import { z } from "zod";

const day = z.iso.date({ error: "Give a day as YYYY-MM-DD." });

export const closePeriodInput = z.object({
  through: day,
  reason: z.string().trim().max(500, "At most 500 characters."),
});

export const reopenPeriodInput = z.object({
  through: day.nullish(),
  reason: z
    .string()
    .trim()
    .min(10, "Say in a sentence why the books are opened again.")
    .max(500, "At most 500 characters."),
});
