import { writeTape } from "../../domain/delivery/event-tape.ts";
import type { ImportedEvent } from "../../domain/delivery/import-events.ts";
import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import { readWorkItem } from "../../domain/delivery/work-item-state.ts";
import { parseInstantNanoseconds } from "../../domain/shared/instant.ts";
import { hexText, listText } from "../list-text.ts";

type ItemCell = ReturnType<typeof itemCell>;

/** An event as it will be stored, with the number of its ticket. */
export type EventCell = ImportedEvent & { reference: string; position: number };

/** Tickets as rows, and as the lists that PostgreSQL reads. */
export type WorkLists = {
  items: readonly ItemCell[];
  events: readonly EventCell[];
  lists: { items: ReturnType<typeof itemLists>; events: ReturnType<typeof eventLists> };
};

/** Lays tickets out for `writeWork`; asks nothing, so that it is done while PostgreSQL writes others. */
export function workLists(tickets: readonly ImportedWorkItem[]): WorkLists {
  const events: EventCell[] = [];
  const items = tickets.map((ticket) => {
    const trail = trailOf(ticket);
    for (const event of trail) events.push({ ...event, reference: ticket.number });
    return itemCell(ticket, trail);
  });
  return { items, events, lists: { items: itemLists(items), events: eventLists(events) } };
}

export function itemLists(items: readonly ItemCell[]) {
  const of = (cell: (item: ItemCell) => string | null) => listText(items, cell);
  return {
    references: of((item) => item.reference),
    types: of((item) => item.type),
    titles: of((item) => item.title),
    priorities: of((item) => item.priority),
    states: of((item) => item.state),
    waitingOn: of((item) => item.waitingOn),
    openedAt: of((item) => item.openedAt),
    resolvedAt: of((item) => item.resolvedAt),
    closedAt: of((item) => item.closedAt),
    deskMadeSla: of(({ deskMadeSla }) => (deskMadeSla === null ? null : String(deskMadeSla))),
    fields: of((item) => JSON.stringify(item.fields)),
    tapes: of((item) => item.tape),
  };
}

export function eventLists(events: readonly EventCell[]) {
  const of = (cell: (event: EventCell) => string | number | null) => listText(events, cell);
  return {
    references: of((event) => event.reference),
    keys: of((event) => event.sourceKey),
    positions: of((event) => event.position),
    types: of((event) => event.type),
    ats: of((event) => event.at),
    heldBy: of(heldBy),
    priorities: of((event) => event.priority || null),
  };
}

/** A ticket as a row, as its events leave it: what refreshWorkItems makes of them afterwards. */
function itemCell(ticket: ImportedWorkItem, trail: ReturnType<typeof trailOf>) {
  const { state, waitingOn, priority, resolvedAt, closedAt } = readWorkItem(trail);
  return {
    reference: ticket.number,
    type: ticket.type,
    title: ticket.title,
    priority: priority ?? ticket.priority,
    state,
    waitingOn,
    openedAt: ticket.openedAt,
    resolvedAt,
    closedAt,
    deskMadeSla: ticket.deskMadeSla,
    fields: fieldsOf(ticket),
    tape: trail.length === 0 ? null : hexText(writeTape(trail)),
  };
}

/** The events as they will be stored, each key once, in order of time. */
function trailOf(ticket: ImportedWorkItem) {
  const seen = new Set<string>();
  return ticket.events
    .map((event, position) => ({ ...event, position, atMs: millisecondsOf(event.at) }))
    .filter(({ sourceKey }) => !seen.has(sourceKey) && seen.add(sourceKey))
    .sort((left, right) => left.atMs - right.atMs || left.position - right.position)
    .map((event) => ({ ...event, waitingOn: heldBy(event) ?? undefined }));
}

function millisecondsOf(at: string): number {
  return Number((parseInstantNanoseconds(at) ?? 0n) / 1_000_000n);
}

function heldBy(event: ImportedEvent) {
  return event.type === "pause" ? (event.waitingOn ?? "buyer") : null;
}

function fieldsOf(ticket: ImportedWorkItem): Record<string, unknown> {
  const { category, requester, assignmentGroup, assignee, reopenCount } = ticket;
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({
    category,
    requester,
    assignmentGroup,
    assignee,
    reopenCount,
  }))
    if (value !== null) fields[name] = value;
  return Object.assign(fields, ticket.fields);
}
