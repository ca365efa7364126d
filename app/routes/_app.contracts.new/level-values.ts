import { EXCLUSION_REASONS } from "../../../domain/catalogue/metric-rules.ts";
import { type FigureEdit, figureEditSchema } from "../../../domain/contracts/figure-edit.ts";
import { type PlanEdit, planEditSchema } from "../../../domain/contracts/plan-edit.ts";
import type { TermsEdit } from "../../../domain/contracts/terms-edit.input.ts";
import { rulesFrom, rulesValues } from "./rule-values.ts";

type Values = Readonly<Record<string, string>>;
const OF_CONTACT_CENTRES: readonly string[] = ["thresholdSeconds", "abandoned"];
type LevelEdit = TermsEdit["serviceLevels"][number];

/** What the list of levels to add sends for one that was taken out and comes back as it was. */
export const PUT_BACK = "level:";

const { exclusions: _reasons, ...texts } = figureEditSchema.shape;
const PLAN_FIELDS = Object.keys(planEditSchema.shape) as (keyof PlanEdit)[];
const FIGURE_FIELDS = Object.keys(texts) as Exclude<keyof FigureEdit, "exclusions">[];

export function levelValues(levels: readonly LevelEdit[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [index, level] of levels.entries()) {
    const at = `serviceLevels.${index}`;
    values[`${at}.id`] = level.id;
    if (level.metric) values[`${at}.metric`] = level.metric;
    values[`${at}.target`] = level.target;
    values[`${at}.minimum`] = level.minimum;
    values[`${at}.weight`] = level.weight;
    if (level.hours) values[`${at}.hours`] = level.hours;
    if (level.figure) Object.assign(values, figureValues(at, level.figure));
    for (const field of PLAN_FIELDS) if (level.plan) values[`${at}.plan.${field}`] = level.plan[field];
    if (level.clockName !== undefined) values[`${at}.clockName`] = level.clockName;
    if (level.rules) Object.assign(values, rulesValues(at, level.rules));
    for (const { priority, minutes } of level.minutes) values[`${at}.minutes.${priority}`] = minutes;
  }
  return values;
}

/** The levels of the form in their order; a row that names neither a level nor a metric is none. */
export function levelsFrom(values: Values): LevelEdit[] {
  return indexes(values).flatMap((index) => {
    const at = `serviceLevels.${index}`;
    const text = (name: string) => values[`${at}.${name}`] ?? "";
    const isBack = text("metric").startsWith(PUT_BACK);
    const id = isBack ? text("metric").slice(PUT_BACK.length) : text("id");
    const metric = isBack ? "" : text("metric");
    if (text("remove") === "yes" || (id === "" && metric === "")) return [];
    const figure = figureFrom(values, at);
    const plan = planTyped(values, at);
    return [
      {
        id,
        ...(metric === "" ? {} : { metric }),
        target: text("target"),
        minimum: text("minimum"),
        weight: text("weight"),
        hours: text("hours") || null,
        minutes: minutesOf(values, `${at}.minutes.`),
        ...(figure ? { figure } : {}),
        ...(plan ? { plan } : {}),
        ...clockOf(values, at),
      },
    ];
  });
}

function figureValues(at: string, figure: FigureEdit): Record<string, string> {
  const shown = FIGURE_FIELDS.flatMap((field) => {
    const text = figure[field];
    return text === undefined ? [] : [[`${at}.figure.${field}`, text]];
  });
  const agreed = (figure.exclusions ?? []).map((reason) => [`${at}.figure.exclusions.${reason}`, "yes"]);
  return Object.fromEntries([...shown, ...agreed]);
}

/** The rules of one level's figure as typed; null where the form has none. */
export function figureFrom(values: Values, at: string): FigureEdit | null {
  if (values[`${at}.figure.window`] === undefined) return null;
  const entries = FIGURE_FIELDS.flatMap((field) => {
    const text = values[`${at}.figure.${field}`];
    return text === undefined && OF_CONTACT_CENTRES.includes(field) ? [] : [[field, text ?? ""]];
  });
  const exclusions = EXCLUSION_REASONS.filter((reason) => values[`${at}.figure.exclusions.${reason}`]);
  return { ...(Object.fromEntries(entries) as FigureEdit), exclusions };
}

/** The sample plan of one level as typed; null where the form has none. */
export function planTyped(values: Values, at: string): PlanEdit | null {
  if (values[`${at}.plan.use`] === undefined) return null;
  const entries = PLAN_FIELDS.map((field) => [field, values[`${at}.plan.${field}`] ?? ""]);
  return Object.fromEntries(entries) as PlanEdit;
}

function clockOf(values: Values, at: string) {
  const clockName = values[`${at}.clockName`];
  const rules = rulesFrom(values, at);
  return { ...(clockName === undefined ? {} : { clockName }), ...(rules ? { rules } : {}) };
}

function minutesOf(values: Values, prefix: string) {
  return Object.entries(values)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, minutes]) => ({ priority: name.slice(prefix.length), minutes }));
}

function indexes(values: Values): number[] {
  const found = Object.keys(values).flatMap((name) => /^serviceLevels\.(\d+)\./.exec(name)?.[1] ?? []);
  return [...new Set(found.map(Number))].sort((left, right) => left - right);
}
