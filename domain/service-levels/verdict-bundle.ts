import { z } from "zod";
import { businessCalendarSchema } from "../shared/business-calendar.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";

/** Clocks are measured between these years; outside them a mistyped year is the likelier explanation. */
const EARLIEST = parseInstantNanoseconds("1900-01-01T00:00:00Z") ?? 0n;
const LATEST = parseInstantNanoseconds("2400-01-01T00:00:00Z") ?? 0n;

/** The most minutes whose seconds are still counted exactly. */
const MOST_MINUTES = Math.floor(Number.MAX_SAFE_INTEGER / 60);

/** An instant of any year: an exclusion without an end is often written as one that ends in 9999. */
const anyInstant = z.string().refine((text) => parseInstantNanoseconds(text) !== null, {
  abort: true,
  error: (issue) => `"${String(issue.input)}" is not an instant; write it like 2026-03-06T14:00:00Z.`,
});

const instant = anyInstant.refine(liesWithinTheYears, {
  error: (issue) => `"${String(issue.input)}" lies outside the years 1900 to 2399.`,
});

const minutes = z
  .number()
  .int("Minutes are a whole number.")
  .min(0, "Minutes are not negative.")
  .max(MOST_MINUTES, `Minutes are ${MOST_MINUTES} at most.`);

const plainEvents = ["start", "pause", "resume", "stop", "reopen", "reset", "cancel"] as const;

const event = z.discriminatedUnion("type", [
  z.strictObject({ at: instant, type: z.enum(plainEvents) }),
  z.strictObject({ at: instant, type: z.literal("target"), minutes }),
]);

const exclusion = z
  .strictObject({ from: anyInstant, to: anyInstant })
  .refine(({ from, to }) => (parseInstantNanoseconds(from) ?? 0n) <= (parseInstantNanoseconds(to) ?? 0n), {
    path: ["to"],
    error: "An exclusion ends at or after its beginning.",
  });

/** One work item's clock, with everything needed to measure it again: what is frozen and exported. */
export const verdictBundleSchema = z.strictObject({
  id: z.string(),
  calendar: businessCalendarSchema.nullable(),
  targetMinutes: minutes,
  reopenPolicy: z.enum(["continue", "new_cycle"]),
  exclusions: z.array(exclusion).optional(),
  events: z.array(event),
  asOf: instant,
});

export type VerdictBundle = z.infer<typeof verdictBundleSchema>;
export type ClockEvent = VerdictBundle["events"][number];
export type ClockEventType = ClockEvent["type"];
export type ReopenPolicy = VerdictBundle["reopenPolicy"];
export type Exclusion = z.infer<typeof exclusion>;

function liesWithinTheYears(text: string): boolean {
  const nanoseconds = parseInstantNanoseconds(text) ?? EARLIEST;
  return nanoseconds >= EARLIEST && nanoseconds < LATEST;
}
