import type { WaitingOn } from "./import-events.ts";
import type { WorkEventType } from "./work-item-state.ts";

/**
 * The events of a work item in a few bytes, in order of time: what measuring a million clocks reads instead
 * of six million rows. Each event is its instant in milliseconds since 1970 (8 bytes, big endian), its kind
 * (1 byte: the kind in the lowest four bits, for whom a pause waits in the next two, and whether more is
 * said in the seventh) and the priority it set (1 byte of length + 1, then UTF-8). More is two bytes of
 * length and parts of it, each what it is (1 byte), its length (1 byte) and UTF-8: the tags that the item
 * carries from then on, its site, and the moment from which the event is said to count. The database writes
 * it: event_tape in migration 0109.
 */
export const TAPE_KINDS = [
  "start",
  "acknowledge",
  "pause",
  "resume",
  "stop",
  "close",
  "reopen",
  "reset",
  "cancel",
  "priority",
  "update",
] as const satisfies readonly WorkEventType[];

/** Whom a pause waits for: the bits 4 and 5 say the place + 1. */
export const TAPE_HOLDERS = ["buyer", "third_party", "provider"] as const satisfies readonly WaitingOn[];

/** What a part of the rest is. A list of tags begins with an empty mark, so that one of none is one too. */
export const TAPE_PARTS = { tags: 1, tag: 2, site: 3, since: 4 } as const;

/** Bytes of an event that sets no priority and says no more. */
export const TAPE_HEAD = 10;
const SAYS_MORE = 64;

/** What an event says beside its moment and its kind. */
export type TapeEvent = {
  atMs: number;
  type: string;
  priority?: string | null | undefined;
  waitingOn?: WaitingOn | null | undefined;
  tags?: readonly string[] | null | undefined;
  /** "" takes the site away; null says nothing. */
  site?: string | null | undefined;
  /** RFC 3339, as it was written. */
  since?: string | null | undefined;
};

const LONGEST = 250;
const MOST_MORE = 60_000;
const CODES = new Map<string, number>(TAPE_KINDS.map((kind, index) => [kind, index + 1]));
const HOLDERS = new Map<string, number>(TAPE_HOLDERS.map((party, index) => [party, (index + 1) << 4]));
const encoder = new TextEncoder();

/** The code of an event's kind, at its place on the tape: the place in TAPE_KINDS + 1. */
export function tapeKindAt(view: DataView, at: number): number {
  return view.getUint8(at + 8) & 15;
}

/** Whether the event says more than its kind, its priority and for whom it waits. */
export function saysMoreAt(view: DataView, at: number): boolean {
  return (view.getUint8(at + 8) & SAYS_MORE) !== 0;
}

/** Where the event after the one at this place begins. */
export function nextOnTape(view: DataView, at: number): number {
  const next = at + TAPE_HEAD + view.getUint8(at + 9) - 1;
  return saysMoreAt(view, at) ? next + 2 + view.getUint16(next) : next;
}

/**
 * The tape of events in order of time, as event_tape of the database writes it; null where a kind, a priority
 * or anything else has no room on a tape.
 */
export function writeTape(events: readonly TapeEvent[]): Uint8Array | null {
  let length = 0;
  for (const event of events) length += mostBytesOf(event);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const event of events) {
    const { atMs, type, priority, waitingOn } = event;
    const kind = CODES.get(type);
    const written = priority ? encoder.encodeInto(priority, bytes.subarray(at + TAPE_HEAD)).written : 0;
    const rest = at + TAPE_HEAD + written;
    const next = saysMore(event) ? writeRest(bytes, rest + 2, event) : rest;
    if (kind === undefined || written > LONGEST || next === null) return null;
    const holder = type === "pause" && waitingOn ? (HOLDERS.get(waitingOn) ?? 0) : 0;
    view.setInt32(at, Math.floor(atMs / 4_294_967_296));
    view.setUint32(at + 4, atMs >>> 0);
    view.setUint8(at + 8, kind | holder | (next > rest ? SAYS_MORE : 0));
    view.setUint8(at + 9, written + 1);
    if (next > rest) view.setUint16(rest, next - rest - 2);
    at = next;
  }
  return bytes.subarray(0, at);
}

function saysMore({ tags, site, since }: TapeEvent): boolean {
  return Boolean(tags || typeof site === "string" || since);
}

/** No more than so many: a letter takes three bytes at most. */
function mostBytesOf({ priority, tags, site, since }: TapeEvent): number {
  let letters = (priority?.length ?? 0) + (site?.length ?? 0) + (since?.length ?? 0);
  for (const tag of tags ?? []) letters += tag.length;
  return TAPE_HEAD + 3 * letters + 2 * (4 + (tags?.length ?? 0));
}

/** Writes what an event says beside the usual and gives its end; null where there is no room for it. */
function writeRest(bytes: Uint8Array, from: number, { tags, site, since }: TapeEvent): number | null {
  let at: number | null = from;
  if (tags) at = writePart(bytes, at, TAPE_PARTS.tags, "");
  for (const tag of tags ?? []) at = writePart(bytes, at, TAPE_PARTS.tag, tag);
  if (typeof site === "string") at = writePart(bytes, at, TAPE_PARTS.site, site);
  if (since) at = writePart(bytes, at, TAPE_PARTS.since, since);
  return at === null || at - from > MOST_MORE ? null : at;
}

function writePart(bytes: Uint8Array, at: number | null, what: number, text: string): number | null {
  if (at === null) return null;
  const { written } = encoder.encodeInto(text, bytes.subarray(at + 2));
  bytes[at] = what;
  bytes[at + 1] = written;
  return written > LONGEST ? null : at + 2 + written;
}
