import { z } from "zod";
import { isDecimal } from "../shared/decimal.ts";
import { InvalidInput } from "../shared/refusals.ts";
import { type BreachFigure, CAUSE_CATEGORIES, type CauseCategory } from "./breach.ts";
import { monthsBetween, reachesBorder } from "./month-history.ts";

const words = (ask: string) =>
  z.string({ error: ask }).trim().min(1, ask).max(2000, "Keep this within 2,000 characters.");

const CATEGORIES = Object.keys(CAUSE_CATEGORIES) as CauseCategory[];

/**
 * What the provider states: the cause with the misses it explains, and the action with the effect it
 * promises.
 */
export const planSchema = z.strictObject({
  breachId: z.string(),
  category: z.enum(CATEGORIES, { error: "Choose what kind of cause it was." }),
  cause: words("Say what caused it, so that the buyer can follow."),
  explainedItemIds: z
    .array(z.string().max(60))
    .min(1, "Choose the missed items that this explains.")
    .max(10_000),
  action: words("Say what is done so that it does not happen again."),
  ownerId: z.string().min(1, "Choose who sees to it."),
  dueOn: z.iso.date({ error: "Write a day such as 2026-12-01." }),
  promisedFigure: z
    .string()
    .trim()
    .refine((text) => isDecimal(text) && !text.startsWith("-"), { error: "Write a figure such as 96.5." })
    .refine((text) => text.length <= 20, { error: "Write a figure such as 96.5." }),
  promisedMonth: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, "Write a month such as 2026-12."),
});
export type Plan = z.output<typeof planSchema>;
export type PlanInput = z.input<typeof planSchema>;

/** As far ahead as an effect may be promised: beyond it nobody remembers the breach. */
export const MOST_MONTHS_AHEAD = 12;

/**
 * Throws InvalidInput, with an issue at each field, where the plan does not fit the breach: a due date that
 * has passed, an effect promised for the month of the action or earlier or too far ahead, no better than the
 * breach.
 */
export function refuseUnfitPlan(plan: Plan, p: { figure: BreachFigure; today: string }): void {
  const issues: { field: string; message: string }[] = [];
  const fault = (field: string, message: string) => issues.push({ field, message });
  if (plan.dueOn < p.today) fault("dueOn", "The due date has passed.");
  const ahead = monthsBetween({ from: plan.dueOn.slice(0, 7), to: plan.promisedMonth });
  if (ahead < 1) fault("promisedMonth", "The effect shows in a month after the one the action is due in.");
  if (monthsBetween({ from: p.today.slice(0, 7), to: plan.promisedMonth }) > MOST_MONTHS_AHEAD)
    fault("promisedMonth", `Promise the effect within ${MOST_MONTHS_AHEAD} months.`);
  const { direction, measured, unit } = p.figure;
  if (unit === "%" && !reachesBorder(plan.promisedFigure, { direction: "lower", border: "100" }))
    fault("promisedFigure", "A share is at most 100 %.");
  // "Reaches" both ways means equal: a promise of what was is none.
  if (measured !== null && reachesBorder(measured, { direction, border: plan.promisedFigure }))
    fault("promisedFigure", `Promise more than the ${measured} ${unit} of the breach.`);
  if (issues.length > 0) throw new InvalidInput(issues);
}

const reason = words("Say why: both sides read it.");

export const answerPlanSchema = z.strictObject({
  breachId: z.string(),
  action: z.enum(["accept", "send_back"]),
  reason: z.string().trim().max(2000, "Keep this within 2,000 characters.").default(""),
});
export type AnswerPlanInput = z.input<typeof answerPlanSchema>;

export const finishSchema = z.strictObject({
  breachId: z.string(),
  note: words("Say what was done; the buyer reads it."),
});

export const rulingSchema = z.strictObject({ breachId: z.string(), effective: z.boolean(), reason });
