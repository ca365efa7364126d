import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { metricById, moduleByCode } from "../catalogue/catalogue.ts";
import { priceRefusal } from "../catalogue/priceable-level.ts";
import { type ServiceLevel, serviceLevelsSchema } from "../catalogue/service-level.ts";
import { namedCalendarSchema } from "../shared/business-calendar.ts";
import { canonicalJson } from "../shared/canonical-json.ts";
import { chargeStepMinor, isKnownCurrency } from "../shared/currency.ts";
import { sha256Hex } from "../shared/sha256.ts";
import { isAttestationKind } from "../vetting/attestation.ts";
import { billingFaults, billingTermsSchema } from "./billing-terms.ts";
import { breachTermsSchema } from "./breach-terms.ts";
import {
  collarTermsSchema,
  earnBackTermsSchema,
  outcomePricesSchema,
  priceFaults,
  ratchetTermsSchema,
  servicePointsTermsSchema,
  terminationTriggersSchema,
} from "./price-terms.ts";
import { silenceTermsSchema } from "./silence-terms.ts";

/** Above this a fee is a typing error: 10^13 minor units are a hundred billion dollars a month. */
const MAX_MONTHLY_FEE_MINOR = 10_000_000_000_000n;

/** More than half of a fee at risk is a wager, not a service. */
const MAX_POOL_BPS = 5000;

function text(what: string, limit: number) {
  return z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(limit, `Keep ${what} within ${limit} characters.`);
}

function whole(what: string, range: { min: number; max: number; unit: string }) {
  const message = `${what} is a whole number of ${range.unit} from ${range.min} to ${range.max}.`;
  return z.number({ error: message }).int(message).min(range.min, message).max(range.max, message);
}

function share(what: string, maxBps: number) {
  const message = `${what} lies between 0 % and ${maxBps / 100} %.`;
  return z.number({ error: message }).int(message).min(0, message).max(maxBps, message);
}

const outcome = z.strictObject({
  id: text("an id for the outcome", 60),
  text: text("what is delivered", 500),
  acceptance: text("how it is accepted", 500),
});

const outcomes = z
  .array(outcome)
  .min(1, "A contract promises at least one outcome.")
  .max(30, "A contract has 30 outcomes at most.")
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, {
    error: "Two outcomes have the same id.",
  });

const monthlyFeeMinor = z
  .string({ error: "Enter the monthly fee." })
  .regex(/^(0|[1-9]\d{0,29})$/, "The monthly fee is an amount above 0, without a sign or a comma.")
  .refine((digits) => !/^\d+$/.test(digits) || BigInt(digits) <= MAX_MONTHLY_FEE_MINOR, {
    error: "The monthly fee is larger than any we can charge.",
  });

const atRiskPool = z.strictObject({
  kind: z.literal("at_risk_pool"),
  poolBps: share("The share of the fee at risk", MAX_POOL_BPS),
  capBps: share("The most that credits may take of a month's fee", MAX_POOL_BPS),
});

const scheme = z.discriminatedUnion("kind", [atRiskPool, servicePointsTermsSchema]);

const attestationKinds = z
  .array(
    z
      .string()
      .refine((kind): boolean => isAttestationKind(kind), { error: "This is not an attestation we know." }),
  )
  .max(20, "A contract requires 20 attestations at most.")
  .refine((kinds) => new Set(kinds).size === kinds.length, { error: "An attestation is listed twice." });

/** A place of the buyer's with hours of its own in its own zone; work items may name it. */
const site = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "A site's id is made of small letters, digits and hyphens."),
    name: text("a name for the site", 80),
    zone: z.string().refine(isZone, { error: "Write a time zone such as Europe/Berlin." }),
    /** Null: around the clock. */
    calendar: namedCalendarSchema.nullable(),
  })
  .refine((one) => one.calendar === null || one.calendar.zone === one.zone, {
    path: ["calendar", "zone"],
    error: "A site's hours are in the site's own time zone.",
  });

const sites = z
  .array(site)
  .min(1, "Leave the sites out where there are none.")
  .max(40, "A contract has 40 sites at most.")
  .refine((all) => new Set(all.map((one) => one.id)).size === all.length, {
    error: "Two sites have the same id.",
  });

/** What two organisations sign: every figure that later turns work into money. */
export const termsSchema = z
  .strictObject({
    moduleCode: z.string().refine((code) => moduleByCode(code) !== undefined, {
      error: "This is not a service we know.",
    }),
    title: text("a title", 160),
    summary: text("a summary", 2000),
    outcomes,
    serviceLevels: serviceLevelsSchema,
    /** Null: the contract's hours are around the clock. */
    calendar: namedCalendarSchema.nullable(),
    /** Places with calendars of their own; left out: the contract's hours hold everywhere. */
    sites: sites.optional(),
    /** IANA zone in which months begin and end. */
    zone: z.string().refine(isZone, { error: "Write a time zone such as Europe/Berlin." }),
    currency: z.string().refine(isKnownCurrency, { error: "This is not a currency we can charge in." }),
    monthlyFeeMinor,
    scheme,
    prices: outcomePricesSchema.optional(),
    collar: collarTermsSchema.optional(),
    earnBack: earnBackTermsSchema.optional(),
    ratchet: ratchetTermsSchema.optional(),
    termination: terminationTriggersSchema.optional(),
    /** Left out: shared, for the commission is a share of what the buyer pays. */
    creditsBorneBy: z.enum(["shared", "provider"]).optional(),
    commissionBps: share("The commission", 5000),
    reopenPolicy: z.enum(["continue", "new_cycle"], { error: "Say what happens when work is reopened." }),
    reopenWindowDays: whole("The time in which work can be reopened", { min: 0, max: 90, unit: "days" }),
    /** May lie in the past: work that is measured already can be contracted from its beginning. */
    startsOn: z.string().refine(isDate, { error: "Write the start as a date such as 2026-12-01." }),
    termMonths: whole("The term", { min: 1, max: 120, unit: "months" }),
    noticeDays: whole("The notice", { min: 0, max: 365, unit: "days" }),
    paymentTermsDays: whole("The time to pay", { min: 0, max: 120, unit: "days" }),
    requiredAttestations: attestationKinds,
    /** Calendar days to contest a month after its review, and to answer; left out: 5. */
    contestDays: whole("The time to contest", { min: 1, max: 30, unit: "days" }).optional(),
    /** When a root cause is due and what is a repeated breach; left out: the marketplace's rules. */
    breaches: breachTermsSchema.optional(),
    /** What a month costs beside the monthly fee; left out: nothing. */
    billing: billingTermsSchema.optional(),
    /** What silence about a statement means; left out: nothing. */
    silence: silenceTermsSchema.optional(),
  })
  .superRefine((terms, context) => {
    for (const { path, message } of [
      ...inconsistencies(terms),
      ...priceFaults(terms),
      ...billingFaults(terms),
    ])
      context.addIssue({ code: "custom", path, message });
  });

export type Terms = z.infer<typeof termsSchema>;

/** "sha256:" and the digest of the terms' canonical JSON: what a signature refers to. */
export function termsHash(terms: Terms): string {
  return `sha256:${sha256Hex(canonicalJson(terms))}`;
}

type Fault = { path: (string | number)[]; message: string };

function inconsistencies(terms: {
  moduleCode: string;
  currency: string;
  monthlyFeeMinor: string;
  sites?: readonly { id: string }[] | undefined;
  serviceLevels: readonly ServiceLevel[];
}): Fault[] {
  const faults: Fault[] = [];
  const step = isKnownCurrency(terms.currency) ? chargeStepMinor(terms.currency) : 1n;
  if (/^\d+$/.test(terms.monthlyFeeMinor) && BigInt(terms.monthlyFeeMinor) % step !== 0n)
    faults.push({
      path: ["monthlyFeeMinor"],
      message: `A fee in ${terms.currency} must be a multiple of ${step} of its smallest units.`,
    });
  const module = moduleByCode(terms.moduleCode);
  if (!module) return faults;
  const metrics = new Set(module.metrics.map((metric) => metric.id));
  const types = new Set(module.workItemTypes.map((type) => type.id));
  for (const [index, level] of terms.serviceLevels.entries()) {
    const counted = level.clock?.calendar ?? "contract";
    const asksSite = counted === "site" || counted.startsWith("site:");
    if (asksSite && !terms.sites?.some((one) => counted === "site" || counted === `site:${one.id}`))
      faults.push({
        path: ["serviceLevels", index, "clock", "calendar"],
        message: "The contract has no such site.",
      });
    if (!metrics.has(level.metric))
      faults.push({
        path: ["serviceLevels", index, "metric"],
        message: `${module.name} has no metric called "${level.metric}".`,
      });
    const refusal = metrics.has(level.metric)
      ? priceRefusal(level, metricById(module, level.metric))
      : null;
    if (refusal) faults.push({ path: ["serviceLevels", index, "weightBps"], message: refusal });
    for (const type of level.workItemTypes)
      if (!types.has(type))
        faults.push({
          path: ["serviceLevels", index, "workItemTypes"],
          message: `${module.name} has no kind of work called "${type}".`,
        });
  }
  return faults;
}

export function isZone(zone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId !== "";
  } catch {
    return false;
  }
}

export function isDate(value: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(value) && Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
}
