import { z } from "zod";
import { CONFIDENCES } from "../shared/confidence.ts";
import { isDecimal, parseDecimal } from "../shared/decimal.ts";
import { compareRationals, rational } from "../shared/rational.ts";

/** Which work of the month can be drawn: finished in it, begun in it, or what the formula divides by. */
export const SAMPLED_WORK = ["finished", "recorded", "formula"] as const;
export const SAMPLED_UNITS = ["item", "line", "field"] as const;
export const DRAWERS = ["either", "buyer", "provider"] as const;
export const SCORERS = ["buyer", "provider"] as const;
/** What counts where two scores of one item differ. */
export const DISAGREEMENTS = ["account_manager", "more_errors"] as const;

/** More than anybody scores by hand in a month. */
const MOST = 100_000;

function percent(what: string, upTo: bigint) {
  const message = `${what} is a number of per cent above 0 and below ${upTo}, such as 2.5.`;
  return z.string({ error: message }).refine((text) => isDecimal(text) && isInside(text, upTo), {
    error: message,
  });
}

function isInside(text: string, upTo: bigint): boolean {
  const value = parseDecimal(text);
  return value.numerator > 0n && compareRationals(value, rational(upTo)) < 0;
}

function whole(what: string, range: { min: number; max: number }) {
  const message = `${what} is a whole number from ${range.min} to ${range.max.toLocaleString("en-US")}.`;
  return z.number({ error: message }).int(message).min(range.min, message).max(range.max, message);
}

/** How a level's figure is made from a sample: agreed before the month, so that nobody chooses it after. */
export const samplingPlanSchema = z
  .strictObject({
    population: z.enum(SAMPLED_WORK, { error: "Say which work of the month can be drawn." }),
    /** Wanted half-width of the interval, in points of per cent. */
    halfWidth: percent("The wanted precision", 50n),
    confidence: z.enum(CONFIDENCES, { error: "The confidence is 90, 95 or 99 %." }),
    /** The part that is expected to be wrong, in per cent. */
    expectedRate: percent("The expected rate of errors", 100n),
    /** In items, whatever the precision asks for. */
    minimum: whole("The smallest sample", { min: 1, max: MOST }),
    maximum: whole("The largest sample", { min: 1, max: MOST }),
    unit: z.enum(SAMPLED_UNITS, { error: "Errors are counted by item, line or field." }),
    /** Lines or fields that an item usually has; 1 where items themselves are counted. */
    unitsPerItem: whole("Units in an item", { min: 1, max: 10_000 }),
    drawnBy: z.enum(DRAWERS, { error: "Say who may begin the draw." }),
    scoredBy: z.enum(SCORERS, { error: "Say who scores first." }),
    /** The part of the sample that the other side scores again without seeing the first score. */
    secondShareBps: whole("The share that is scored twice", { min: 0, max: 10_000 }),
    disagreement: z.enum(DISAGREEMENTS, { error: "Say what counts where two scores differ." }),
  })
  .superRefine((plan, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (plan.minimum > plan.maximum) fault("maximum", "The largest sample cannot be below the smallest.");
    if (plan.unit === "item" && plan.unitsPerItem !== 1)
      fault("unitsPerItem", "Where items are counted, an item is one unit.");
  });

export type SamplingPlan = z.infer<typeof samplingPlanSchema>;

export const SAMPLED_WORK_WORDS = {
  finished: "work finished in the month",
  recorded: "work begun in the month",
  formula: "the work that the formula divides by",
} as const satisfies Record<SamplingPlan["population"], string>;

export const UNIT_WORDS = {
  item: "items",
  line: "lines",
  field: "fields",
} as const satisfies Record<SamplingPlan["unit"], string>;

export const DRAWER_WORDS = {
  either: "either side",
  buyer: "the buyer",
  provider: "the provider",
} as const satisfies Record<SamplingPlan["drawnBy"], string>;

export const DISAGREEMENT_WORDS = {
  account_manager: "the account manager decides where scores differ",
  more_errors: "the score with more errors counts where they differ",
} as const satisfies Record<SamplingPlan["disagreement"], string>;

/** "± 3 points at 95 %, 2 % expected wrong, 30 to 200 items of the work finished in the month; …" */
export function samplingPlanWords(plan: SamplingPlan): string {
  const { minimum, maximum, unit, secondShareBps } = plan;
  const size = minimum === maximum ? `${minimum} items` : `${minimum} to ${maximum} items`;
  const counted = unit === "item" ? "" : `, errors by ${unit} (usually ${plan.unitsPerItem} an item)`;
  const again =
    secondShareBps === 0
      ? "nothing is scored twice"
      : `${secondShareBps / 100} % scored again blind by the ${otherScorer(plan.scoredBy)}, ` +
        DISAGREEMENT_WORDS[plan.disagreement];
  return (
    `± ${plan.halfWidth} points at ${plan.confidence} %, ${plan.expectedRate} % expected wrong, ` +
    `${size} of the ${SAMPLED_WORK_WORDS[plan.population].replace(/^the /, "")}${counted}; ` +
    `drawn by ${DRAWER_WORDS[plan.drawnBy]}, scored by the ${plan.scoredBy}, ${again}`
  );
}

/** The side that scores again what the first has scored. */
export function otherScorer(side: SamplingPlan["scoredBy"]): SamplingPlan["scoredBy"] {
  return side === "buyer" ? "provider" : "buyer";
}
