import { z } from "zod";
import { samplingPlanSchema } from "./sampling-plan.ts";

/** Over which time a figure is taken. A quarter is one of the calendar year. */
export const WINDOWS = ["month", "quarter", "rolling_3_months"] as const;
export type MetricWindow = (typeof WINDOWS)[number];

/** How an exact fraction becomes the decimal that is compared with the target. */
export const ROUNDING_MODES = ["half_away", "half_even", "down", "up"] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];
export type Rounding = { decimals: number; mode: RoundingMode };

/** Where a figure's data comes from, best first: what the portal saw itself can be rebuilt by both sides. */
export const DATA_SOURCES = [
  "portal_event",
  "connector",
  "import",
  "attested_by_provider",
  "client_survey",
] as const;
export type DataSource = (typeof DATA_SOURCES)[number];

/** Who may correct the data behind a figure before its month is frozen. */
export const CORRECTORS = ["provider", "buyer", "either", "account_manager"] as const;
export type Corrector = (typeof CORRECTORS)[number];

/** What may be taken out of a figure by a claim with evidence, which the other side answers. */
export const EXCLUSION_REASONS = [
  "client_caused",
  "late_input",
  "third_party_of_client",
  "agreed_maintenance",
  "force_majeure",
  "volume_over_forecast",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** What happens in a month with fewer items than the contract's smallest sample. */
export type SmallSample =
  | { kind: "excused" }
  /** More failures than `max` is a miss, more than `failAbove` a failure. */
  | { kind: "max_misses"; max: number; failAbove?: number | undefined }
  | { kind: "roll_up"; window: "quarter" };

/** How a sample is drawn where a figure is one: at most so many items, to a wanted half-width in per cent. */
export type SamplePlan = { size: number; method: "simple" | "stratified" };

/** Today's behaviour where a contract says nothing. */
export const USUAL_ROUNDING: Rounding = { decimals: 2, mode: "half_away" };
export const USUAL_SMALL_SAMPLE: SmallSample = { kind: "excused" };
export const USUAL_DISPUTE_DAYS = 10;

/**
 * A contact centre's service level knows three lawful ways to count callers who hung up within the
 * threshold; later ones are always misses. Source: Cisco ICM 4.5, page 143.
 */
export const ABANDONED_VARIANTS = ["ignore_within", "count_as_miss", "count_as_hit"] as const;
export type AbandonedVariant = (typeof ABANDONED_VARIANTS)[number];

export const windowSchema = z.enum(WINDOWS, {
  error: "Choose a month, a quarter or rolling three months.",
});

export const roundingSchema = z.strictObject({
  decimals: z
    .number({ error: "Enter how many decimals count." })
    .int("Decimals are a whole number.")
    .min(0, "Decimals are not negative.")
    .max(6, "Six decimals at most."),
  mode: z.enum(ROUNDING_MODES, { error: "Choose how halves are rounded." }),
});

const failures = (what: string) =>
  z
    .number({ error: `Enter ${what}.` })
    .int("A number of failures is whole.")
    .min(0, "A number of failures is not negative.")
    .max(100_000, "100,000 failures at most.");

export const smallSampleSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("excused") }),
    z
      .strictObject({
        kind: z.literal("max_misses"),
        max: failures("how many failures a small month may have"),
        failAbove: failures("above how many failures a small month has failed").optional(),
      })
      .refine((rule) => rule.failAbove === undefined || rule.failAbove >= rule.max, {
        error: "A failure cannot begin before a miss.",
        path: ["failAbove"],
      }),
    z.strictObject({ kind: z.literal("roll_up"), window: z.literal("quarter") }),
  ],
  { error: "Say what happens in a month with too few items." },
);

export const callCentreSchema = z.strictObject({
  thresholdSeconds: z
    .number({ error: "Enter the threshold in seconds." })
    .int("The threshold is whole seconds.")
    .min(1, "The threshold is at least one second.")
    .max(86_400, "The threshold is a day at most."),
  abandoned: z.enum(ABANDONED_VARIANTS, { error: "Choose how abandoned calls count." }),
});
export type CallCentre = z.infer<typeof callCentreSchema>;

/** Null says that the parties struck the rule out: then the level cannot be priced. */
export const metricRuleFields = {
  window: windowSchema.optional(),
  rounding: roundingSchema.optional(),
  smallSample: smallSampleSchema.optional(),
  dataSource: z.enum(DATA_SOURCES, { error: "Choose where the data comes from." }).nullable().optional(),
  correctedBy: z.enum(CORRECTORS, { error: "Choose who may correct the data." }).optional(),
  exclusions: z
    .array(z.enum(EXCLUSION_REASONS, { error: "Choose reasons that the catalogue knows." }))
    .max(10)
    .nullable()
    .optional(),
  disputeDays: z
    .number({ error: "Enter the days in which a figure can be contested." })
    .int("Days are a whole number.")
    .min(1, "A dispute window has at least one day.")
    .max(90, "A dispute window has 90 days at most.")
    .nullable()
    .optional(),
  callCentre: callCentreSchema.optional(),
  /** Of a sampled level: how it is drawn and scored. Left out: the items that were checked count. */
  samplePlan: samplingPlanSchema.nullable().optional(),
} as const;
