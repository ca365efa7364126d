import { z } from "zod";

/** How long the link in the mail works. */
export const RESET_MINUTES = 30;

const addressSchema = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** The address as accounts keep it; null for a text that is nobody's. */
export function resetAddress(text: string): string | null {
  const parsed = addressSchema.safeParse(text);
  return parsed.success ? parsed.data : null;
}
