import type { HoursOf } from "../../domain/service-levels/calendar-book.ts";
import { type LevelCounter, levelCounter } from "../../domain/service-levels/level-counter.ts";
import type { LevelFigure } from "../../domain/service-levels/month-figure.ts";
import { tapeFigure } from "../../domain/service-levels/tape-figure.ts";
import { TapeLife } from "../../domain/service-levels/tape-life.ts";
import { isTapeLevel, MonthsWithWork, type TapeItem } from "../../domain/service-levels/tape-month.ts";
import type { TapeMonth } from "../../domain/service-levels/tape-shared.ts";
import type { Period } from "../../domain/shared/period.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { readAt, textOfInstant } from "./read-at.ts";

/** The periods as tapes read them. */
export function tapeMonths(periods: readonly Period[], now: Parameters<typeof readAt>[1]): TapeMonth[] {
  return periods.map((period) => ({
    fromMs: period.from.epochMilliseconds,
    toMs: period.to.epochMilliseconds,
    asOfMs: readAt(period, now).epochMilliseconds,
  }));
}

/** Measures the open months of one contract from its tapes, as they come. */
export class ContractTapes {
  readonly engagement: ContractedEngagement;
  readonly #periods: readonly Period[];
  readonly #now: Parameters<typeof readAt>[1];
  readonly #work: MonthsWithWork;
  readonly #counters: { level: LevelOf; counter: LevelCounter }[];
  /** The present item, where a level asks more of it than its kinds and priorities. */
  #life: TapeLife | null = null;
  readonly #hoursChangeAtMs: number;
  /** An event did not fit a tape: nothing of the contract is counted. */
  #isOdd = false;

  constructor(p: {
    engagement: ContractedEngagement;
    hours: HoursOf;
    /** From when on the versions of its hours hold, in milliseconds since 1970; none where none changes. */
    changes: readonly number[];
    /** In order of time. */
    periods: readonly Period[];
    /** The same as tapes read them; one list for all contracts that share the periods. */
    months: readonly TapeMonth[];
    now: Parameters<typeof readAt>[1];
  }) {
    const { engagement, periods, months } = p;
    this.engagement = engagement;
    this.#periods = periods;
    this.#now = p.now;
    this.#work = new MonthsWithWork(months);
    // Hours are foreseen up to the last second before a month is read.
    const known = p.now.epochMilliseconds - 1000;
    this.#hoursChangeAtMs = Math.min(...p.changes.filter((ms) => ms > known).map((ms) => ms + 1000));
    this.#counters = engagement.terms.serviceLevels.filter(isTapeLevel).map((level) => ({
      level,
      counter: levelCounter({
        level,
        hours: p.hours,
        hoursChange: p.changes.length > 0,
        lifeOf: (item) => this.#lifeOf(item),
        reopenPolicy: engagement.terms.reopenPolicy,
        contractStartMs: engagement.startsAt.epochMilliseconds,
        months,
      }),
    }));
  }

  take(item: TapeItem | null): void {
    if (item === null) {
      this.#isOdd = true;
      return;
    }
    this.#work.add(item);
    this.#life = null;
    for (const { counter } of this.#counters) counter.add(item);
  }

  #lifeOf(item: TapeItem): TapeLife {
    this.#life ??= new TapeLife(item);
    this.#isOdd ||= this.#life.isOdd;
    return this.#life;
  }

  /** When the figures of the running month change though nothing is recorded; Infinity: they do not. */
  get changesAtMs(): number {
    return Math.min(this.#hoursChangeAtMs, ...this.#counters.map(({ counter }) => counter.changesAtMs));
  }

  /**
   * By month, the figures of the levels that tapes measure, by the level's id: equal to those of
   * measureLevel. The levels left out have to be measured item by item.
   */
  figures(): Map<string, Map<string, LevelFigure>> {
    if (this.#isOdd) return new Map();
    const { terms, startsAt, termsVersion } = this.engagement;
    const { calendar, reopenPolicy } = terms;
    const rules = { calendar, reopenPolicy, contractStart: startsAt.toString(), termsVersion };
    return new Map(
      this.#periods.map((period, place) => {
        const asOf = textOfInstant(readAt(period, this.#now));
        const monthHasWork = this.#work.has(place);
        const figures = this.#counters.map(({ level, counter }): [string, LevelFigure] => {
          const input = { level, metric: undefined, rules, period, asOf, monthHasWork };
          return [level.id, tapeFigure(input, counter.tally(place))];
        });
        return [period.month, new Map(figures)];
      }),
    );
  }
}

type LevelOf = ContractedEngagement["terms"]["serviceLevels"][number];
