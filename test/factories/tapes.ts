import { TAPE_HEAD, TAPE_KINDS } from "../../domain/delivery/event-tape.ts";
import type { MonthItem } from "../../domain/service-levels/month-item.ts";
import type { TapeItem } from "../../domain/service-levels/tape-month.ts";

const LONGEST_PRIORITY = 250;
const KIND_CODES = new Map<string, number>(TAPE_KINDS.map((kind, index) => [kind, index + 1]));
const encoder = new TextEncoder();

/** What event_tape of the database writes; null where a kind or a priority has no room on a tape. */
export function writeTape(
  events: readonly { atMs: number; type: string; priority?: string | null }[],
): Uint8Array | null {
  const parts = events.map((event) => ({ ...event, priority: encoder.encode(event.priority ?? "") }));
  const bytes = new Uint8Array(parts.reduce((sum, one) => sum + TAPE_HEAD + one.priority.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { atMs, type, priority } of parts) {
    const kind = KIND_CODES.get(type);
    if (kind === undefined || priority.length > LONGEST_PRIORITY) return null;
    view.setBigInt64(at, BigInt(atMs));
    view.setUint8(at + 8, kind);
    view.setUint8(at + 9, priority.length + 1);
    bytes.set(priority, at + TAPE_HEAD);
    at += TAPE_HEAD + priority.length;
  }
  return bytes;
}

/** Items as the database hands them over in bulk: each its tape, somewhere among other bytes. */
export function tapeItems(items: readonly MonthItem[]): TapeItem[] {
  return items.map(({ type, priority, deskMadeSla, events }, n) => {
    const tape = writeTape(events.map((event) => ({ ...event, atMs: Date.parse(event.at) })));
    if (!tape) throw new Error("An event does not fit a tape.");
    const at = n % 5;
    const bytes = new Uint8Array(at + tape.length + 3).fill(255);
    bytes.set(tape, at);
    return { view: new DataView(bytes.buffer), at, end: at + tape.length, type, priority, deskMadeSla };
  });
}
