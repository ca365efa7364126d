import type { EpochSeconds } from "../shared/instant.ts";
import type { CompiledCalendar } from "./compiled-calendar.ts";
import type { ReopenPolicy } from "./verdict-bundle.ts";

/** How a clock of a tape stands: 0 not started, 1 running, 2 paused, 3 stopped, 4 cancelled. */
export type TapeState = 0 | 1 | 2 | 3 | 4;

type Stretch = { cycle: number; from: EpochSeconds; to: EpochSeconds };

/**
 * The clock of clock.ts on plain numbers and without a copy of what it was given, to be used again for the
 * next item: running time is written down as it passes and measured only when someone asks for a verdict.
 * `tape-month.test.ts` holds it against verdictOf.
 */
export class TapeClock {
  state: TapeState = 0;
  startedAt: EpochSeconds = 0;
  /** When the last cycle ended; null while it goes on. */
  endedAt: EpochSeconds | null = null;
  readonly #reopenPolicy: ReopenPolicy;
  #firstTarget = 0;
  /** The last cycle; its target in seconds; the cycles that ended in a reset and so without a verdict. */
  #cycle = -1;
  readonly #targets: number[] = [];
  readonly #isReset: boolean[] = [];
  readonly #stretches: Stretch[] = [];
  #used = 0;
  #since: EpochSeconds | null = null;

  constructor(reopenPolicy: ReopenPolicy) {
    this.#reopenPolicy = reopenPolicy;
  }

  /** Forgets the item before. */
  begin(targetMinutes: number): void {
    this.state = 0;
    this.endedAt = null;
    this.#firstTarget = targetMinutes * 60;
    this.#cycle = -1;
    this.#used = 0;
    this.#since = null;
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
    this.#since = at;
    this.state = 1;
  }

  stop(at: EpochSeconds): void {
    if (this.state !== 1 && this.state !== 2) return;
    this.#halt(at);
    this.endedAt = at;
    this.state = 3;
  }

  reopen(at: EpochSeconds): void {
    if (this.state !== 3) return;
    if (this.#reopenPolicy === "new_cycle") this.#open(at);
    else {
      this.endedAt = null;
      this.#since = at;
      this.state = 1;
    }
  }

  reset(at: EpochSeconds): void {
    if (this.state !== 1 && this.state !== 2) return;
    this.#halt(at);
    this.#isReset[this.#cycle] = true;
    this.#open(at);
  }

  cancel(at: EpochSeconds): void {
    if (this.state === 0 || this.state === 4) return;
    this.#halt(at);
    this.endedAt ??= at;
    this.state = 4;
  }

  target(minutes: number): void {
    if (this.state === 1 || this.state === 2) this.#targets[this.#cycle] = minutes * 60;
  }

  /** Lets a running clock reach the instant it is read at. */
  readUntil(asOf: EpochSeconds): void {
    this.#halt(asOf);
  }

  /**
   * Whether any cycle with a verdict holds more time than its target. Time before `countsFrom` counts for
   * nothing, which is how work is measured that was open when the contract began.
   */
  isBreached(calendar: CompiledCalendar, countsFrom: EpochSeconds): boolean {
    let next = 0;
    for (let cycle = 0; cycle <= this.#cycle; cycle += 1) {
      let seconds = 0;
      for (; next < this.#used && this.#stretches[next]?.cycle === cycle; next += 1) {
        const { from, to } = this.#stretches[next] as Stretch;
        if (!this.#isReset[cycle]) seconds += calendar.measure(from < countsFrom ? countsFrom : from, to);
      }
      if (!this.#isReset[cycle] && seconds > (this.#targets[cycle] ?? 0)) return true;
    }
    return false;
  }

  #open(at: EpochSeconds): void {
    this.#cycle += 1;
    this.#targets[this.#cycle] = this.#firstTarget;
    this.#isReset[this.#cycle] = false;
    this.endedAt = null;
    this.#since = at;
    this.state = 1;
  }

  #halt(at: EpochSeconds): void {
    if (this.#since === null) return;
    const kept = this.#stretches[this.#used];
    if (kept) {
      kept.cycle = this.#cycle;
      kept.from = this.#since;
      kept.to = at;
    } else this.#stretches.push({ cycle: this.#cycle, from: this.#since, to: at });
    this.#used += 1;
    this.#since = null;
  }
}
