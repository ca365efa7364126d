import { fieldsOfMeasure, needsBusinessDays } from "../catalogue/formula-words.ts";
import { type MetricFilter, matches } from "../catalogue/metric-filter.ts";
import type { FigureMeasure } from "../catalogue/metric-measure.schema.ts";
import type { MetricMeasure } from "../catalogue/metric-measure.ts";
import { plainCalendar } from "../shared/business-calendar.ts";
import type { Json } from "../shared/canonical-json.ts";
import { monthPeriod, type Period } from "../shared/period.ts";
import { FIGURE_KINDS, type FigureBundle, type FigureBundleItem } from "./figure-bundle.ts";
import { adjustmentsFor } from "./item-adjustment.ts";
import { contractCalendar } from "./kinds/reopenings.ts";
import { pendingOf } from "./kinds/sample-figure.ts";
import { windowItems } from "./kinds/window-items.ts";
import type { MonthInput } from "./level-figure.ts";
import { quarterMonths, windowOf } from "./level-window.ts";
import { measureOf } from "./month-figure.ts";
import { isBefore, type MonthItem } from "./month-item.ts";
import { RULE_VERSION } from "./rule-version.ts";

/**
 * The bundle of a level's figure in a month: what is frozen beside the figure and exported. Null for levels
 * of clocks, whose items have bundles of their own, and where the formula is not known. It holds the items
 * that the figure can depend on, with the fields that the formula reads.
 */
export function figureBundleFor(p: { id: string; input: MonthInput }): FigureBundle | null {
  const { input } = p;
  const { level, rules, period } = input;
  const kind = FIGURE_KINDS.find((one) => one === level.kind);
  const measure = measureOf(input);
  if (!kind || !isFigureMeasure(measure) || !period.month || !period.zone) return null;
  const { window, rounding, smallSample } = level;
  // A level with a sample plan is read from its sample alone, and from nothing while there is none.
  const isDrawn = Boolean(input.sample ?? (kind === "sample" && level.samplePlan));
  const pending = kind === "sample" && measure.by === "ratio" ? pendingOf(input, measure) : null;
  return {
    id: p.id,
    kind,
    rules: rules.ruleVersion ?? RULE_VERSION,
    level: {
      direction: level.direction,
      target: level.target,
      minimum: level.minimum,
      unit: level.unit,
      minimumSample: level.minimumSample,
      ...(window ? { window } : {}),
      ...(rounding ? { rounding } : {}),
      ...(smallSample ? { smallSample } : {}),
    },
    measure: plain(measure) as FigureBundle["measure"],
    calendar: calendarFor(input, measure),
    contractStart: rules.contractStart,
    month: period.month,
    zone: period.zone,
    lastMonth: input.lastMonth ?? null,
    asOf: input.asOf,
    monthHasWork: input.monthHasWork,
    ...(input.sample ? { sample: plain(input.sample) as FigureBundle["sample"] } : {}),
    ...(pending ? { pending } : {}),
    items: isDrawn ? [] : neededItems(input, measure).map((item) => itemOf(item, input, measure)),
  } as FigureBundle;
}

/** The hours that the figure depends on; null where it depends on none. */
function calendarFor(input: MonthInput, measure: FigureMeasure): FigureBundle["calendar"] {
  if (needsBusinessDays(measure)) return contractCalendar(input);
  const byHours = measure.by === "uptime" && measure.hours === "contract";
  return byHours && input.rules.calendar ? plainCalendar(input.rules.calendar) : null;
}

function isFigureMeasure(measure: MetricMeasure | undefined): measure is FigureMeasure {
  return measure !== undefined && ["ratio", "sum", "count", "uptime"].includes(measure.by);
}

/** The items that the figure can depend on, in any of the windows that it may be read in. */
function neededItems(input: MonthInput, measure: FigureMeasure): MonthItem[] {
  const types = new Set(input.level.workItemTypes);
  const covered = input.items.filter((item) => types.has(item.type));
  if (measure.by === "uptime")
    return covered.filter(
      (item) =>
        adjustmentsFor(item, input.level.id).length > 0 ||
        [measure.down, measure.planned].some((filter) => takes(filter, item)),
    );
  const needed = new Set<string>();
  for (const period of periodsOf(input))
    for (const { item } of windowItems({ ...input, period: { ...input.period, ...period } }, measure.of))
      needed.add(item.id);
  return covered.filter((item) => needed.has(item.id));
}

function takes(filter: MetricFilter, item: MonthItem): boolean {
  const eventTypes = item.events.map((one) => one.type as string);
  return matches(filter, { ...item, eventTypes, openSeconds: null });
}

function periodsOf(input: MonthInput): Pick<Period, "from" | "to">[] {
  const { month, zone } = input.period;
  const periods = [windowOf(input, input.level.window ?? "month").period];
  if (input.level.smallSample?.kind !== "roll_up" || !month || !zone) return periods;
  const months = quarterMonths(month).map((one) => monthPeriod({ month: one, zone }));
  return [...periods, windowOf(input, "quarter").period, ...months];
}

function itemOf(item: MonthItem, input: MonthInput, measure: FigureMeasure): FigureBundleItem {
  // Downtime is read from the whole story of an outage: one that was cancelled later was none.
  const end = measure.by === "uptime" ? null : input.period.to.toString();
  const events = item.events.filter((one) => end === null || isBefore(one.at, end));
  const decisions = adjustmentsFor(item, input.level.id).map(({ effect, from, to }) => ({
    effect,
    from,
    to,
  }));
  const read = new Set(fieldsOfMeasure(measure));
  const fields = Object.entries(item.fields).filter(([name]) => read.has(name));
  return {
    id: item.id,
    type: item.type,
    fields: plain(Object.fromEntries(fields)) as FigureBundleItem["fields"],
    events: events.map(({ at, type }) => ({ at, type })),
    ...(decisions.length > 0 ? { decisions } : {}),
  };
}

/** As JSON holds it: without members that are undefined. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
