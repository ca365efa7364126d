import { z } from "zod";

const between = (what: string, min: number, max: number) => {
  const message = `${what} lies between ${min} and ${max}.`;
  return z.number({ error: message }).int(message).min(min, message).max(max, message);
};

/**
 * What a contract may agree itself about months below target or minimum: until when the provider states the
 * cause and the buyer answers, and what is a repeated breach. What it leaves out is the marketplace's rule.
 */
export const breachTermsSchema = z
  .strictObject({
    causeDays: between("The days to state a root cause", 1, 60).optional(),
    answerDays: between("The days to answer a corrective plan", 1, 60).optional(),
    repeatTimes: between("How often is repeated", 2, 12).optional(),
    repeatMonths: between("Within how many months", 2, 24).optional(),
  })
  .refine(
    ({ repeatTimes, repeatMonths }) =>
      repeatTimes === undefined || repeatMonths === undefined || repeatMonths >= repeatTimes,
    {
      path: ["repeatMonths"],
      error: "A level is missed once a month at most: allow at least as many months.",
    },
  );
export type BreachTerms = z.infer<typeof breachTermsSchema>;
