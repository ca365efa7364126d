import {
  nextOnTape,
  saysMoreAt,
  TAPE_HEAD,
  TAPE_HOLDERS,
  TAPE_KINDS,
  TAPE_PARTS,
} from "../delivery/event-tape.ts";
import { formatMilliseconds } from "../shared/instant.ts";
import { textAt } from "./tape-text.ts";
import type { WorkItemClockEvent } from "./verdict-bundle-for.ts";

/** Milliseconds since 1970 of the event at this place on a tape. */
export function instantOnTape(view: DataView, at: number): number {
  return view.getInt32(at) * 4_294_967_296 + view.getUint32(at + 4);
}

/** The priority that an event on a tape sets, or null. */
export function priorityOnTape(view: DataView, at: number): string | null {
  const length = view.getUint8(at + 9) - 1;
  return length === 0 ? null : textAt(view, at + TAPE_HEAD, length);
}

/** The events of a tape, the bytes [begin, end) of `view`, as months read them. */
export function eventsOnTape(view: DataView, begin: number, end: number): WorkItemClockEvent[] {
  const events: WorkItemClockEvent[] = [];
  for (let at = begin; at < end; at = nextOnTape(view, at))
    events.push({ at: formatMilliseconds(instantOnTape(view, at)), ...eventOnTape(view, at) });
  return events;
}

/** The same of one event, without its moment. */
export function eventOnTape(view: DataView, at: number): SaidEvent {
  const code = view.getUint8(at + 8);
  const type = TAPE_KINDS[(code & 15) - 1];
  if (!type) throw new RangeError(`A tape says ${code}, which is no event.`);
  const event: SaidEvent = { type };
  const waitingOn = TAPE_HOLDERS[((code >> 4) & 3) - 1];
  if (waitingOn) event.waitingOn = waitingOn;
  const priority = priorityOnTape(view, at);
  if (priority) event.priority = priority;
  if (saysMoreAt(view, at)) readRest(event, view, at);
  return event;
}

type SaidEvent = Omit<WorkItemClockEvent, "at">;

function readRest(event: SaidEvent, view: DataView, head: number): void {
  const end = nextOnTape(view, head);
  const tags: string[] = [];
  for (let at = head + TAPE_HEAD + view.getUint8(head + 9) + 1; at < end; at += 2 + view.getUint8(at + 1)) {
    const text = textAt(view, at + 2, view.getUint8(at + 1));
    const what = view.getUint8(at);
    if (what === TAPE_PARTS.tags) event.tags = tags;
    else if (what === TAPE_PARTS.tag) tags.push(text);
    else if (what === TAPE_PARTS.site) event.site = text;
    else if (what === TAPE_PARTS.since) event.since = text;
  }
}
