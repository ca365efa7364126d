import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { InvalidInput } from "../shared/refusals.ts";
import { MOST_DAYS, RETENTION_MOMENTS, type RetentionMoment, retentionKind } from "./retention-kinds.ts";

/** For so long everybody sees that something will go earlier, and can place a hold, before it does. */
export const SHORTER_AFTER_DAYS = 7;

const momentSchema = z.enum(Object.keys(RETENTION_MOMENTS) as [RetentionMoment, ...RetentionMoment[]], {
  error: "Choose from when it counts.",
});

const daysSchema = z
  .string({ error: "Say for how many days." })
  .trim()
  .transform((text, context) => {
    if (/^\d{1,6}$/.test(text)) return Number(text);
    context.addIssue({ code: "custom", message: "Write a whole number of days." });
    return z.NEVER;
  });

/** What is tried before it is set: the kind, how long, and from when it counts. */
export const tryRetentionSchema = z
  .object({
    kind: z.string({ error: "Choose what it is for." }),
    days: daysSchema,
    moment: momentSchema,
  })
  .superRefine(({ kind, days, moment }, context) => {
    const known = retentionKind(kind);
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (!known) return issue("kind", "No rule is set for this kind of record.");
    if (days < known.leastDays)
      issue("days", `${known.title} are kept for ${known.leastDays} days at least.`);
    if (days > MOST_DAYS) issue("days", `No rule keeps anything for more than ${MOST_DAYS} days.`);
    if (!known.moments.includes(moment))
      issue("moment", `For ${known.title.toLowerCase()} it does not count from there.`);
  });

/** A rule as somebody sets it; `startsOn` is a day of UTC. */
export const setRetentionSchema = z.intersection(
  tryRetentionSchema,
  z.object({
    ground: z
      .string({ error: "Name the legal ground." })
      .trim()
      .min(10, "Name the legal ground in a sentence.")
      .max(300, "Keep the ground within 300 characters."),
    startsOn: z.iso.date("Write the day from which it counts."),
  }),
);
/** As a form or a program sends it. */
export type TryRetentionInput = { kind: string; days: string; moment: string };
export type SetRetentionInput = TryRetentionInput & { ground: string; startsOn: string };

type InForce = { days: number; moment: string };

/** Whether records of the kind may go earlier by the new rule than by the one in force. */
export function takesEarlier(next: InForce, inForce: InForce | null): boolean {
  if (!inForce) return true;
  // A contract ends at the end of the work, or after it: counting from its record takes it earlier.
  const counts = inForce.moment === "contract_end" && next.moment !== "contract_end";
  return counts || next.days < inForce.days;
}

/**
 * Throws InvalidInput where a rule would begin too early: tonight's run has its rules already, and what takes
 * records earlier is announced for a week.
 */
export function refuseEarlyStart(p: {
  rule: InForce & { startsOn: string };
  inForce: InForce | null;
  /** The day in UTC, as 2026-11-21. */
  today: string;
}): void {
  const isEarlier = takesEarlier(p.rule, p.inForce);
  const first = Temporal.PlainDate.from(p.today)
    .add({ days: isEarlier ? SHORTER_AFTER_DAYS : 1 })
    .toString();
  if (p.rule.startsOn >= first) return;
  throw new InvalidInput([
    {
      field: "startsOn",
      message: isEarlier
        ? `What lets records go earlier is announced for ${SHORTER_AFTER_DAYS} days: from ${first} on.`
        : `Tonight's run has its rules already: from ${first} on.`,
    },
  ]);
}
