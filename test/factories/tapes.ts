import { writeTape } from "../../domain/delivery/event-tape.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import type { TapeItem } from "../../domain/service-levels/tape-month.ts";

/** Items as the database hands them over in bulk: each its tape, somewhere among other bytes. */
export function tapeItems(items: readonly MonthItem[]): TapeItem[] {
  return items.map(({ type, priority, deskMadeSla, events, fields }, n) => {
    const tape = writeTape(events.map((event) => ({ ...event, atMs: Date.parse(event.at) })));
    if (!tape) throw new Error("An event does not fit a tape.");
    const at = n % 5;
    const bytes = new Uint8Array(at + tape.length + 3).fill(255);
    bytes.set(tape, at);
    const place = { view: new DataView(bytes.buffer), at, end: at + tape.length };
    return { ...place, type, priority, deskMadeSla, fields };
  });
}
