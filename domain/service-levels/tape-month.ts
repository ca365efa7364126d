import { STANDARD_PRIORITY } from "../catalogue/default-level.ts";
import { type ServiceLevel, targetMinutesFor } from "../catalogue/service-level.ts";
import { TAPE_HEAD, TAPE_KINDS } from "../delivery/event-tape.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import type { Tally } from "./attainment.ts";
import type { CompiledCalendar } from "./compiled-calendar.ts";
import { TapeClock } from "./tape-clock.ts";
import type { ReopenPolicy } from "./verdict-bundle.ts";

/** Items of one type, priority and desk's verdict; each tape after its length in four bytes, big endian. */
export type TapeGroup = {
  type: string;
  priority: string | null;
  deskMadeSla: boolean | null;
  tapes: Uint8Array;
};

export type TapeMonth = {
  level: ServiceLevel;
  calendar: CompiledCalendar;
  reopenPolicy: ReopenPolicy;
  /** Milliseconds since 1970: nothing counts before the contract, and the month is [from, to). */
  contractStartMs: number;
  fromMs: number;
  toMs: number;
  /** The month's end, or now where it has not ended. */
  asOfMs: number;
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

/** Whether any event of the tapes lies in [fromMs, toMs). */
export function haveEvents(groups: readonly TapeGroup[], p: { fromMs: number; toMs: number }): boolean {
  return groups.some(({ tapes }) => {
    const view = viewOf(tapes);
    for (let at = 0; at < tapes.length; ) {
      const end = at + 4 + view.getUint32(at);
      for (let event = at + 4; event < end; event += TAPE_HEAD + view.getUint8(event + 9) - 1) {
        const ms = instantAt(view, event);
        if (ms >= p.fromMs && ms < p.toMs) return true;
      }
      at = end;
    }
    return false;
  });
}

/**
 * Counts a month of a level where isTapeLevel holds: the same counts that bundles, verdictOf and
 * attainmentOf come to, a hundred times as fast, because nothing is written as text in between.
 */
export function tallyMonth(month: TapeMonth, groups: readonly TapeGroup[]): TapeTally {
  const tally: TapeTally = {
    met: 0,
    breached: 0,
    grossMet: 0,
    grossBreached: 0,
    excluded: 0,
    voided: 0,
    desk: { n: 0, met: 0 },
  };
  const reader = new TapeReader(month);
  for (const group of groups) {
    if (!month.level.workItemTypes.includes(group.type)) continue;
    const view = viewOf(group.tapes);
    for (let at = 0; at < group.tapes.length; ) {
      const end = at + 4 + view.getUint32(at);
      if (reader.read(view, { at: at + 4, end, priority: group.priority })) count(tally, reader, group);
      at = end;
    }
  }
  return tally;
}

function count(tally: TapeTally, { verdict, gross }: TapeReader, { deskMadeSla }: TapeGroup): void {
  if (deskMadeSla !== null) {
    tally.desk.n += 1;
    if (deskMadeSla) tally.desk.met += 1;
  }
  if (verdict === "void") {
    tally.voided += 1;
    return;
  }
  tally[verdict] += 1;
  tally[gross === "met" ? "grossMet" : "grossBreached"] += 1;
  if (gross === "breached" && verdict === "met") tally.excluded += 1;
}

const [START, ACKNOWLEDGE, PAUSE, RESUME, STOP, , REOPEN, RESET, CANCEL, PRIORITY] = TAPE_KINDS.map(
  (_kind, index) => index + 1,
);

/** Reads one tape after another; says of each whether it counts in the month, and as what. */
class TapeReader {
  verdict: "met" | "breached" | "void" = "met";
  gross: "met" | "breached" = "met";
  readonly #month: TapeMonth;
  readonly #clock: TapeClock;
  readonly #from: EpochSeconds;
  readonly #to: EpochSeconds;
  readonly #contractStart: EpochSeconds;
  readonly #stopsOnAcknowledge: boolean;
  readonly #priorities = new Map<number, string>();
  readonly #targets = new Map<string | null, number | null>();
  #target = 0;
  #targetSaid = false;
  #acknowledged = false;

  constructor(month: TapeMonth) {
    this.#month = month;
    this.#clock = new TapeClock(month.reopenPolicy);
    this.#from = month.fromMs / 1000;
    this.#to = month.toMs / 1000;
    this.#contractStart = Math.floor(month.contractStartMs / 1000);
    this.#stopsOnAcknowledge = month.level.clock?.name === "acknowledge";
  }

  /** Whether the item counts in the month. */
  read(view: DataView, p: { at: number; end: number; priority: string | null }): boolean {
    const { month, clock } = { month: this.#month, clock: this.#clock };
    const firstMs = p.at < p.end ? instantAt(view, p.at) : Number.POSITIVE_INFINITY;
    if (firstMs >= month.toMs) return false;
    const target = this.#firstTarget(priorityAt(view, p.at, this.#priorities) ?? p.priority);
    if (target === null) return false;
    clock.begin(target);
    this.#target = target;
    this.#targetSaid = false;
    this.#acknowledged = false;
    for (let at = p.at; at < p.end; at += TAPE_HEAD + view.getUint8(at + 9) - 1) {
      const ms = instantAt(view, at);
      if (ms >= month.toMs || ms > month.asOfMs) break;
      this.#apply(view, at, Math.floor(ms / 1000));
    }
    clock.readUntil(Math.floor(month.asOfMs / 1000));
    return this.#judge(firstMs < month.contractStartMs);
  }

  #judge(beganBefore: boolean): boolean {
    const { state, endedAt } = this.#clock;
    const isOver = state === 3 || state === 4;
    if (state === 0 || (isOver && (endedAt === null || endedAt < this.#from || endedAt >= this.#to)))
      return false;
    if (state === 4) {
      this.verdict = "void";
      return true;
    }
    const { calendar } = this.#month;
    const breached = this.#clock.isBreached(calendar, beganBefore ? this.#contractStart : -Infinity);
    if (!isOver && (!breached || this.#clock.startedAt >= this.#to)) return false;
    this.verdict = breached ? "breached" : "met";
    // Without exclusions the clock can only hold more time.
    this.gross =
      breached || (beganBefore && this.#clock.isBreached(calendar, -Infinity)) ? "breached" : "met";
    return true;
  }

  /** What verdictBundleFor makes of an event, at once. */
  #apply(view: DataView, place: number, at: EpochSeconds): void {
    const clock = this.#clock;
    const kind = view.getUint8(place + 8);
    if (kind === START) clock.start(at);
    else if (kind === PAUSE) clock.pause(at);
    else if (kind === RESUME) clock.resume(at);
    else if (kind === CANCEL) clock.cancel(at);
    else if (kind === PRIORITY) this.#prioritise(priorityAt(view, place, this.#priorities) ?? "");
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
    const changed = targetMinutesFor(this.#month.level, priority);
    if (changed === null || changed === this.#target) return;
    this.#clock.target(changed);
    this.#target = changed;
    this.#targetSaid = true;
  }

  #firstTarget(priority: string | null): number | null {
    const known = this.#targets.get(priority);
    if (known !== undefined) return known;
    const { level } = this.#month;
    const own = priority === null ? null : targetMinutesFor(level, priority);
    const found = own ?? targetMinutesFor(level, STANDARD_PRIORITY);
    this.#targets.set(priority, found);
    return found;
  }
}

const decoder = new TextDecoder();

/** The priority an event sets, or null; short ones are decoded once. */
function priorityAt(view: DataView, place: number, known: Map<number, string>): string | null {
  const length = view.getUint8(place + 9) - 1;
  if (length === 0) return null;
  const bytes = new Uint8Array(view.buffer, view.byteOffset + place + TAPE_HEAD, length);
  if (length > 6) return decoder.decode(bytes);
  let key = 0;
  for (const byte of bytes) key = key * 256 + byte;
  const found = known.get(key) ?? decoder.decode(bytes);
  known.set(key, found);
  return found;
}

function instantAt(view: DataView, place: number): number {
  return view.getInt32(place) * 4_294_967_296 + view.getUint32(place + 4);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function hasOnly(record: object, members: ReadonlySet<string>): boolean {
  return Object.entries(record).every(([key, value]) => value === undefined || members.has(key));
}
