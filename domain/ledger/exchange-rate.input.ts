import { z } from "zod";
import { isKnownCurrency } from "../shared/currency.ts";

/** Digits before and after the point: KRW to KWD needs seven places, and no pair six digits before it. */
const RATE = /^\d{1,6}(\.\d{1,10})?$/;

const currency = (message: string) =>
  z
    .string({ error: message })
    .transform((text) => text.trim().toUpperCase())
    .refine(isKnownCurrency, { error: "This is not a currency we can charge in." });

/** An exchange rate as a form or a program sends it: 1 `base` is `rate` `quote`. */
export const exchangeRateInput = z
  .object({
    base: currency("Name the currency that one unit is of."),
    quote: currency("Name the currency that the rate is in."),
    rate: z
      .string({ error: "Enter the rate." })
      .transform((text) => text.trim())
      .superRefine((text, context) => {
        const message = refusalOf(text);
        if (message) context.addIssue({ code: "custom", message });
      }),
    validFrom: z.iso.date({ error: "Give the day of the rate as 2026-11-20." }),
    source: z
      .string({ error: "Say where the rate comes from." })
      .trim()
      .min(3, "Say where the rate comes from.")
      .max(200, "At most 200 characters."),
    confirmed: z.boolean().default(false),
  })
  .refine(({ base, quote }) => base !== quote, {
    path: ["quote"],
    error: "A currency has no rate to itself; name another one.",
  });

function refusalOf(text: string): string | null {
  if (text === "") return "Enter the rate.";
  if (/^[-−–]/.test(text)) return "A rate is above 0.";
  if (/^\d+,\d+$/.test(text)) return "Write the decimals after a point, like 1.0842.";
  if (!/^\d+(\.\d+)?$/.test(text)) return `"${text.slice(0, 40)}" is not a rate; write it like 1.0842.`;
  if (!RATE.test(text)) return "A rate has at most 6 digits before the point and 10 after it.";
  return /[1-9]/.test(text) ? null : "A rate is above 0.";
}
