import type { ClockRulesEdit } from "../../../domain/contracts/clock-rules-edit.ts";
import type { TermsEdit } from "../../../domain/contracts/terms-edit.input.ts";
import { holidayLines } from "../../../domain/shared/holiday-lines.ts";
import { sitesFrom, siteValues } from "./site-values.ts";

/** The form as flat names and texts: what FormData carries, what is shown again after a refusal. */
export type Values = Readonly<Record<string, string>>;

const PLAIN = [
  "title",
  "summary",
  "startsOn",
  "termMonths",
  "noticeDays",
  "paymentTermsDays",
  "monthlyFee",
  "pool",
  "zone",
  "reopenPolicy",
  "reopenWindowDays",
] as const;

/** As many as a day of a calendar takes. */
const MOST_SPANS = 48;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export function valuesOf(edit: TermsEdit): Values {
  const values: Record<string, string> = {};
  for (const name of PLAIN) values[name] = edit[name];
  if (edit.aroundTheClock) values.aroundTheClock = "yes";
  values.holidays = edit.holidays.join("\n");
  Object.assign(values, siteValues(edit.sites ?? []));
  for (const { day, spans } of edit.hours)
    for (const [index, span] of spans.entries()) {
      values[`hours.${day}.${index}.from`] = span.from;
      values[`hours.${day}.${index}.to`] = span.to;
    }
  for (const [index, one] of edit.outcomes.entries()) {
    values[`outcomes.${index}.id`] = one.id;
    values[`outcomes.${index}.text`] = one.text;
    values[`outcomes.${index}.acceptance`] = one.acceptance;
  }
  for (const [index, level] of edit.serviceLevels.entries()) {
    const at = `serviceLevels.${index}`;
    values[`${at}.id`] = level.id;
    values[`${at}.target`] = level.target;
    values[`${at}.minimum`] = level.minimum;
    values[`${at}.weight`] = level.weight;
    if (level.hours) values[`${at}.hours`] = level.hours;
    if (level.clockName !== undefined) values[`${at}.clockName`] = level.clockName;
    if (level.rules) Object.assign(values, rulesValues(at, level.rules));
    for (const { priority, minutes } of level.minutes) values[`${at}.minutes.${priority}`] = minutes;
  }
  return values;
}

export function valuesFrom(form: FormData): Values {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts.map(([name, text]) => [name, text.replaceAll("\r\n", "\n")]));
}

/** The form as the API takes it. Rows that were left empty are not sent. */
export function editFrom(values: Values): TermsEdit {
  const text = (name: string) => values[name] ?? "";
  return {
    ...(Object.fromEntries(PLAIN.map((name) => [name, text(name)])) as Record<
      (typeof PLAIN)[number],
      string
    >),
    aroundTheClock: text("aroundTheClock") === "yes",
    hours: DAYS.map((day) => ({ day, spans: spansOf(values, day) })),
    holidays: holidayLines(text("holidays")),
    sites: sitesFrom(values),
    outcomes: indexesOf(values, "outcomes")
      .map((index) => ({
        id: text(`outcomes.${index}.id`),
        text: text(`outcomes.${index}.text`),
        acceptance: text(`outcomes.${index}.acceptance`),
      }))
      .filter((one) => one.text.trim() !== "" || (one.id === "" && one.acceptance.trim() !== "")),
    serviceLevels: indexesOf(values, "serviceLevels").map((index) => ({
      id: text(`serviceLevels.${index}.id`),
      target: text(`serviceLevels.${index}.target`),
      minimum: text(`serviceLevels.${index}.minimum`),
      weight: text(`serviceLevels.${index}.weight`),
      hours: text(`serviceLevels.${index}.hours`) || null,
      minutes: minutesOf(values, `serviceLevels.${index}.minutes.`),
      ...clockOf(values, `serviceLevels.${index}`),
    })),
  };
}

/** The typed conditions of one level as the form's names and texts. */
export function rulesValues(at: string, rules: ClockRulesEdit): Record<string, string> {
  const { cancelWhenStartEnds, ...texts } = rules;
  const named = Object.entries(texts).map(([name, text]) => [`${at}.rules.${name}`, text]);
  return {
    ...Object.fromEntries(named),
    ...(cancelWhenStartEnds ? { [`${at}.rules.cancelWhenStartEnds`]: "yes" } : {}),
  };
}

/** The conditions of one level as typed; null where the form has none, for a level without a clock. */
export function rulesFrom(values: Values, at: string): ClockRulesEdit | null {
  if (values[`${at}.rules.start`] === undefined) return null;
  const text = (name: string) => values[`${at}.rules.${name}`] ?? "";
  return {
    start: text("start"),
    pause: text("pause"),
    resume: text("resume"),
    stop: text("stop"),
    reset: text("reset"),
    cancel: text("cancel"),
    startFrom: text("startFrom"),
    pauseFrom: text("pauseFrom"),
    reopen: text("reopen"),
    cancelWhenStartEnds: text("cancelWhenStartEnds") === "yes",
  };
}

function clockOf(values: Values, at: string) {
  const clockName = values[`${at}.clockName`];
  const rules = rulesFrom(values, at);
  return { ...(clockName === undefined ? {} : { clockName }), ...(rules ? { rules } : {}) };
}

function spansOf(values: Values, day: string) {
  // Two fit the table; a day that has more keeps them in fields of their own.
  return Array.from({ length: MOST_SPANS }, (_none, index) => index)
    .map((index) => ({
      from: values[`hours.${day}.${index}.from`] ?? "",
      to: values[`hours.${day}.${index}.to`] ?? "",
    }))
    .filter((span) => span.from !== "" || span.to !== "");
}

function minutesOf(values: Values, prefix: string) {
  return Object.entries(values)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, minutes]) => ({ priority: name.slice(prefix.length), minutes }));
}

/** 0, 1, 2 … for as many rows as the form has. */
function indexesOf(values: Values, list: string): number[] {
  const found = Object.keys(values).flatMap((name) => {
    const index = new RegExp(`^${list}\\.(\\d+)\\.`).exec(name)?.[1];
    return index === undefined ? [] : [Number(index)];
  });
  return [...new Set(found)].sort((left, right) => left - right);
}
