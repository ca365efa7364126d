import { type MetricItem, matches } from "../../catalogue/metric-filter.ts";
import { FAILED_AT, type MetricMeasure, PLANNED_FROM, PLANNED_TO } from "../../catalogue/metric-measure.ts";
import { formatDecimal } from "../../shared/decimal.ts";
import { parseInstantNanoseconds, secondsOf } from "../../shared/instant.ts";
import { type Rational, rational } from "../../shared/rational.ts";
import { type CompiledCalendar, compileCalendar } from "../compiled-calendar.ts";
import { businessSeconds, type Stretch, unionOf, without } from "../elapsed-time.ts";
import { decidedAs, decidedStretches } from "../item-adjustment.ts";
import type { KindReading, MonthInput } from "../level-figure.ts";
import type { MonthItem } from "../month-item.ts";
import { decisionsReachAll } from "../rule-version.ts";
import { secondsAt } from "./window-items.ts";

type UptimeMeasure = Extract<MetricMeasure, { by: "uptime" }>;

/**
 * (hours of the window − hours down) ÷ hours of the window × 100, the planned windows taken out of both. Two
 * outages at once are one; an outage begins at the failure it names, whenever its ticket was opened, and
 * lasts to its restoration, or to now. A decision leaves a stretch of downtime out of both as well, counts
 * another stretch as down, or says of a whole ticket that it was an outage or none. Gross leaves the planned
 * windows and what was left out in.
 */
export function readUptime(input: MonthInput, measure: UptimeMeasure): KindReading {
  const window = windowOf(input);
  const calendar = compileCalendar(measure.hours === "contract" ? input.rules.calendar : null);
  const covered = input.items.filter((item) => input.level.workItemTypes.includes(item.type));
  const outages = covered
    .map((item) => outageOf(input, { item, isDown: matches(measure.down, seen(item)), window }))
    .filter(({ gross, net }) => gross.length + net.length > 0);
  const planned = clipped(
    covered.filter((item) => matches(measure.planned, seen(item))).flatMap(plannedOf),
    window,
  );
  const all = unionOf(outages.flatMap(({ net }) => net));
  const leftOut = without(unionOf(outages.flatMap((one) => one.leftOut)), all);
  const total = calendar.measure(window.from, window.to);
  const downSeconds = businessSeconds(calendar, without(all, planned));
  const grossDown = businessSeconds(calendar, unionOf(outages.flatMap(({ gross }) => gross)));
  const plannedSeconds = businessSeconds(calendar, unionOf([...planned, ...leftOut]));
  const rows = outages.map(({ item, net }) => rowOf(item, without(net, planned), calendar));
  const known = input.monthHasWork;
  return {
    n: outages.length,
    hits: rows.filter((row) => !row.miss).length,
    misses: rows.filter((row) => row.miss).length,
    excluded: rows.filter((row) => !row.miss).length,
    voided: 0,
    value: known ? upShare(total - plannedSeconds, downSeconds) : null,
    gross: known ? upShare(total, grossDown) : null,
    interval: null,
    desk: null,
    counted: rows,
    verdicts: [],
    detail: {
      kind: "uptime",
      windowSeconds: total - plannedSeconds,
      downSeconds,
      plannedSeconds,
      outages: outages.length,
    },
  };
}

type Outage = { item: MonthItem; gross: Stretch[]; net: Stretch[]; leftOut: Stretch[] };

/** When an item was down as it was recorded, and as it was decided. */
function outageOf(
  input: MonthInput,
  { item, isDown, window }: { item: MonthItem; isDown: boolean; window: Stretch },
): Outage {
  const told = downOf(item, window.to);
  const recorded = clipped(isDown ? told : [], window);
  if (!decisionsReachAll(input.rules)) return { item, gross: recorded, net: recorded, leftOut: [] };
  const { excluded, counted } = decidedStretches(item, input.level.id);
  const whole = decidedAs(item, input.level.id);
  const gross = clipped([...recorded, ...counted], window);
  if (whole === "exclude") return { item, gross, net: [], leftOut: gross };
  if (whole === "hit") return { item, gross, net: [], leftOut: [] };
  const down = whole === "miss" ? clipped([...gross, ...told], window) : gross;
  const net = without(down, unionOf(excluded));
  return { item, gross, net, leftOut: without(down, net) };
}

/** The window's part that has passed. */
function windowOf({ period, asOf }: MonthInput): Stretch {
  const from = period.from.epochMilliseconds / 1000;
  return { from, to: Math.max(from, Math.min(period.to.epochMilliseconds / 1000, secondsAt(asOf))) };
}

/** An outage counts with its time in minutes; one that planned maintenance covers whole is no miss. */
function rowOf(item: MonthItem, down: readonly Stretch[], calendar: CompiledCalendar) {
  const seconds = businessSeconds(calendar, down);
  const value = formatDecimal(rational(BigInt(seconds), 60n), 2);
  return { workItemId: item.id, miss: seconds > 0, value };
}

function upShare(total: number, down: number): Rational | null {
  return total <= 0 ? null : rational(BigInt(total - down) * 100n, BigInt(total));
}

/** From failure to restoration, and from each reopening to the next; a cancelled outage was none. */
function downOf(item: MonthItem, now: number): Stretch[] {
  const stretches: Stretch[] = [];
  let since: number | null = null;
  for (const { at, type } of item.events) {
    const seconds = secondsAt(at);
    if (type === "cancel") return [];
    if (type === "start" || type === "reopen") since ??= seconds;
    if ((type === "stop" || type === "close") && since !== null) {
      stretches.push({ from: since, to: seconds });
      since = null;
    }
  }
  if (since !== null) stretches.push({ from: since, to: Math.max(since, now) });
  const failed = momentOf(item.fields[FAILED_AT]);
  const first = stretches[0];
  if (first && failed !== null && failed < first.from) first.from = failed;
  return stretches;
}

function plannedOf(item: MonthItem): Stretch[] {
  if (item.events.some((one) => one.type === "cancel")) return [];
  const from = momentOf(item.fields[PLANNED_FROM]);
  const to = momentOf(item.fields[PLANNED_TO]);
  return from === null || to === null || to <= from ? [] : [{ from, to }];
}

function clipped(stretches: readonly Stretch[], window: Stretch): Stretch[] {
  return unionOf(
    stretches
      .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
      .filter(({ from, to }) => to > from),
  );
}

function momentOf(value: unknown): number | null {
  const nanoseconds = typeof value === "string" ? parseInstantNanoseconds(value) : null;
  return nanoseconds === null ? null : secondsOf(nanoseconds);
}

function seen(item: MonthItem): MetricItem {
  return {
    id: item.id,
    type: item.type,
    fields: item.fields,
    eventTypes: item.events.map((one) => one.type as string),
    openSeconds: null,
  };
}
