import { z } from "zod";
import { isDecimal, parseDecimal } from "../shared/decimal.ts";
import { compareRationals } from "../shared/rational.ts";
import { clockRulesSchema } from "./clock-rules.ts";
import { STANDARD_PRIORITY } from "./default-level.ts";
import { metricRuleFields } from "./metric-rules.ts";

const name = z
  .string()
  .trim()
  .min(1, "Give the service level a name.")
  .max(120, "A name has 120 characters at most.");

const figure = (what: string) =>
  z.string().refine((text) => isDecimal(text) && !text.startsWith("-"), {
    error: `Write the ${what} as a number from 0, such as 98.5.`,
  });

const share = (what: string) =>
  z
    .number({ error: `Enter the ${what}.` })
    .int(`The ${what} has two decimals at most.`)
    .min(0, `The ${what} is not negative.`)
    .max(10_000, `The ${what} is 100 % at most.`);

const clock = z.strictObject({
  /** "acknowledge", "restore" and "resolve" are usual; a contract may name a clock of its own. */
  name: z
    .string()
    .trim()
    .min(1, "Give the clock a name.")
    .max(40, "A clock's name has 40 characters at most."),
  targetMinutesByPriority: z
    .record(
      z.string().min(1),
      z
        .number({ error: "Enter the target in minutes." })
        .int("A target is a whole number of minutes.")
        .min(1, "A target is at least one minute.")
        .max(527_040, "A target is a year at most."),
    )
    .refine((targets) => Object.keys(targets).length > 0, {
      error: "Give at least one priority a target.",
    }),
  /** Whose hours count: "site" is the site that the item names, "site:oslo" always that one. */
  calendar: z.union(
    [
      z.enum(["contract", "around_the_clock", "site"]),
      z.templateLiteral(["site:", z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)]),
    ],
    { error: 'Hours are "contract", "around_the_clock", "site" or a site such as "site:oslo".' },
  ),
  /** Left out: the clock follows the item's own events. */
  rules: clockRulesSchema.optional(),
});

/** How a level is measured: each kind by one file of `domain/service-levels/kinds`. */
export const LEVEL_KINDS = [
  "clock_attainment",
  "ratio",
  "duration",
  "count",
  "continuous",
  "money",
  "sample",
] as const;
export type LevelKind = (typeof LEVEL_KINDS)[number];

/** One promise of a contract: what is measured, where the borders lie and what a miss costs. */
export const serviceLevelSchema = z
  .strictObject({
    id: z.string().min(1, "A service level needs an id."),
    name,
    metric: z.string().min(1, "Say which metric is measured."),
    kind: z.enum(LEVEL_KINDS, { error: "This is not a way to measure that we know." }),
    workItemTypes: z.array(z.string().min(1)).min(1, "Choose at least one type of work."),
    clock: clock.optional(),
    direction: z.enum(["higher", "lower"]),
    target: figure("target"),
    minimum: figure("minimum"),
    unit: z.string().min(1, "Name the unit, such as %."),
    weightBps: share("weight"),
    missBps: share("share for a miss"),
    failBps: share("share for a failure"),
    /** Below this many items the percentage says too little: it is reported, and the level is excused. */
    minimumSample: z
      .number({ error: "Enter the smallest sample." })
      .int("The smallest sample is a whole number.")
      .min(0, "The smallest sample is not negative."),
    /** A failure of it alone may end the contract, and its credits are never earned back. */
    critical: z.boolean().optional(),
    ...metricRuleFields,
  })
  .superRefine((level, context) => {
    for (const { path, message } of inconsistencies(level))
      context.addIssue({ code: "custom", path, message });
  });

export type ServiceLevel = z.infer<typeof serviceLevelSchema>;
export type ServiceLevelClock = NonNullable<ServiceLevel["clock"]>;

/** A contract's levels together: ids differ and the weights make up the whole pool. */
export const serviceLevelsSchema = z
  .array(serviceLevelSchema)
  .min(1, "A contract needs at least one service level.")
  .max(20, "A contract has 20 service levels at most; many levels dilute each of them.")
  .refine((levels) => new Set(levels.map((level) => level.id)).size === levels.length, {
    error: "Two service levels have the same id.",
  })
  .superRefine((levels, context) => {
    const message = weightsRefusal(levels);
    if (message) context.addIssue({ code: "custom", message });
  });

/** Why the weights do not make up the whole pool, or null where they do. */
export function weightsRefusal(levels: readonly Pick<ServiceLevel, "weightBps">[]): string | null {
  const total = levels.reduce((sum, level) => sum + level.weightBps, 0);
  if (total === 10_000) return null;
  return `The weights of the service levels add up to ${percentText(total)} %; they must add up to 100 %.`;
}

/** The target of a work item's priority in minutes, or null where the level promises none for it. */
export function targetMinutesFor(level: Pick<ServiceLevel, "clock">, priority: string): number | null {
  return level.clock?.targetMinutesByPriority[priority] ?? null;
}

/** The same, where a level without priorities of its own promises one time for all of them. */
export function targetMinutesUnder(level: Pick<ServiceLevel, "clock">, priority: string): number | null {
  return targetMinutesFor(level, priority) ?? targetMinutesFor(level, STANDARD_PRIORITY);
}

type Fault = { path: string[]; message: string };

function inconsistencies(level: {
  kind: string;
  clock?: unknown;
  direction: "higher" | "lower";
  target: string;
  minimum: string;
  missBps: number;
  failBps: number;
  unit: string;
  window?: string | undefined;
  smallSample?: { kind: string } | undefined;
  samplePlan?: unknown;
}): Fault[] {
  const faults: Fault[] = [];
  if (level.samplePlan) faults.push(...sampleFaults(level));
  if (level.kind === "clock_attainment" && !level.clock)
    faults.push({
      path: ["clock"],
      message: "A level that counts items in time needs a clock with targets.",
    });
  if (level.kind !== "clock_attainment" && level.kind !== "duration" && level.clock)
    faults.push({ path: ["clock"], message: "A level that compares two counts has no clock." });
  if (!isDecimal(level.target) || !isDecimal(level.minimum)) return faults;
  const order = compareRationals(parseDecimal(level.minimum), parseDecimal(level.target));
  if (level.direction === "higher" ? order > 0 : order < 0)
    faults.push({ path: ["minimum"], message: "The minimum cannot be better than the target." });
  const hundred = parseDecimal("100");
  if (level.unit === "%" && compareRationals(parseDecimal(level.target), hundred) > 0)
    faults.push({ path: ["target"], message: "A percentage is 100 at most." });
  if (level.failBps < level.missBps)
    faults.push({ path: ["failBps"], message: "A failure cannot cost less than a miss." });
  return faults;
}

/** A sample is one of one month, and a level with a plan is read from nothing else. */
function sampleFaults(level: {
  kind: string;
  window?: string | undefined;
  smallSample?: { kind: string } | undefined;
}): Fault[] {
  const faults: Fault[] = [];
  if (level.kind !== "sample")
    faults.push({ path: ["samplePlan"], message: "Only a sampled level has a sample plan." });
  if (level.window !== undefined && level.window !== "month")
    faults.push({ path: ["window"], message: "A sample is drawn and judged month by month." });
  if (level.smallSample?.kind === "roll_up")
    faults.push({
      path: ["smallSample"],
      message: "Samples of three months are not one sample: choose another rule for small months.",
    });
  return faults;
}

function percentText(bps: number): string {
  const fraction = String(bps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${Math.trunc(bps / 100)}${fraction === "" ? "" : `.${fraction}`}`;
}
