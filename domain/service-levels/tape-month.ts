import { STANDARD_PRIORITY } from "../catalogue/default-level.ts";
import { type ServiceLevel, targetMinutesFor } from "../catalogue/service-level.ts";
import { TAPE_HEAD, TAPE_KINDS } from "../delivery/event-tape.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import type { Tally } from "./attainment.ts";
import type { CompiledCalendar } from "./compiled-calendar.ts";
import type { TapeClock } from "./tape-clock.ts";
import { clockOf, columnsOf, type TapeMonth } from "./tape-shared.ts";
import { textAt } from "./tape-text.ts";
import type { ReopenPolicy } from "./verdict-bundle.ts";

/** One item's tape: the bytes [at, end) of `view`, and what the item says beside its events. */
export type TapeItem = {
  view: DataView;
  at: number;
  end: number;
  type: string;
  priority: string | null;
  deskMadeSla: boolean | null;
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

export type TapeTally = Tally & { desk: { n: number; met: number } };

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
]);
const CLOCK_MEMBERS = new Set(["name", "targetMinutesByPriority", "calendar"]);

/** Whether tapes measure the level: a clock that asks no more of an item than its events and priority. */
export function isTapeLevel(level: ServiceLevel): boolean {
  const { clock } = level;
  return (
    level.kind === "clock_attainment" &&
    clock !== undefined &&
    (clock.calendar === "contract" || clock.calendar === "around_the_clock") &&
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
    for (let at = begin; at < end; at += TAPE_HEAD + view.getUint8(at + 9) - 1) {
      const ms = instantAt(view, at);
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

/** What an item came to in a month: places in the counts of MonthCounter. */
const [MET, BREACHED, GROSS_MET, EXCLUDED, VOIDED, DESK_N, DESK_MET] = [0, 1, 2, 3, 4, 5, 6] as const;
const PER_MONTH = 7;

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
  readonly #counts: Int32Array;
  readonly #months: number;
  readonly #fromMs: Float64Array;
  readonly #toMs: Float64Array;
  readonly #asOfMs: Float64Array;
  readonly #contractStartMs: number;
  readonly #stopsOnAcknowledge: boolean;
  readonly #targets = new Map<string | null, number | null>();
  #target = 0;
  #targetSaid = false;
  #acknowledged = false;
  /**
   * Milliseconds since 1970: when the counts of the month that runs change though nothing is recorded,
   * because an open clock is breached or an event was recorded ahead of its time. Infinity: they do not.
   */
  changesAtMs = Number.POSITIVE_INFINITY;

  constructor({ level, months, contractStartMs, ...clock }: TapeLevel) {
    this.#level = level;
    this.#clock = clockOf(clock);
    this.#counts = new Int32Array(months.length * PER_MONTH);
    this.#months = months.length;
    const { fromMs, toMs, asOfMs } = columnsOf(months);
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#asOfMs = asOfMs;
    this.#contractStartMs = contractStartMs;
    this.#stopsOnAcknowledge = level.clock?.name === "acknowledge";
  }

  /** The counts of a month, by its place. */
  tally(month: number): TapeTally {
    const at = (place: number) => this.#counts[month * PER_MONTH + place] ?? 0;
    const n = at(MET) + at(BREACHED);
    return {
      met: at(MET),
      breached: at(BREACHED),
      grossMet: at(GROSS_MET),
      grossBreached: n - at(GROSS_MET),
      excluded: at(EXCLUDED),
      voided: at(VOIDED),
      desk: { n: at(DESK_N), met: at(DESK_MET) },
    };
  }

  add(item: TapeItem): void {
    if (!this.#level.workItemTypes.includes(item.type)) return;
    const { view, end } = item;
    const firstMs = item.at < end ? instantAt(view, item.at) : Number.POSITIVE_INFINITY;
    let month = 0;
    while (month < this.#months && firstMs >= (this.#toMs[month] ?? 0)) month += 1;
    if (month === this.#months) return;
    const target = this.#firstTarget(priorityAt(view, item.at) ?? item.priority);
    if (target === null) return;
    const beganBefore = firstMs < this.#contractStartMs;
    this.#clock.begin(target, beganBefore ? Math.floor(this.#contractStartMs / 1000) : -Infinity);
    this.#target = target;
    this.#targetSaid = false;
    this.#acknowledged = false;
    for (let at = item.at; at < end; at += TAPE_HEAD + view.getUint8(at + 9) - 1) {
      const ms = instantAt(view, at);
      for (; ms >= (this.#toMs[month] ?? 0) || ms > (this.#asOfMs[month] ?? 0); month += 1) {
        if (this.#runsAt(month)) this.changesAtMs = Math.min(this.changesAtMs, ms);
        this.#judge(month, item);
        if (month === this.#months - 1) return;
      }
      this.#apply(view, at, Math.floor(ms / 1000));
    }
    for (; month < this.#months; month += 1) {
      const { endedAt } = this.#clock;
      if (endedAt !== null && endedAt < (this.#fromMs[month] ?? 0) / 1000) return;
      this.#judge(month, item);
    }
  }

  /** Whether the item counts in the month as its clock stands at its end, and as what. */
  #judge(month: number, { deskMadeSla }: TapeItem): void {
    const clock = this.#clock;
    const { state, endedAt } = clock;
    const [from, to] = [(this.#fromMs[month] ?? 0) / 1000, (this.#toMs[month] ?? 0) / 1000];
    const isOver = state === 3 || state === 4;
    if (state === 0 || (isOver && (endedAt === null || endedAt < from || endedAt >= to))) return;
    const place = month * PER_MONTH;
    if (state === 4) this.#bump(place + VOIDED);
    else {
      const asOf = Math.floor((this.#asOfMs[month] ?? 0) / 1000);
      const breached = clock.isBreached(asOf);
      if (state === 1 && this.#runsAt(month)) {
        const at = clock.breachAfter(asOf, to);
        if (at !== null) this.changesAtMs = Math.min(this.changesAtMs, at * 1000);
      }
      if (!isOver && (!breached || clock.startedAt >= to)) return;
      this.#bump(place + (breached ? BREACHED : MET));
      // Without exclusions the clock can only hold more time.
      if (!breached) this.#bump(place + (clock.isGrossBreached(asOf) ? EXCLUDED : GROSS_MET));
    }
    if (deskMadeSla === null) return;
    this.#bump(place + DESK_N);
    if (deskMadeSla) this.#bump(place + DESK_MET);
  }

  #runsAt(month: number): boolean {
    return (this.#asOfMs[month] ?? 0) < (this.#toMs[month] ?? 0);
  }

  #bump(place: number): void {
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** What verdictBundleFor makes of an event, at once. */
  #apply(view: DataView, place: number, at: EpochSeconds): void {
    const clock = this.#clock;
    const kind = view.getUint8(place + 8);
    if (kind === START) clock.start(at);
    else if (kind === PAUSE) clock.pause(at);
    else if (kind === RESUME) clock.resume(at);
    else if (kind === CANCEL) clock.cancel(at);
    else if (kind === PRIORITY) this.#prioritise(priorityAt(view, place) ?? "");
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

/** The priority an event sets, or null. */
function priorityAt(view: DataView, place: number): string | null {
  const length = view.getUint8(place + 9) - 1;
  return length === 0 ? null : textAt(view, place + TAPE_HEAD, length);
}

function instantAt(view: DataView, place: number): number {
  return view.getInt32(place) * 4_294_967_296 + view.getUint32(place + 4);
}

function hasOnly(record: object, members: ReadonlySet<string>): boolean {
  return Object.entries(record).every(([key, value]) => value === undefined || members.has(key));
}
