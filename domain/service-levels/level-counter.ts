import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { HoursOf } from "./calendar-book.ts";
import { type CompiledCalendar, compileCalendar } from "./compiled-calendar.ts";
import { emptyTally, type TapeTally } from "./month-tally.ts";
import { RuledMonthCounter } from "./ruled-month.ts";
import type { TapeLife } from "./tape-life.ts";
import { MonthCounter, type TapeItem, type TapeLevel } from "./tape-month.ts";

/** What counts the months of one level from tapes. */
export type LevelCounter = {
  add(item: TapeItem): void;
  tally(month: number): TapeTally;
  readonly changesAtMs: number;
};

export type CountedLevel = Omit<TapeLevel, "calendar"> & {
  hours: HoursOf;
  /** Whether hours changed, so that each clock counts by those it ran under. */
  hoursChange: boolean;
  /** The item that is being added, read as far as its levels ask. */
  lifeOf: (item: TapeItem) => TapeLife;
};

/** Whether a level asks more of an item than the kinds of its events and its priority. */
export function asksMore({ clock }: Pick<ServiceLevel, "clock">): boolean {
  return clock?.rules !== undefined || clock?.calendar === "site";
}

/** The counter of a level where isTapeLevel holds. */
export function levelCounter(p: CountedLevel): LevelCounter {
  const { level, hours } = p;
  if (p.hoursChange || asksMore(level)) return new HoursCounter(p);
  const calendar = compileCalendar(hours({ level, fields: {}, fromMs: 0, untilMs: 0 }));
  return new MonthCounter({ ...p, calendar });
}

type Part = {
  add(p: { item: TapeItem; life: TapeLife; first: number; last: number }): void;
  tally(month: number): TapeTally;
  readonly changesAtMs: number;
};

/** A level's items by the hours that count for each, every hours with a counter of their own. */
class HoursCounter implements LevelCounter {
  readonly #p: CountedLevel;
  readonly #parts = new Map<CompiledCalendar, Part>();

  constructor(p: CountedLevel) {
    this.#p = p;
  }

  get changesAtMs(): number {
    return Math.min(...[...this.#parts.values()].map((part) => part.changesAtMs));
  }

  tally(month: number): TapeTally {
    const sum = emptyTally();
    for (const part of this.#parts.values()) addTo(sum, part.tally(month));
    return sum;
  }

  /** Months count apart where hours change between them, or where events move the item to another site. */
  add(item: TapeItem): void {
    const { level, months, lifeOf } = this.#p;
    if (!level.workItemTypes.includes(item.type)) return;
    const life = lifeOf(item);
    let first = 0;
    while (first < months.length) {
      const hours = this.#hoursIn(life, first);
      let last = first + 1;
      while (last < months.length && this.#hoursIn(life, last) === hours) last += 1;
      this.#partOf(hours).add({ item, life, first, last });
      first = last;
    }
  }

  #hoursIn(life: TapeLife, place: number): CompiledCalendar {
    const { level, hours, months } = this.#p;
    const month = months[place] ?? { toMs: 0, asOfMs: 0 };
    const fields = level.clock?.calendar === "site" ? life.fieldsBefore(month.toMs) : {};
    return compileCalendar(hours({ level, fields, ...life.spanIn(month) }));
  }

  #partOf(calendar: CompiledCalendar): Part {
    const known = this.#parts.get(calendar);
    if (known) return known;
    const { level } = this.#p;
    const rules = level.clock?.rules;
    const made: Part = rules
      ? new RuledMonthCounter({ ...this.#p, calendar, rules })
      : plainPart(new MonthCounter({ ...this.#p, calendar }));
    this.#parts.set(calendar, made);
    return made;
  }
}

function plainPart(counter: MonthCounter): Part {
  return {
    add: ({ item, first, last }) => counter.add(item, first, last),
    tally: (month) => counter.tally(month),
    get changesAtMs() {
      return counter.changesAtMs;
    },
  };
}

function addTo(sum: TapeTally, part: TapeTally): void {
  for (const key of ["met", "breached", "grossMet", "grossBreached", "excluded", "voided"] as const)
    sum[key] += part[key];
  sum.desk.n += part.desk.n;
  sum.desk.met += part.desk.met;
}
