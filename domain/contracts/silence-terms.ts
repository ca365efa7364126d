import { z } from "zod";
import type { Terms } from "./terms.ts";

const days = (what: string) =>
  z
    .number({ error: `Enter ${what}.` })
    .int(`${what} is a whole number of working days.`)
    .min(1, `${what} is one working day at least.`)
    .max(60, `${what} is 60 working days at most.`);

/**
 * What a side's silence about a statement means. Left out of a contract, it means nothing: a statement waits
 * until both sides have said yes.
 */
export const silenceTermsSchema = z.strictObject({
  /** Working days after the statement was put up, for each notice: [5, 10]. */
  noticeAfterDays: z
    .array(days("The day of a notice"))
    .min(1, "Silence means nothing without a notice before it.")
    .max(5, "A contract has five notices at most.")
    .refine((all) => all.every((one, at) => at === 0 || one > (all[at - 1] ?? 0)), {
      error: "Each notice comes later than the one before it.",
    }),
  /** Whole working days after the last notice, until the silent side counts as having approved. */
  approvedAfterDays: days("The time after the last notice"),
});

export type SilenceTerms = z.infer<typeof silenceTermsSchema>;

/** What the contract says about silence, in one paragraph. */
export function silenceParagraph({ silence }: Pick<Terms, "silence">): string {
  if (!silence)
    return "Silence about a statement approves nothing: it waits until both sides have said yes.";
  const { noticeAfterDays, approvedAfterDays } = silence;
  const list = noticeAfterDays.map(String);
  const at = list.length === 1 ? list[0] : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
  return (
    `A side that has not answered a statement is sent a dated notice after ${at} working days in the hours and ` +
    `the time zone of this contract (Monday to Friday where its hours are around the clock). It counts as ` +
    `having approved once ${approvedAfterDays} whole working days have passed since the last notice was sent, ` +
    "and not before every notice was sent. An approval or an objection ends this; without the notices silence " +
    "approves nothing."
  );
}
