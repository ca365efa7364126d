import { z } from "zod";
import { isDecimal, MAX_DECIMAL_LENGTH } from "../shared/decimal.ts";
import { adjustmentSchema, collarSchema } from "./adjustment-bundle.ts";

const decimal = z.string().refine(isDecimal, {
  error: `Write a decimal in quotes, such as "98.5", of ${MAX_DECIMAL_LENGTH} characters at most.`,
});

const minorUnits = z
  .string()
  .regex(/^(0|[1-9]\d{0,29})$/, 'Write whole minor units in quotes, such as "400000", not negative.');

const bps = z
  .number()
  .int("Basis points are a whole number.")
  .min(0, "Basis points are not negative.")
  .max(1_000_000, "Basis points are 1,000,000 at most.");

const bpsOfWhole = bps.max(10_000, "Basis points of a whole are 10,000 at most.");

const levelId = z.string().min(1, "A level needs an id.");

const atRiskLevel = z.strictObject({
  id: levelId,
  weightBps: bps,
  direction: z.enum(["higher", "lower"]),
  target: decimal,
  minimum: decimal,
  missBps: bps,
  failBps: bps,
  measured: decimal.nullable(),
  excused: z.boolean().optional(),
});

const band = z.strictObject({
  atLeast: decimal.optional(),
  points: z.number().int("Points are a whole number.").min(0, "Points are not negative.").max(1_000_000),
});

const servicePointsLevel = z.strictObject({
  id: levelId,
  measured: decimal.nullable(),
  target: decimal,
  bands: z
    .array(band)
    .min(1, "A level needs at least one band.")
    .refine((bands) => bands.filter((one) => one.atLeast === undefined).length === 1, {
      error: 'Exactly one band has no "atLeast": the points for everything below the others.',
    }),
  failedLastPeriod: z.boolean().optional(),
  excused: z.boolean().optional(),
});

const atRiskPool = z.strictObject({
  kind: z.literal("at_risk_pool"),
  poolBps: bps,
  capBps: bpsOfWhole,
  levels: z.array(atRiskLevel).refine(idsDiffer, { error: "Two levels have the same id." }),
});

const servicePoints = z.strictObject({
  kind: z.literal("service_points"),
  valuePerPointMinor: minorUnits,
  capBps: bpsOfWhole,
  levels: z.array(servicePointsLevel).refine(idsDiffer, { error: "Two levels have the same id." }),
});

/** How misses of a month turn into a credit. */
export const creditSchemeSchema = z.discriminatedUnion("kind", [atRiskPool, servicePoints]);

/** One contract month: its fee, its commission and its measured levels. What is frozen and exported. */
export const statementBundleSchema = z.strictObject({
  id: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/, "Write a currency as three capitals, such as USD."),
  feeMinor: minorUnits,
  commissionBps: bpsOfWhole,
  scheme: creditSchemeSchema,
  /** What the outcome itself earned or cost beside the credits; left out where the contract prices none. */
  adjustments: z
    .array(adjustmentSchema)
    .max(100)
    .refine(idsDiffer, "Two adjustments have the same id.")
    .optional(),
  /** How far credits and outcome prices together may move the month from its fee. */
  collar: collarSchema.optional(),
  /** Of what the commission is a share: of the net (the default), or of the fee, so that the provider alone
   *  bears the credits. */
  commissionOn: z.enum(["net", "fee"]).optional(),
  /** What credits, outcome prices and commission are multiples of, where the currency can be charged only in
   *  steps of several minor units; left out, one minor unit. */
  stepMinor: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'Write a step as whole minor units in quotes, such as "100".')
    .optional(),
});

/** A bundle of a rated month also says what is charged beside the fee, signed; see billing's rated bundle. */
export type StatementBundle = z.infer<typeof statementBundleSchema> & { chargesMinor?: string };
export type CreditScheme = z.infer<typeof creditSchemeSchema>;
export type AtRiskPool = z.infer<typeof atRiskPool>;
export type AtRiskLevel = z.infer<typeof atRiskLevel>;
export type ServicePoints = z.infer<typeof servicePoints>;
export type ServicePointsLevel = z.infer<typeof servicePointsLevel>;

function idsDiffer(levels: readonly { id: string }[]): boolean {
  return new Set(levels.map((level) => level.id)).size === levels.length;
}
