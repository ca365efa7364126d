import type { ClockMoment } from "../catalogue/clock-moment.ts";
import { nextOnTape } from "../delivery/event-tape.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import { momentsOf } from "./clock-from-rules.ts";
import { endsClock, factsOf, fieldsWithSite } from "./month-item.ts";
import type { RuledEvent } from "./ruled-clock.ts";
import { eventOnTape, instantOnTape } from "./tape-events.ts";
import type { TapeItem } from "./tape-month.ts";
import type { TapeMonth } from "./tape-shared.ts";

/** An item's tape, read once for all levels that ask more of it than its kinds and priorities. */
export class TapeLife {
  /** A moment within a millisecond: it has to be measured the general way. */
  readonly isOdd: boolean;
  readonly #item: TapeItem;
  readonly #said: readonly Said[];
  readonly #sites: readonly Said[];
  #events: RuledEvent<number>[] | null = null;

  constructor(item: TapeItem) {
    const { view, end } = item;
    const said: Said[] = [];
    for (let at = item.at; at < end; at = nextOnTape(view, at)) {
      const { since: text, ...event } = eventOnTape(view, at);
      const since = text ? parseInstantNanoseconds(text) : null;
      said.push({ ...event, atMs: instantOnTape(view, at), since });
    }
    this.#item = item;
    this.#said = said;
    this.#sites = said.filter((one) => typeof one.site === "string");
    this.isOdd = said.some(({ since }) => since !== null && since % 1_000_000n !== 0n);
  }

  /** The events with the item as conditions see it after each; instants in milliseconds since 1970. */
  get events(): readonly RuledEvent<number>[] {
    this.#events ??= this.#read();
    return this.#events;
  }

  /** From when to when its clock asks for hours, as a month that is read at a moment sees it. */
  spanIn({ toMs, asOfMs }: Pick<TapeMonth, "toMs" | "asOfMs">): { fromMs: number; untilMs: number } {
    const first = this.#said[0]?.atMs ?? asOfMs;
    const last = this.#said.findLast(({ atMs }) => atMs < toMs);
    const isOver = last && endsClock(last.type);
    // As measuring item by item foresees: the last second before the month is read.
    return { fromMs: first, untilMs: isOver ? last.atMs : asOfMs - 1000 };
  }

  /** The item's fields with the site that its events before an instant name. */
  fieldsBefore(ms: number): Readonly<Record<string, unknown>> {
    const { fields } = this.#item;
    if (this.#sites.length === 0) return fields;
    const events = this.#sites
      .filter(({ atMs }) => atMs < ms)
      .map((one) => ({ ...one, at: "", since: null }));
    return fieldsWithSite({ fields, events });
  }

  #read(): RuledEvent<number>[] {
    const events = this.#said.map(({ since, ...event }) => event);
    const moments = momentsOf({ facts: factsOf(this.#item), events });
    return this.#said.map(({ type, atMs, since }, index) => {
      const sinceMs = since === null ? null : Number(since / 1_000_000n);
      return { type, at: atMs, since: sinceMs, moment: moments[index] as ClockMoment };
    });
  }
}

type Said = Omit<ReturnType<typeof eventOnTape>, "since"> & { atMs: number; since: bigint | null };
