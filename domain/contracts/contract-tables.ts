import { moduleByCode, workItemTypeById } from "../catalogue/catalogue.ts";
import type { ClauseTable } from "./contract-document.ts";
import { countedHours } from "./counted-hours.ts";
import type { Terms } from "./terms.ts";

type Level = Terms["serviceLevels"][number];
type Calendar = NonNullable<Terms["calendar"]>;

/** The service levels as rows, with every figure that decides a credit. */
export function levelTable(terms: Terms): ClauseTable {
  return {
    columns: [
      "Service level",
      "Measured on",
      "Promise",
      "Target",
      "Minimum or limit",
      "Weight",
      "Miss / failure",
      "Sample",
    ],
    rows: terms.serviceLevels.map((level) => [
      level.name,
      level.workItemTypes.map((id) => typeName(terms.moduleCode, id)).join(", "),
      promiseOf(level, terms),
      `${level.direction === "higher" ? "at least" : "at most"} ${level.target} ${level.unit}`,
      `${level.direction === "higher" ? "minimum" : "limit"} ${level.minimum} ${level.unit}`,
      percentText(level.weightBps),
      `${percentText(level.missBps)} / ${percentText(level.failBps)}`,
      `at least ${level.minimumSample}`,
    ]),
  };
}

const DAY_NAMES = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
} as const satisfies Record<keyof Calendar["weekly"], string>;

export type Weekday = keyof typeof DAY_NAMES;
export const WEEKDAY_NAMES: readonly (readonly [Weekday, string])[] = Object.entries(DAY_NAMES) as [
  Weekday,
  string,
][];

/** The week as rows, every day of it, so that a closed day is said and not left out. */
export function weekTable(calendar: Calendar): ClauseTable {
  return {
    columns: ["Day", "Hours"],
    rows: WEEKDAY_NAMES.map(([day, name]) => [name, hoursText(calendar.weekly[day] ?? [])]),
  };
}

/** "09:00–12:00, 13:00–17:00", or "closed". */
export function hoursText(spans: readonly (readonly [string, string])[]): string {
  if (spans.length === 0) return "closed";
  return spans
    .map(([from, to]) => (from === "00:00" && to === "24:00" ? "all day" : `${from}–${to}`))
    .join(", ");
}

/** 1250 is "12.5 %". */
export function percentText(bps: number): string {
  return `${percentNumber(bps)} %`;
}

/** 1250 is "12.5": what a form shows before its unit. */
export function percentNumber(bps: number): string {
  const fraction = String(bps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${Math.trunc(bps / 100)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** 150 is "2 h 30 min". */
export function minutesText(minutes: number): string {
  const hours = Math.trunc(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : "", rest > 0 || hours === 0 ? `${rest} min` : ""]
    .filter(Boolean)
    .join(" ");
}

const PROMISES = {
  higher: { items: "as many as possible", time: "as much of the time as possible" },
  lower: { items: "as few as possible", time: "as little of the time as possible" },
} as const satisfies Record<Level["direction"], { items: string; time: string }>;

function promiseOf(level: Level, terms: Terms): string {
  if (!level.clock) return PROMISES[level.direction][level.kind === "continuous" ? "time" : "items"];
  const targets = Object.entries(level.clock.targetMinutesByPriority);
  const hours = countedHours(level.clock.calendar, terms.sites);
  const shown = targets.map(([priority, minutes]) =>
    targets.length === 1 && priority === "standard"
      ? minutesText(minutes)
      : `${priority} ${minutesText(minutes)}`,
  );
  return `${shown.join(", ")} (${hours})`;
}

function typeName(moduleCode: string, id: string): string {
  const module = moduleByCode(moduleCode);
  return (module && workItemTypeById(module, id)?.plural) ?? id;
}
