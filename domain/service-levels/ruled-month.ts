import type { ClockRules } from "../catalogue/clock-rules.ts";
import { targetMinutesUnder } from "../catalogue/service-level.ts";
import { MonthTally, type TapeTally } from "./month-tally.ts";
import { RuledClock, type RuledStep } from "./ruled-clock.ts";
import type { TapeClock } from "./tape-clock.ts";
import type { TapeLife } from "./tape-life.ts";
import type { TapeItem, TapeLevel } from "./tape-month.ts";
import { clockOf } from "./tape-shared.ts";

/**
 * Counts the months of a level whose clock has rules, reading each item once: the counts that its bundles
 * come to. `tape-ruled.test.ts` holds it against measureLevel.
 */
export class RuledMonthCounter {
  readonly #clock: TapeClock;
  readonly #ruled: RuledClock<number>;
  readonly #counts: MonthTally;
  readonly #contractStart: number;
  /** Nothing after it is known yet. */
  readonly #nowMs: number;
  #countsFrom = -Infinity;

  constructor({
    level,
    months,
    contractStartMs,
    calendar,
    reopenPolicy,
    rules,
  }: TapeLevel & { rules: ClockRules }) {
    const targets = new Map<string, number | null>();
    const reopen =
      rules.reopen === undefined || rules.reopen === "stays_stopped" ? reopenPolicy : rules.reopen;
    this.#clock = clockOf({ calendar, reopenPolicy: reopen });
    this.#counts = new MonthTally(months);
    this.#contractStart = contractStartMs;
    this.#nowMs = months.at(-1)?.asOfMs ?? 0;
    this.#ruled = new RuledClock<number>({
      rules,
      targetOf: (priority) => {
        const known = targets.get(priority);
        if (known !== undefined) return known;
        const found = targetMinutesUnder(level, priority);
        targets.set(priority, found);
        return found;
      },
      isLater: (one, other) => one >= other,
      emit: (step) => this.#step(step),
    });
  }

  get changesAtMs(): number {
    return this.#counts.changesAtMs;
  }

  tally(month: number): TapeTally {
    return this.#counts.tally(month);
  }

  /** Counts an item in the months from one place up to another. */
  add(p: { item: TapeItem; life: TapeLife; first: number; last: number }): void {
    const { last, item } = p;
    const { events } = p.life;
    const { toMs } = this.#counts;
    const opened = events[0]?.at ?? Number.POSITIVE_INFINITY;
    let month = p.first;
    while (month < last && opened >= (toMs[month] ?? 0)) month += 1;
    if (month === last) return;
    this.#countsFrom = opened < this.#contractStart ? Math.floor(this.#contractStart / 1000) : -Infinity;
    this.#clock.begin(0, this.#countsFrom);
    this.#ruled.begin();
    for (const event of events) {
      for (; event.at >= (toMs[month] ?? 0); month += 1) {
        this.#counts.judge(month, this.#clock, item.deskMadeSla);
        if (month === last - 1) return;
      }
      this.#ruled.take(event);
    }
    this.#counts.judgeRest({ month, end: last, clock: this.#clock, deskMadeSla: item.deskMadeSla });
  }

  #step({ type, at, minutes }: RuledStep<number>): void {
    // Recorded ahead of its time: a month that runs is read now. What it says of before counts already.
    if (at > this.#nowMs) {
      this.#counts.changesAt(at);
      return;
    }
    const second = Math.floor(at / 1000);
    if (type === "start") this.#clock.begin(minutes, this.#countsFrom);
    if (type === "target") this.#clock.target(minutes);
    else this.#clock[type](second);
  }
}
