import { metricById } from "./catalogue.ts";
import { formulaWords, VARIANTS } from "./formula-words.ts";
import {
  type Corrector,
  type DataSource,
  type ExclusionReason,
  type MetricWindow,
  type Rounding,
  type SmallSample,
  USUAL_ROUNDING,
  USUAL_SMALL_SAMPLE,
} from "./metric-rules.ts";
import { oneMissWords } from "./one-miss.ts";
import { missingForPrice } from "./priceable-level.ts";
import { samplingPlanWords } from "./sampling-plan.ts";
import type { ServiceLevel } from "./service-level.ts";
import type { Metric, MetricSource, ServiceModule } from "./service-module.ts";

export type DefinitionFact = { term: string; text: string };

/** What a level measures and by which rules, in words: the page beside a figure, and the contract. */
export type LevelDefinition = {
  metric: string;
  numerator: string;
  denominator: string;
  /** The formula that is computed. */
  formula: string[];
  facts: DefinitionFact[];
  /** What keeps money from hanging on it; empty where nothing does. */
  missing: string[];
  /** Whether the figure comes from a sample that is drawn under a plan. */
  drawn: boolean;
  guard: string;
  /** Who defines the formula; null where the catalogue does not know the metric. */
  definedBy: MetricSource | null;
  /** Who says that the target is usual; null where none is. */
  source: MetricSource | null;
};

export const WINDOW_WORDS = {
  month: "each month",
  quarter: "each calendar quarter; earlier months show the figure so far",
  rolling_3_months: "the month and the two before it",
} as const satisfies Record<MetricWindow, string>;

export const SOURCE_WORDS = {
  portal_event: "events the portal recorded",
  connector: "a connector to the provider's system",
  import: "an imported file",
  attested_by_provider: "attested by the provider",
  client_survey: "a survey of the buyer's people",
} as const satisfies Record<DataSource, string>;

export const CORRECTOR_WORDS = {
  provider: "the provider",
  buyer: "the buyer",
  either: "either side",
  account_manager: "the account manager",
} as const satisfies Record<Corrector, string>;

export const EXCLUSION_WORDS = {
  client_caused: "caused by the buyer",
  late_input: "late input",
  third_party_of_client: "a third party of the buyer's",
  agreed_maintenance: "agreed maintenance",
  force_majeure: "force majeure",
  volume_over_forecast: "volume above 120 % of forecast",
} as const satisfies Record<ExclusionReason, string>;

export const MODE_WORDS = {
  half_away: "halves away from zero",
  half_even: "halves to the even digit",
  down: "down",
  up: "up",
} as const satisfies Record<Rounding["mode"], string>;

/** "2 decimals, halves away from zero" */
export function roundingWords({ decimals, mode }: Rounding): string {
  return `${decimals} ${decimals === 1 ? "decimal" : "decimals"}, ${MODE_WORDS[mode]}`;
}

/** "below 20 items nothing is held against the provider" */
export function smallSampleWords(rule: SmallSample, minimumSample: number): string {
  const below = `below ${minimumSample} ${minimumSample === 1 ? "item" : "items"}`;
  switch (rule.kind) {
    case "excused":
      return `${below} nothing is held against the provider`;
    case "roll_up":
      return `${below} the month is rolled up into its quarter`;
    case "max_misses":
      return `${below} at most ${rule.max} ${rule.max === 1 ? "miss" : "misses"} instead of the percentage`;
    default:
      return rule satisfies never;
  }
}

/** The definition of a level; what the contract leaves out the catalogue completes. */
export function levelDefinition(level: ServiceLevel, module: ServiceModule): LevelDefinition {
  const metric = metricById(module, level.metric);
  return {
    metric: metric?.name ?? level.metric,
    numerator: metric?.formula.numerator ?? "",
    denominator: metric?.formula.denominator ?? "",
    formula: metric ? formulaOf(level, metric, module) : [],
    facts: factsOf(level, metric),
    missing: missingForPrice(level, metric),
    drawn: level.kind === "sample" && Boolean(level.samplePlan),
    guard: metric?.guard ?? "",
    definedBy: metric?.definedBy ?? null,
    source: metric && metric.usualTarget !== null ? metric.source : null,
  };
}

/** An older contract measures some of its metrics by a clock of its own: the level's kind decides. */
function formulaOf(level: ServiceLevel, metric: Metric, module: ServiceModule): string[] {
  const { clock, kind } = level;
  const measure =
    kind === "clock_attainment" && clock ? ({ by: "clock", clock: clock.name } as const) : metric.measure;
  return formulaWords(measure, { nameOf: fieldNames(module), callCentre: level.callCentre });
}

/** Field ids as the module's kinds of work name them. */
export function fieldNames(module: ServiceModule): (field: string) => string {
  const names = new Map(
    module.workItemTypes.flatMap((type) => type.fields.map((field) => [field.id, field.name] as const)),
  );
  return (field) => names.get(field) ?? field;
}

/** A count and a state over time say what they say however few items there are. */
export function smallMonthWords(level: ServiceLevel): string {
  if (level.kind === "count" || level.kind === "continuous" || level.minimumSample <= 1)
    return "count like any other";
  return smallSampleWords(level.smallSample ?? USUAL_SMALL_SAMPLE, level.minimumSample);
}

/** A contract without a plan of its own counts the items that were checked. */
function sampleWords({ samplePlan }: ServiceLevel, metric: Metric | undefined): string {
  if (samplePlan) return samplingPlanWords(samplePlan);
  if (samplePlan === null || !metric?.samplePlan) return "not agreed";
  return `what was checked, at most ${metric.samplePlan.size} a month, ${metric.samplePlan.method}`;
}

function factsOf(level: ServiceLevel, metric: Metric | undefined): DefinitionFact[] {
  const dataSource = level.dataSource === undefined ? metric?.dataSource : level.dataSource;
  const exclusions = level.exclusions === undefined ? metric?.exclusions : level.exclusions;
  const disputeDays = level.disputeDays === undefined ? metric?.disputeDays : level.disputeDays;
  const oneMiss = oneMissWords(level);
  const corrector = level.correctedBy ?? metric?.correctedBy;
  return [
    { term: "Window", text: WINDOW_WORDS[level.window ?? "month"] },
    { term: "Rounding", text: roundingWords(level.rounding ?? USUAL_ROUNDING) },
    { term: "Small months", text: smallMonthWords(level) },
    ...(oneMiss ? [{ term: "One miss", text: oneMiss }] : []),
    { term: "Data from", text: dataSource ? SOURCE_WORDS[dataSource] : "not agreed" },
    { term: "May correct", text: corrector ? CORRECTOR_WORDS[corrector] : "not agreed" },
    {
      term: "Exclusions",
      text: exclusions ? exclusions.map((one) => EXCLUSION_WORDS[one]).join(", ") || "none" : "not agreed",
    },
    { term: "Contest within", text: disputeDays ? `${disputeDays} days` : "not agreed" },
    ...(level.callCentre ? [{ term: "Abandoned calls", text: VARIANTS[level.callCentre.abandoned] }] : []),
    ...(level.kind === "sample" ? [{ term: "Sample", text: sampleWords(level, metric) }] : []),
  ];
}
