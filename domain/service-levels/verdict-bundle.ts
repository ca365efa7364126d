import { z } from "zod";
import { businessCalendarSchema } from "../shared/business-calendar.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";

/** Clocks are measured between these years; outside them a mistyped year is the likelier explanation. */
const EARLIEST = parseInstantNanoseconds("1970-01-01T00:00:00Z") ?? 0n;
const LATEST = parseInstantNanoseconds("2200-01-01T00:00:00Z") ?? 0n;

const instant = z.string().check((context) => {
  const nanoseconds = parseInstantNanoseconds(context.value);
  if (nanoseconds === null)
    context.issues.push({
      code: "custom",
      input: context.value,
      message: `"${context.value}" is not an instant; write it like 2026-03-06T14:00:00Z.`,
    });
  else if (nanoseconds < EARLIEST || nanoseconds >= LATEST)
    context.issues.push({
      code: "custom",
      input: context.value,
      message: `"${context.value}" lies outside the years 1970 to 2199.`,
    });
});

const minutes = z
  .number()
  .int("Minutes are a whole number.")
  .min(0, "Minutes are not negative.")
  .max(10_000_000, "Minutes are 10,000,000 at most.");

const plainEvents = ["start", "pause", "resume", "stop", "reopen", "reset", "cancel"] as const;

const event = z.discriminatedUnion("type", [
  z.strictObject({ at: instant, type: z.enum(plainEvents) }),
  z.strictObject({ at: instant, type: z.literal("target"), minutes }),
]);

const exclusion = z
  .strictObject({ from: instant, to: instant })
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
