import { STANDARD_PRIORITY } from "../catalogue/default-level.ts";
import { type ServiceLevel, targetMinutesFor } from "../catalogue/service-level.ts";
import { nextOnTape, TAPE_KINDS, tapeKindAt } from "../delivery/event-tape.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import type { CompiledCalendar } from "./compiled-calendar.ts";
import { MonthTally, type TapeTally } from "./month-tally.ts";
import type { TapeClock } from "./tape-clock.ts";
import { instantOnTape, priorityOnTape } from "./tape-events.ts";
import { clockOf, type TapeMonth } from "./tape-shared.ts";
import type { ReopenPolicy } from "./verdict-bundle.ts";

/** One item's tape: the bytes [at, end) of `view`, and what the item says beside its events. */
export type TapeItem = {
  view: DataView;
  at: number;
  end: number;
  type: string;
  priority: string | null;
  deskMadeSla: boolean | null;
  /** Its own fields, of which conditions and sites ask a few; empty where no level asks. */
  fields: Readonly<Record<string, unknown>>;
};

/** One level of one contract over months in order of time. */
export type TapeLevel = {
  level: ServiceLevel;
  calendar: CompiledCalendar;
  reopenPolicy: ReopenPolicy;
  /** Milliseconds since 1970: nothing counts before the contract. */
  contractStartMs: number;
  months: readonly TapeMonth[];
};

const LEVEL_MEMBERS = new Set([
  "id",
  "name",
  "metric",
  "kind",
  "workItemTypes",
  "clock",
  "direction",
  "target",
  "minimum",
  "unit",
  "weightBps",
  "missBps",
  "failBps",
  "minimumSample",
  "smallSample",
  "window",
  "rounding",
  // Who measures, and what follows from a figure: the figure itself is the same.
  "dataSource",
  "exclusions",
  "correctedBy",
  "disputeDays",
  "critical",
]);
const CLOCK_MEMBERS = new Set(["name", "targetMinutesByPriority", "calendar", "rules"]);

/** Whether tapes measure the level: a clock, by its own rules or not, over a month and no more of them. */
export function isTapeLevel(level: ServiceLevel): boolean {
  const { clock } = level;
  return (
    level.kind === "clock_attainment" &&
    clock !== undefined &&
    (level.window ?? "month") === "month" &&
    level.smallSample?.kind !== "roll_up" &&
    hasOnly(level, LEVEL_MEMBERS) &&
    hasOnly(clock, CLOCK_MEMBERS)
  );
}

/** Which months hold any event at all, of whatever items. */
export class MonthsWithWork {
  readonly #months: readonly TapeMonth[];
  readonly #has: boolean[];
  /** Months without an event so far lie between these. */
  #fromMs: number;
  #toMs: number;

  constructor(months: readonly TapeMonth[]) {
    this.#months = months;
    this.#has = months.map(() => false);
    this.#fromMs = months[0]?.fromMs ?? 0;
    this.#toMs = months.at(-1)?.toMs ?? 0;
  }

  has(month: number): boolean {
    return this.#has[month] ?? false;
  }

  add({ view, at: begin, end }: TapeItem): void {
    if (this.#fromMs >= this.#toMs) return;
    for (let at = begin; at < end; at = nextOnTape(view, at)) {
      const ms = instantOnTape(view, at);
      if (ms >= this.#fromMs && ms < this.#toMs) this.#mark(ms);
    }
  }

  #mark(ms: number): void {
    const place = this.#months.findIndex((month) => ms >= month.fromMs && ms < month.toMs);
    if (place < 0 || this.#has[place]) return;
    this.#has[place] = true;
    const open = this.#months.filter((_, index) => !this.#has[index]);
    this.#fromMs = open[0]?.fromMs ?? 0;
    this.#toMs = open.at(-1)?.toMs ?? 0;
  }
}

const [START, ACKNOWLEDGE, PAUSE, RESUME, STOP, , REOPEN, RESET, CANCEL, PRIORITY] = TAPE_KINDS.map(
  (_kind, index) => index + 1,
);

/**
 * Counts the months of a level where isTapeLevel holds, reading each tape once: the same counts that
 * bundles, verdictOf and attainmentOf come to, some hundred times as fast, because nothing is written as
 * text in between.
 */
export class MonthCounter {
  readonly #level: ServiceLevel;
  readonly #clock: TapeClock;
  readonly #counts: MonthTally;
  readonly #contractStartMs: number;
  readonly #stopsOnAcknowledge: boolean;
  readonly #targets = new Map<string | null, number | null>();
  #target = 0;
  #targetSaid = false;
  #acknowledged = false;

  constructor({ level, months, contractStartMs, ...clock }: TapeLevel) {
    this.#level = level;
    this.#clock = clockOf(clock);
    this.#counts = new MonthTally(months);
    this.#contractStartMs = contractStartMs;
    this.#stopsOnAcknowledge = level.clock?.name === "acknowledge";
  }

  /** When the counts of the running month change though nothing is recorded. */
  get changesAtMs(): number {
    return this.#counts.changesAtMs;
  }

  /** The counts of a month, by its place. */
  tally(month: number): TapeTally {
    return this.#counts.tally(month);
  }

  /** Counts an item in the months from one place up to another. */
  add(item: TapeItem, first = 0, last = this.#counts.months): void {
    if (!this.#level.workItemTypes.includes(item.type)) return;
    const counts = this.#counts;
    const { toMs, asOfMs } = counts;
    const { view, end, deskMadeSla } = item;
    const clock = this.#clock;
    const firstMs = item.at < end ? instantOnTape(view, item.at) : Number.POSITIVE_INFINITY;
    let month = first;
    while (month < last && firstMs >= (toMs[month] ?? 0)) month += 1;
    if (month === last) return;
    const target = this.#firstTarget(priorityOnTape(view, item.at) ?? item.priority);
    if (target === null) return;
    const beganBefore = firstMs < this.#contractStartMs;
    clock.begin(target, beganBefore ? Math.floor(this.#contractStartMs / 1000) : -Infinity);
    this.#target = target;
    this.#targetSaid = false;
    this.#acknowledged = false;
    for (let at = item.at; at < end; at = nextOnTape(view, at)) {
      const ms = instantOnTape(view, at);
      for (; ms >= (toMs[month] ?? 0) || ms > (asOfMs[month] ?? 0); month += 1) {
        if (counts.runsAt(month)) counts.changesAt(ms);
        counts.judge(month, clock, deskMadeSla);
        if (month === last - 1) return;
      }
      this.#apply(view, at, Math.floor(ms / 1000));
    }
    counts.judgeRest({ month, end: last, clock, deskMadeSla });
  }

  /** What verdictBundleFor makes of an event, at once. */
  #apply(view: DataView, place: number, at: EpochSeconds): void {
    const clock = this.#clock;
    const kind = tapeKindAt(view, place);
    if (kind === START) clock.start(at);
    else if (kind === PAUSE) clock.pause(at);
    else if (kind === RESUME) clock.resume(at);
    else if (kind === CANCEL) clock.cancel(at);
    else if (kind === PRIORITY) this.#prioritise(priorityOnTape(view, place) ?? "");
    else if (this.#stopsOnAcknowledge && (kind === STOP || kind === ACKNOWLEDGE)) this.#acknowledge(at);
    else if (kind === STOP) clock.stop(at);
    else if (!this.#acknowledged && (kind === REOPEN || kind === RESET)) {
      if (kind === REOPEN) clock.reopen(at);
      else clock.reset(at);
      // A new cycle begins with the first target; the one of the moment has to be said again.
      if (this.#targetSaid) clock.target(this.#target);
    }
  }

  #acknowledge(at: EpochSeconds): void {
    if (!this.#acknowledged) this.#clock.stop(at);
    this.#acknowledged = true;
  }

  #prioritise(priority: string): void {
    const changed = targetMinutesFor(this.#level, priority);
    if (changed === null || changed === this.#target) return;
    this.#clock.target(changed);
    this.#target = changed;
    this.#targetSaid = true;
  }

  #firstTarget(priority: string | null): number | null {
    const known = this.#targets.get(priority);
    if (known !== undefined) return known;
    const own = priority === null ? null : targetMinutesFor(this.#level, priority);
    const found = own ?? targetMinutesFor(this.#level, STANDARD_PRIORITY);
    this.#targets.set(priority, found);
    return found;
  }
}

function hasOnly(record: object, members: ReadonlySet<string>): boolean {
  return Object.entries(record).every(([key, value]) => value === undefined || members.has(key));
}
