import type { EpochSeconds } from "../shared/instant.ts";
import type { CompiledCalendar } from "./compiled-calendar.ts";
import type { ReopenPolicy } from "./verdict-bundle.ts";

/** How a clock of a tape stands: 0 not started, 1 running, 2 paused, 3 stopped, 4 cancelled. */
export type TapeState = 0 | 1 | 2 | 3 | 4;

/**
 * The clock of clock.ts on plain numbers and without a copy of what it was given, to be used again for the
 * next item: running time is measured once, as it passes, and a month's end only looks at it.
 * `tape-month.test.ts` holds it against verdictOf.
 */
export class TapeClock {
  state: TapeState = 0;
  startedAt: EpochSeconds = 0;
  /** When the last cycle ended; null while it goes on. */
  endedAt: EpochSeconds | null = null;
  readonly #reopenPolicy: ReopenPolicy;
  readonly #calendar: CompiledCalendar;
  /** Time before it counts for nothing: how work is measured that was open when the contract began. */
  #countsFrom: EpochSeconds = -Infinity;
  #firstTarget = 0;
  /** The present cycle: its target and its time in seconds, net and as it were without `countsFrom`. */
  #target = 0;
  #net = 0;
  #gross = 0;
  /** Whether time runs, and how much business time lay before it began to: net, and without `countsFrom`. */
  #runs = false;
  #netSince = 0;
  #grossSince = 0;
  /** Whether a cycle before it, and not ended by a reset, went over its target. */
  #wasBreached = false;
  #wasGrossBreached = false;

  constructor(p: { reopenPolicy: ReopenPolicy; calendar: CompiledCalendar }) {
    this.#reopenPolicy = p.reopenPolicy;
    this.#calendar = p.calendar;
  }

  /** Forgets the item before. */
  begin(targetMinutes: number, countsFrom: EpochSeconds): void {
    this.state = 0;
    this.endedAt = null;
    this.#firstTarget = targetMinutes * 60;
    this.#countsFrom = countsFrom;
    this.#runs = false;
    this.#net = 0;
    this.#gross = 0;
    this.#wasBreached = false;
    this.#wasGrossBreached = false;
  }

  start(at: EpochSeconds): void {
    if (this.state !== 0) return;
    this.startedAt = at;
    this.#open(at);
  }

  pause(at: EpochSeconds): void {
    if (this.state !== 1) return;
    this.#halt(at);
    this.state = 2;
  }

  resume(at: EpochSeconds): void {
    if (this.state !== 2) return;
    this.#run(at);
  }

  stop(at: EpochSeconds): void {
    if (this.state !== 1 && this.state !== 2) return;
    this.#halt(at);
    this.endedAt = at;
    this.state = 3;
  }

  reopen(at: EpochSeconds): void {
    if (this.state !== 3) return;
    if (this.#reopenPolicy === "new_cycle") {
      this.#wasBreached ||= this.#net > this.#target;
      this.#wasGrossBreached ||= this.#gross > this.#target;
      this.#open(at);
    } else {
      this.endedAt = null;
      this.#run(at);
    }
  }

  /** Ends the cycle without a verdict. */
  reset(at: EpochSeconds): void {
    if (this.state !== 1 && this.state !== 2) return;
    this.#open(at);
  }

  cancel(at: EpochSeconds): void {
    if (this.state === 0 || this.state === 4) return;
    this.#halt(at);
    this.endedAt ??= at;
    this.state = 4;
  }

  target(minutes: number): void {
    if (this.state === 1 || this.state === 2) this.#target = minutes * 60;
  }

  /** Whether, read at `asOf`, any cycle with a verdict holds more time than its target. */
  isBreached(asOf: EpochSeconds): boolean {
    return this.#wasBreached || this.#net + this.#netUntil(asOf) > this.#target;
  }

  /** The first second at which the clock, running on, is breached; null where it stands or is already. */
  breachAfter(asOf: EpochSeconds, limit: EpochSeconds): EpochSeconds | null {
    if (this.state !== 1 || this.isBreached(asOf)) return null;
    const left = this.#target - this.#net - this.#netUntil(asOf);
    const begin = asOf < this.#countsFrom ? this.#countsFrom : asOf;
    return this.#calendar.addBusinessSeconds(begin, left + 1, limit);
  }

  /** The same as isBreached with the time before `countsFrom`. */
  isGrossBreached(asOf: EpochSeconds): boolean {
    if (this.#countsFrom === -Infinity) return this.isBreached(asOf);
    return this.#wasGrossBreached || this.#gross + this.#grossUntil(asOf) > this.#target;
  }

  #open(at: EpochSeconds): void {
    this.#target = this.#firstTarget;
    this.#net = 0;
    this.#gross = 0;
    this.endedAt = null;
    this.#run(at);
  }

  #run(at: EpochSeconds): void {
    this.#grossSince = this.#calendar.openBefore(at);
    this.#netSince = at < this.#countsFrom ? this.#calendar.openBefore(this.#countsFrom) : this.#grossSince;
    this.#runs = true;
    this.state = 1;
  }

  #halt(at: EpochSeconds): void {
    if (!this.#runs) return;
    const before = this.#calendar.openBefore(at);
    if (before > this.#netSince) this.#net += before - this.#netSince;
    this.#gross += before - this.#grossSince;
    this.#runs = false;
  }

  #netUntil(asOf: EpochSeconds): number {
    if (!this.#runs) return 0;
    const before = this.#calendar.openBefore(asOf);
    return before > this.#netSince ? before - this.#netSince : 0;
  }

  #grossUntil(asOf: EpochSeconds): number {
    return this.#runs ? Math.max(0, this.#calendar.openBefore(asOf) - this.#grossSince) : 0;
  }
}
