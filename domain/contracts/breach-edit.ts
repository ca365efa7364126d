import { z } from "zod";
import { type BreachTerms, breachTermsSchema } from "./breach-terms.ts";
import { wholeOf } from "./figure-edit.ts";

const typed = z.string().max(4000, "This text is too long.");

/** What is agreed about months below target, as people type it. Empty: the marketplace's rule. */
export const breachEditSchema = z.object({
  causeDays: typed,
  answerDays: typed,
  repeatTimes: typed,
  repeatMonths: typed,
});
export type BreachEdit = z.infer<typeof breachEditSchema>;

export const BREACH_FIELDS = Object.keys(breachTermsSchema.shape) as (keyof BreachEdit)[];

/** The agreement as a form shows it; what is left to the marketplace is empty. */
export function breachEditOf(terms: BreachTerms | undefined): BreachEdit {
  const text = (name: keyof BreachEdit) => String(terms?.[name] ?? "");
  return {
    causeDays: text("causeDays"),
    answerDays: text("answerDays"),
    repeatTimes: text("repeatTimes"),
    repeatMonths: text("repeatMonths"),
  };
}

/**
 * The member of the terms that follows from what was typed; none where everything is left to the
 * marketplace. Left out by a caller that does not know the fields: as before. What cannot be read is NaN,
 * for the schema of the terms to refuse at its field.
 */
export function editedBreaches(
  edit: BreachEdit | null | undefined,
  before: BreachTerms | undefined,
): { breaches?: BreachTerms } {
  if (!edit) return before ? { breaches: before } : {};
  const agreed = BREACH_FIELDS.filter((name) => edit[name].trim() !== "");
  if (agreed.length === 0) return {};
  return { breaches: Object.fromEntries(agreed.map((name) => [name, wholeOf(edit[name])])) };
}

type Fact = { id: keyof BreachEdit; name: string; text: string };

/** What is agreed, one line each, for a comparison of two versions. */
export function breachFacts(terms: BreachTerms | undefined): Fact[] {
  const { causeDays, answerDays, repeatTimes, repeatMonths } = terms ?? {};
  const fact = (id: keyof BreachEdit, name: string, value: number | undefined, unit: string): Fact[] =>
    value === undefined ? [] : [{ id, name, text: counted(value, unit) }];
  return [
    ...fact("causeDays", "Time to state a root cause", causeDays, "day"),
    ...fact("answerDays", "Time to answer a corrective plan", answerDays, "day"),
    ...fact("repeatTimes", "Repeated when missed", repeatTimes, "time"),
    ...fact("repeatMonths", "Repeated within", repeatMonths, "month"),
  ];
}

/**
 * The clause on missed months, in the contract's words; none where the parties agreed on nothing, so that
 * such a document reads as it always did.
 */
export function breachParagraphs(terms: BreachTerms | undefined): string[] {
  if (!terms) return [];
  const { causeDays, answerDays, repeatTimes, repeatMonths } = terms;
  const within = (days: number | undefined) =>
    days === undefined ? "in the marketplace's usual time" : `within ${counted(days, "calendar day")}`;
  const times =
    repeatTimes === undefined ? "as often as the marketplace's rule says" : `${repeatTimes} times`;
  const months = repeatMonths === undefined ? "the months of that rule" : counted(repeatMonths, "month");
  const repeated =
    repeatTimes === undefined && repeatMonths === undefined
      ? "What is a repeated miss the marketplace's rule says."
      : `A level that is missed ${times} within ${months} is missed repeatedly.`;
  return [
    "For each month in which a level is below its target or its minimum the provider states the root cause " +
      `and a corrective action with its owner, its date and the figure it promises, ${within(causeDays)}. ` +
      `The buyer accepts the plan or sends it back with a reason, ${within(answerDays)}.`,
    `${repeated} A repeated miss, and a cause, an answer or an action that is overdue, goes to the account ` +
      "manager, who answers in the buyer's place where the buyer does not. Whether the action was effective " +
      "is measured by the months after it.",
  ];
}

function counted(value: number, unit: string): string {
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}
