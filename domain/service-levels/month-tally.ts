import type { Tally } from "./attainment.ts";
import type { TapeClock } from "./tape-clock.ts";
import { columnsOf, type TapeMonth } from "./tape-shared.ts";

export type TapeTally = Tally & { desk: { n: number; met: number } };

/** What an item came to in a month: places in the counts. */
const [MET, BREACHED, GROSS_MET, EXCLUDED, VOIDED, DESK_N, DESK_MET] = [0, 1, 2, 3, 4, 5, 6] as const;
const PER_MONTH = 7;

/** What a month without any item comes to. */
export function emptyTally(): TapeTally {
  const none = { met: 0, breached: 0, grossMet: 0, grossBreached: 0, excluded: 0, voided: 0 };
  return { ...none, desk: { n: 0, met: 0 } };
}

/** The counts of one level's months, as clocks of tapes stand at their ends. */
export class MonthTally {
  readonly months: number;
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  readonly asOfMs: Float64Array;
  /**
   * Milliseconds since 1970: when the counts of the month that runs change though nothing is recorded,
   * because an open clock is breached or an event was recorded ahead of its time. Infinity: they do not.
   */
  changesAtMs = Number.POSITIVE_INFINITY;
  readonly #counts: Int32Array;

  constructor(months: readonly TapeMonth[]) {
    this.months = months.length;
    const { fromMs, toMs, asOfMs } = columnsOf(months);
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.asOfMs = asOfMs;
    this.#counts = new Int32Array(months.length * PER_MONTH);
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

  runsAt(month: number): boolean {
    return (this.asOfMs[month] ?? 0) < (this.toMs[month] ?? 0);
  }

  changesAt(ms: number): void {
    if (ms < this.changesAtMs) this.changesAtMs = ms;
  }

  /** Whether the item counts in the month as its clock stands at its end, and as what. */
  judge(month: number, clock: TapeClock, deskMadeSla: boolean | null): void {
    const { state, endedAt } = clock;
    const [from, to] = [(this.fromMs[month] ?? 0) / 1000, (this.toMs[month] ?? 0) / 1000];
    const isOver = state === 3 || state === 4;
    if (state === 0 || (isOver && (endedAt === null || endedAt < from || endedAt >= to))) return;
    const place = month * PER_MONTH;
    if (state === 4) this.#bump(place + VOIDED);
    else {
      const asOf = Math.floor((this.asOfMs[month] ?? 0) / 1000);
      const breached = clock.isBreached(asOf);
      if (state === 1 && this.runsAt(month)) {
        const at = clock.breachAfter(asOf, to);
        if (at !== null) this.changesAt(at * 1000);
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

  /** Judges what no later event changes, up to the month `end`. */
  judgeRest(p: { month: number; end: number; clock: TapeClock; deskMadeSla: boolean | null }): void {
    const { end, clock, deskMadeSla } = p;
    for (let { month } = p; month < end; month += 1) {
      const { endedAt } = clock;
      if (endedAt !== null && endedAt < (this.fromMs[month] ?? 0) / 1000) return;
      this.judge(month, clock, deskMadeSla);
    }
  }

  #bump(place: number): void {
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }
}
