import { z } from "zod";

/** What a condition can ask about a work item at the moment of one of its events. */
export const CLOCK_FIELDS = ["event", "type", "priority", "state", "waitingOn", "tag", "site"] as const;
export type ClockField = (typeof CLOCK_FIELDS)[number];

/** The conditions in the order in which contracts name them. */
export const CLOCK_CONDITIONS = ["start", "pause", "resume", "stop", "reset", "cancel"] as const;
export type ClockConditionName = (typeof CLOCK_CONDITIONS)[number];

/**
 * A small boolean language over a work item's events and fields. `in` lists the values of which the field
 * has one; a work item carries any number of tags, and "tag in" asks whether it carries one of those listed.
 */
export type ClockCondition =
  | { field: ClockField; in: string[] }
  | { all: ClockCondition[] }
  | { any: ClockCondition[] }
  | { not: ClockCondition };

/** Beyond these a condition can no longer be read, and deciding what it excludes takes too long. */
export const MOST_COMPARISONS = 40;
const MOST_DEPTH = 8;
const MOST_VALUES = { tag: 8, priority: 20, site: 20 } as const;

const value = z
  .string()
  .trim()
  .min(1, "Write a value.")
  .max(60, "A value has 60 characters at most.")
  .refine((text) => !text.includes('"'), { error: "A value has no quotation marks." });
const parts = z.array(z.lazy(() => condition)).min(1, "Join at least one comparison.");

const condition: z.ZodType<ClockCondition> = z.union([
  z.strictObject({
    field: z.enum(CLOCK_FIELDS, { error: "This is not a field that a condition can ask about." }),
    in: z.array(value).min(1, "Write a value.").max(30, "List 30 values at most."),
  }),
  z.strictObject({ all: parts }),
  z.strictObject({ any: parts }),
  z.strictObject({ not: z.lazy(() => condition) }),
]);

export const clockConditionSchema = condition
  .refine((one) => depthOf(one) <= MOST_DEPTH, { error: "This condition is nested too deep to be read." })
  .refine((one) => comparisonsOf(one).length <= MOST_COMPARISONS, {
    error: `A condition has ${MOST_COMPARISONS} comparisons at most.`,
  });

/**
 * When a clock starts, pauses, runs on, stops, begins anew and is cancelled, as data. Evaluated after every
 * event of the work item; see `docs/clock-rules.md`. It is part of a contract's terms and so has the version
 * and the hash of the terms it was signed with.
 */
export const clockRulesSchema = z
  .strictObject({
    start: clockConditionSchema,
    pause: clockConditionSchema.optional(),
    /** Left out: the clock runs on as soon as "pause" no longer holds. */
    resume: clockConditionSchema.optional(),
    stop: clockConditionSchema,
    reset: clockConditionSchema.optional(),
    cancel: clockConditionSchema.optional(),
    /** From when a start counts: its event, the item's opening, or the moment that the event states. */
    startFrom: z.enum(["opening", "stated"], { error: "Say from when the start counts." }).optional(),
    /** "stated": a pause counts from the earlier moment that its event states. */
    pauseFrom: z.enum(["stated"], { error: "Say from when a pause counts." }).optional(),
    /** The clock is cancelled once "start" no longer holds. */
    cancelWhenStartEnds: z.literal(true).optional(),
    /** What a reopening does to this clock; left out, what the contract says. */
    reopen: z
      .enum(["continue", "new_cycle", "stays_stopped"], { error: "Say what a reopening does." })
      .optional(),
  })
  .superRefine((rules, context) => {
    for (const [field, most] of Object.entries(MOST_VALUES))
      if (valuesOf(conditionsOf(rules), field as ClockField).length > most)
        context.addIssue({
          code: "custom",
          message: `The conditions of a clock name ${most} values of "${field}" at most.`,
        });
  });

export type ClockRules = z.infer<typeof clockRulesSchema>;

/** The conditions that a rule set has. */
export function conditionsOf(rules: Partial<Record<ClockConditionName, ClockCondition>>): ClockCondition[] {
  return CLOCK_CONDITIONS.flatMap((name) => rules[name] ?? []);
}

/** The comparisons inside a condition, left to right. */
export function comparisonsOf(one: ClockCondition): { field: ClockField; in: string[] }[] {
  if ("field" in one) return [one];
  if ("not" in one) return comparisonsOf(one.not);
  return ("all" in one ? one.all : one.any).flatMap(comparisonsOf);
}

/** The values of a field that the conditions mention, each once. */
export function valuesOf(conditions: readonly ClockCondition[], field: ClockField): string[] {
  const found = conditions.flatMap((one) =>
    comparisonsOf(one).flatMap((atom) => (atom.field === field ? atom.in : [])),
  );
  return [...new Set(found)];
}

function depthOf(one: ClockCondition): number {
  if ("field" in one) return 1;
  if ("not" in one) return 1 + depthOf(one.not);
  return 1 + Math.max(...("all" in one ? one.all : one.any).map(depthOf));
}
