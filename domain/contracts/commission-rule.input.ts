import { z } from "zod";
import { moduleByCode } from "../catalogue/catalogue.ts";
import { isKnownCurrency } from "../shared/currency.ts";
import { bpsOfPercent } from "./percent-input.ts";
import { isDate } from "./terms.ts";

/** The most that the marketplace may keep of a fee; terms hold it too. */
const MAX_BPS = 5000;

const day = (what: string) =>
  z.string({ error: what }).refine(isDate, { error: `${what} Write it as 2026-12-01.` });

/** An empty field of a form names any. */
const any = <Schema extends z.ZodType<string>>(schema: Schema) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : value), schema.nullable());

/** A commission rule as a form or a program sends it; the percentage as it is typed. */
export const commissionRuleInput = z
  .object({
    providerId: any(z.uuid("Choose a provider.")),
    moduleCode: any(
      z.string().refine((code) => moduleByCode(code) !== undefined, "This is not a service we know."),
    ),
    currency: any(
      z.string().refine((code) => isKnownCurrency(code), "This is not a currency we can charge in."),
    ),
    percent: z.string({ error: "Enter the commission in per cent." }).transform((text, context) => {
      const bps = bpsOfPercent(text);
      if (bps !== null && bps >= 0 && bps <= MAX_BPS) return bps;
      const message = "The commission is a percentage from 0 to 50 with two decimals at most.";
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }),
    startsOn: day("Say from which day the rule proposes."),
    endsOn: any(day("The last day is a date.")),
    note: z
      .string({ error: "Say why." })
      .trim()
      .min(3, "Say in a few words why.")
      .max(500, "At most 500 characters."),
  })
  .refine(({ startsOn, endsOn }) => endsOn === null || startsOn <= endsOn, {
    path: ["endsOn"],
    error: "The last day is not before the first.",
  })
  .transform(({ percent, ...rest }) => ({ ...rest, commissionBps: percent }));

export type CommissionRuleForm = z.input<typeof commissionRuleInput>;
