import { type FigureEdit, figureEditSchema } from "../../../domain/contracts/figure-edit.ts";
import type { TermsEdit } from "../../../domain/contracts/terms-edit.input.ts";
import { rulesFrom, rulesValues } from "./rule-values.ts";

type Values = Readonly<Record<string, string>>;
type LevelEdit = TermsEdit["serviceLevels"][number];

/** What the list of levels to add sends for one that was taken out and comes back as it was. */
export const PUT_BACK = "level:";

const FIGURE_FIELDS = Object.keys(figureEditSchema.shape) as (keyof FigureEdit)[];

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
    for (const field of FIGURE_FIELDS)
      if (level.figure) values[`${at}.figure.${field}`] = level.figure[field];
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
        ...clockOf(values, at),
      },
    ];
  });
}

/** The rules of one level's figure as typed; null where the form has none. */
export function figureFrom(values: Values, at: string): FigureEdit | null {
  if (values[`${at}.figure.window`] === undefined) return null;
  const entries = FIGURE_FIELDS.map((field) => [field, values[`${at}.figure.${field}`] ?? ""]);
  return Object.fromEntries(entries) as FigureEdit;
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
