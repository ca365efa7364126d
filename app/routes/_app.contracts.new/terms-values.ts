import { BREACH_FIELDS } from "../../../domain/contracts/breach-edit.ts";
import type { TermsEdit } from "../../../domain/contracts/terms-edit.input.ts";
import { holidayLines } from "../../../domain/shared/holiday-lines.ts";
import { levelsFrom, levelValues } from "./level-values.ts";
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
  "contestDays",
] as const;

/** As many as a day of a calendar takes. */
const MOST_SPANS = 48;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export function valuesOf(edit: TermsEdit): Values {
  const values: Record<string, string> = {};
  for (const name of PLAIN) values[name] = edit[name] ?? "";
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
  for (const name of BREACH_FIELDS) values[`breaches.${name}`] = edit.breaches?.[name] ?? "";
  Object.assign(values, levelValues(edit.serviceLevels));
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
    breaches: {
      causeDays: text("breaches.causeDays"),
      answerDays: text("breaches.answerDays"),
      repeatTimes: text("breaches.repeatTimes"),
      repeatMonths: text("breaches.repeatMonths"),
    },
    outcomes: indexesOf(values, "outcomes")
      .map((index) => ({
        id: text(`outcomes.${index}.id`),
        text: text(`outcomes.${index}.text`),
        acceptance: text(`outcomes.${index}.acceptance`),
      }))
      .filter((one) => one.text.trim() !== "" || (one.id === "" && one.acceptance.trim() !== "")),
    serviceLevels: levelsFrom(values),
  };
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

/** 0, 1, 2 … for as many rows as the form has. */
function indexesOf(values: Values, list: string): number[] {
  const found = Object.keys(values).flatMap((name) => {
    const index = new RegExp(`^${list}\\.(\\d+)\\.`).exec(name)?.[1];
    return index === undefined ? [] : [Number(index)];
  });
  return [...new Set(found)].sort((left, right) => left - right);
}
