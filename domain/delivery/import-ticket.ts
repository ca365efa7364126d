import { type EpochSeconds, formatInstant } from "../shared/instant.ts";
import { EventTrail, type ImportedEvent } from "./import-events.ts";
import type { ImportMapping, StateEffect } from "./import-mapping.ts";
import type { ImportRefusal, ImportRow } from "./import-row.ts";

/** One ticket as it will be written: its last known fields and its whole trail of events. */
export type ImportedWorkItem = {
  /** The desk's own number, which is also the key that a later import finds it by. */
  number: string;
  type: string;
  title: string;
  priority: string | null;
  /** The desk's last state, as its effect. */
  state: StateEffect;
  openedAt: string;
  category: string | null;
  requester: string | null;
  assignmentGroup: string | null;
  assignee: string | null;
  reopenCount: number | null;
  /** The desk's own verdict, to show beside ours. */
  deskMadeSla: boolean | null;
  /** The kind's own fields, where the file has them. */
  fields?: Readonly<Record<string, string>>;
  events: ImportedEvent[];
  /** Lines of the file it was read from. */
  rows: number[];
};

export type TicketReading = { item: ImportedWorkItem | null; refusals: ImportRefusal[] };

/** Turns the rows of one ticket into a work item; rows that cannot be right are refused one by one. */
export function readTicket(rows: readonly ImportRow[], mapping: ImportMapping): TicketReading {
  const ordered = inOrder(rows);
  const first = ordered[0];
  if (!first || first.openedAt === null) return { item: null, refusals: [] };
  const contradiction = ordered.map((row) => contradictionIn(row, mapping)).find((found) => found !== null);
  if (contradiction) return { item: null, refusals: [contradiction] };
  const read = mapping.shape === "update_log" ? readLog : readList;
  const { trail, accepted, refusals } = read(ordered, first, first.openedAt, mapping);
  const last = accepted.at(-1) ?? first;
  return {
    item: {
      number: first.number,
      type: mapping.workItemType,
      title: titleOf(last),
      priority: trail.priority,
      state: trail.effect,
      openedAt: formatInstant(first.openedAt),
      category: last.texts.category,
      requester: last.texts.requester,
      assignmentGroup: last.texts.assignmentGroup,
      assignee: last.texts.assignee,
      reopenCount: last.reopenCount,
      deskMadeSla: last.madeSla,
      events: trail.events,
      rows: accepted.map((row) => row.row),
    },
    refusals,
  };
}

type Read = { trail: EventTrail; accepted: ImportRow[]; refusals: ImportRefusal[] };

function readLog(
  rows: readonly ImportRow[],
  first: ImportRow,
  openedAt: EpochSeconds,
  mapping: ImportMapping,
): Read {
  const trail = new EventTrail(first, openedAt);
  const accepted: ImportRow[] = [];
  const refusals: ImportRefusal[] = [];
  const seen = new Map<string, number>();
  let latest = openedAt;
  for (const row of rows) {
    if (row.updatedAt === null || row.effect === null) continue;
    if (row.updatedAt < latest) {
      const reason =
        accepted.length === 0 || row.updatedAt < openedAt
          ? "The update lies before the ticket was opened."
          : "The clock runs backwards: an earlier update of this ticket is later than this one.";
      refusals.push(refusal(row, mapping.columns.updatedAt, row.written.updatedAt, reason, "row"));
      continue;
    }
    const resolvedAt = closingWithoutResolving(row, trail);
    if (resolvedAt !== null && resolvedAt <= row.updatedAt)
      trail.observe(row, "resolved", Math.max(resolvedAt, latest), "resolved");
    trail.observe(row, row.effect, row.updatedAt, keyOf(row, seen));
    latest = row.updatedAt;
    accepted.push(row);
  }
  return { trail, accepted, refusals };
}

/**
 * A desk that closes without a resolved state, or whose resolving row was refused, still says when that
 * was.
 */
function closingWithoutResolving(row: ImportRow, trail: EventTrail): EpochSeconds | null {
  const isOpen = trail.phase === "open" || trail.phase === "paused";
  return row.effect === "closed" && isOpen ? row.resolvedAt : null;
}

function readList(
  rows: readonly ImportRow[],
  first: ImportRow,
  openedAt: EpochSeconds,
  mapping: ImportMapping,
): Read {
  const trail = new EventTrail(first, openedAt);
  const [row = first, ...repeated] = rows;
  const refusals = repeated.map((one) =>
    refusal(one, mapping.columns.number, null, "This ticket stands in the file already.", "row"),
  );
  const effect =
    row.effect ?? (row.closedAt !== null ? "closed" : row.resolvedAt !== null ? "resolved" : "new");
  if (row.firstResponseAt !== null) trail.acknowledge(row.firstResponseAt, row.row, "first-response");
  if (effect === "resolved" || effect === "closed") {
    const resolvedAt = row.resolvedAt ?? row.closedAt ?? row.updatedAt;
    if (resolvedAt === null)
      refusals.push(
        refusal(row, mapping.columns.resolvedAt, null, "The ticket is done, but not when.", "ticket"),
      );
    else {
      trail.observe(row, "resolved", resolvedAt, "resolved");
      const closedAt = row.closedAt ?? row.updatedAt ?? resolvedAt;
      if (effect === "closed") trail.observe(row, "closed", Math.max(closedAt, resolvedAt), "closed");
    }
  } else {
    const at = row.updatedAt ?? row.closedAt ?? row.firstResponseAt ?? openedAt;
    trail.observe(row, effect, Math.max(at, openedAt), `state-${effect}`);
  }
  return { trail, accepted: [row], refusals };
}

function contradictionIn(row: ImportRow, mapping: ImportMapping): ImportRefusal | null {
  const { openedAt } = row;
  if (openedAt === null) return null;
  for (const column of ["resolvedAt", "closedAt", "firstResponseAt"] as const) {
    const at = row[column];
    if (at === null || at >= openedAt) continue;
    const what = { resolvedAt: "resolved", closedAt: "closed", firstResponseAt: "answered" }[column];
    return refusal(
      row,
      mapping.columns[column],
      row.written[column],
      `The ticket was ${what} before it was opened.`,
      "ticket",
    );
  }
  return null;
}

function refusal(
  row: ImportRow,
  column: string | undefined,
  value: string | null,
  reason: string,
  scope: ImportRefusal["scope"],
): ImportRefusal {
  return { row: row.row, number: row.number, column: column ?? null, value, reason, scope };
}

/** By the desk's own counter where both rows have one, else as the file has them. */
function inOrder(rows: readonly ImportRow[]): ImportRow[] {
  const counted = rows.every((row) => row.sequence !== null);
  if (!counted) return [...rows];
  return [...rows].sort(
    (left, right) =>
      (left.sequence ?? 0) - (right.sequence ?? 0) ||
      (left.updatedAt ?? 0) - (right.updatedAt ?? 0) ||
      left.row - right.row,
  );
}

/** Without a counter the update's instant tells updates apart; equal ones are told apart by their order. */
function keyOf(row: ImportRow, seen: Map<string, number>): string {
  const base = row.sequence !== null ? `u${row.sequence}` : `t${formatInstant(row.updatedAt ?? 0)}`;
  const times = (seen.get(base) ?? 0) + 1;
  seen.set(base, times);
  return times === 1 ? base : `${base}.${times}`;
}

function titleOf(row: ImportRow): string {
  const { title, category } = row.texts;
  return title ?? (category ? `${category} · ${row.number}` : row.number);
}
