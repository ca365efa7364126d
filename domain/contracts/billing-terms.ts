import { z } from "zod";
import { moduleByCode, workItemTypeById } from "../catalogue/catalogue.ts";
import { isDecimal, parseDecimal } from "../shared/decimal.ts";
import { compareRationals } from "../shared/rational.ts";
import { milestoneFields, passThroughFields } from "./further-lines.ts";

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "A line's id is made of small letters, digits and hyphens.");

const name = z
  .string({ error: "Name the line." })
  .trim()
  .min(1, "Name the line.")
  .max(80, "Keep the name within 80 characters.");

const amountMinor = z
  .string({ error: "Enter the amount." })
  .regex(/^[1-9]\d{0,13}$/, "The amount is above 0, without a sign or a comma.");

/** A price may be a part of a minor unit: "1.25" is a cent and a quarter. */
const unitPriceMinor = z
  .string({ error: "Enter the price." })
  .regex(/^(0|[1-9]\d{0,11})(\.\d{1,6})?$/, "A price is an amount from 0, without a sign or a comma.");

const decimal = (what: string) =>
  z
    .string({ error: `Enter ${what}.` })
    .refine((text) => isDecimal(text) && !text.startsWith("-"), { error: `Write ${what} as a number.` });

const workType = z.string().min(1, "Choose the kind of work.");
const fieldId = z.string().min(1, "Choose the field.");

/** What is counted of the accepted work: items, a field's sum, its different values or its largest. */
export const quantitySourceSchema = z.discriminatedUnion(
  "by",
  [
    z.strictObject({ by: z.literal("count"), type: workType }),
    z.strictObject({ by: z.literal("sum"), type: workType, field: fieldId }),
    z.strictObject({ by: z.literal("distinct"), type: workType, field: fieldId }),
    z.strictObject({ by: z.literal("largest"), type: workType, field: fieldId }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "Choose what is counted." : undefined) },
);

/**
 * As what a line is taxed: a kind of service in the table of rates. Left out, it is what the contract is
 * about; a kind that the table does not know has the standard rate.
 */
const taxedAs = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, "A kind of the tax table is made of small letters, digits and _.")
  .optional();

const plain = {
  id,
  name,
  taxedAs,
  /** Whether service credits are a share of this line too; left out: yes. */
  atRisk: z.boolean().optional(),
};

/** Graduated: every unit is priced by the band it falls in; the last band is open. */
export const bandsSchema = z
  .array(z.strictObject({ upTo: decimal("the end of the band").optional(), unitPriceMinor }))
  .min(1, "Enter the bands.")
  .max(20, "A line has 20 bands at most.")
  .refine((bands) => bands.every((band, at) => (band.upTo === undefined) === (at === bands.length - 1)), {
    error: "Every band but the last has an end, and the last has none.",
  })
  .refine(rises, { error: "Each band ends above the one before it." });

const lineSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("fixed"), ...plain, amountMinor }),
    z.strictObject({
      kind: z.literal("per_unit"),
      ...plain,
      unitPriceMinor,
      quantity: quantitySourceSchema,
    }),
    z.strictObject({
      ...{ kind: z.literal("per_employee"), ...plain, unitPriceMinor },
      quantity: quantitySourceSchema.refine(
        (source) => source.by === "distinct" || source.by === "largest",
        {
          error: "People are counted by the different or the largest values of a field.",
        },
      ),
    }),
    z.strictObject({
      ...{ kind: z.literal("per_seat"), ...plain, unitPriceMinor },
      /** The head count as signed; later ones are stated with the day from which they hold. */
      seats: z
        .number({ error: "Enter the number of seats." })
        .int("Seats are a whole number.")
        .min(0, "Seats are not negative.")
        .max(100_000, "A line has 100,000 seats at most."),
    }),
    z.strictObject({
      ...{ kind: z.literal("tiered"), ...plain, bands: bandsSchema },
      quantity: quantitySourceSchema,
    }),
    z.strictObject({
      ...{ kind: z.literal("baseline"), ...plain, quantity: quantitySourceSchema },
      /** The month's volume that the fee covers. */
      baseline: decimal("the baseline"),
      /** Within so much of the baseline nothing is added or taken off. */
      deadBandBps: z
        .number({ error: "Enter the dead band." })
        .int("The dead band has two decimals at most.")
        .min(0, "The dead band is not negative.")
        .max(10_000, "The dead band is 100 % at most."),
      /** ARC, the price of a unit above the band, and RRC, the credit of a unit below it. */
      additionalMinor: unitPriceMinor,
      reducedMinor: unitPriceMinor,
    }),
    z.strictObject({ ...plain, ...milestoneFields }),
    // Costs of others: no service credit is ever a share of them.
    z.strictObject({ id, name, taxedAs, ...passThroughFields }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "Choose how the line is priced." : undefined) },
);

/** What a month costs beside the monthly fee. Amounts in minor units of the contract's currency. */
export const billingTermsSchema = z.strictObject({
  lines: z
    .array(lineSchema)
    .max(30, "A contract has 30 lines at most.")
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, {
      error: "Two lines have the same id.",
    })
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, {
      error: "Two lines have the same name.",
    })
    .refine((all) => all.every((one) => one.id !== "fee" && one.id !== "minimum"), {
      error: "“fee” and “minimum” are lines of their own.",
    })
    .refine((all) => all.every((one) => !one.id.startsWith("yearly-minimum")), {
      error: "“yearly-minimum” is a line of its own.",
    }),
  /** The least that a month costs, all lines and the fee together, before credits. */
  minimumMinor: amountMinor.optional(),
  /** The least that a year of the contract costs; what is missing is a line of its last month. */
  yearlyMinimumMinor: amountMinor.optional(),
  purchaseOrder: z
    .strictObject({
      number: z
        .string()
        .trim()
        .min(1, "Enter the order's number.")
        .max(60, "Keep it within 60 characters."),
      /** What the order covers in all; left out: it has no limit. */
      amountMinor: amountMinor.optional(),
    })
    .optional(),
  costCentre: z.string().trim().min(1).max(60, "Keep it within 60 characters.").optional(),
});

export type BillingTerms = z.infer<typeof billingTermsSchema>;
export type BillingLine = BillingTerms["lines"][number];
export type QuantitySource = z.infer<typeof quantitySourceSchema>;

type Fault = { path: (string | number)[]; message: string };

/** What of the lines does not fit the service of the contract, each with the place to mend it. */
export function billingFaults(terms: {
  moduleCode: string;
  monthlyFeeMinor: string;
  billing?: BillingTerms | undefined;
}): Fault[] {
  const { billing } = terms;
  const faults: Fault[] = [];
  if (terms.monthlyFeeMinor === "0" && !billing?.lines.length)
    faults.push({ path: ["monthlyFeeMinor"], message: "The monthly fee must be above 0." });
  for (const [at, line] of (billing?.lines ?? []).entries()) {
    if (!("quantity" in line)) continue;
    const fault = sourceFault(terms.moduleCode, line.quantity);
    if (fault) faults.push({ ...fault, path: ["billing", "lines", at, "quantity", ...fault.path] });
  }
  return faults;
}

function sourceFault(moduleCode: string, source: QuantitySource): Fault | null {
  const module = moduleByCode(moduleCode);
  if (!module) return null;
  const type = workItemTypeById(module, source.type);
  if (!type)
    return { path: ["type"], message: `${module.name} has no kind of work called "${source.type}".` };
  if (source.by === "count") return null;
  const field = type.fields.find((one) => one.id === source.field);
  if (!field) return { path: ["field"], message: `${type.plural} have no field called "${source.field}".` };
  if (source.by !== "distinct" && field.kind !== "number")
    return { path: ["field"], message: `${field.name} is no number: nothing can be counted by it.` };
  return null;
}

function rises(bands: readonly { upTo?: string | undefined }[]): boolean {
  const ends = bands.flatMap(({ upTo }) => (upTo === undefined ? [] : [parseDecimal(upTo)]));
  const zero = parseDecimal("0");
  return ends.every((end, at) => compareRationals(end, ends[at - 1] ?? zero) > 0);
}
