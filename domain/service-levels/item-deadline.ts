import { Temporal } from "temporal-polyfill";
import { metricById, moduleByCode } from "../catalogue/catalogue.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { type EpochSeconds, formatInstant } from "../shared/instant.ts";
import { startOfLocalDay } from "../shared/zoned.ts";
import { decidedAs } from "./item-adjustment.ts";
import { secondsAt, taken, windowItems } from "./kinds/window-items.ts";
import type { MonthItem } from "./month-item.ts";
import type { RunningClock } from "./warning-step.ts";

/** The date that an open item carries, under a level that measures work against it. */
export type ItemDeadline = {
  level: ServiceLevel;
  /** The first instant at which it is too late: the end of the date in the contract's zone. RFC 3339. */
  at: string;
  /** What is warned of: a day of use is not used up in business hours, so only the last tenth and the end. */
  clock: RunningClock;
};

/**
 * The dates that an open item is still held to. A date waits for nobody: it runs on while the work is
 * paused, as the figure does. What an item is excused from, or a decision took out, is no date of its.
 */
export function itemDeadlines(p: {
  levels: readonly ServiceLevel[];
  moduleCode: string;
  item: MonthItem;
  zone: string;
  now: EpochSeconds;
}): ItemDeadline[] {
  const { item, zone, now } = p;
  const module = moduleByCode(p.moduleCode);
  return p.levels.flatMap((level) => {
    const measure = module && metricById(module, level.metric)?.measure;
    if (measure?.by !== "ratio" || typeof measure.of !== "object") return [];
    const until = dayAfter(item.fields[measure.of.due], zone);
    const [open] = windowItems({ items: [item], level, ...momentOf(now, zone) }, "open");
    const decided = decidedAs(item, level.id);
    const isFree = decided === "exclude" || decided === "hit" || !open || taken(measure.excused, open.seen);
    if (until === null || isFree) return [];
    const begun = secondsAt(item.events[0]?.at ?? formatInstant(now));
    const targetSeconds = Math.max(1, until - begun);
    const moments = [
      { step: "90" as const, at: until - Math.trunc(targetSeconds / 10) },
      { step: "breach" as const, at: until },
    ];
    return [{ level, at: formatInstant(until), clock: { cycle: 0, targetSeconds, moments } }];
  });
}

function momentOf(now: EpochSeconds, zone: string) {
  const at = Temporal.Instant.fromEpochMilliseconds(now * 1000);
  return { asOf: formatInstant(now), period: { from: at, to: at.add({ seconds: 1 }), zone } };
}

/** When the day after a date begins; null for what is no date. */
function dayAfter(date: unknown, zone: string): EpochSeconds | null {
  if (typeof date !== "string" || !/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  try {
    const next = Temporal.PlainDate.from(date).add({ days: 1 });
    return startOfLocalDay(next, zone).epochMilliseconds / 1000;
  } catch {
    return null;
  }
}
