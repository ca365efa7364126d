import type { EpochSeconds } from "../shared/instant.ts";
import { knownText } from "./import-cell.ts";
import {
  IMPORT_COLUMNS,
  type ImportColumn,
  type ImportMapping,
  type StateEffect,
} from "./import-mapping.ts";
import { guessPriority, guessStateEffect } from "./import-mapping-guess.ts";
import { parseTimestamp } from "./import-timestamp.ts";

/** Why a row, or the whole ticket it belongs to, was left out. */
export type ImportRefusal = {
  /** Line of the file; the header is row 1. */
  row: number;
  number: string | null;
  /** The file's own header name, or null where the whole row is meant. */
  column: string | null;
  value: string | null;
  reason: string;
  scope: "row" | "ticket";
};

/** One row with its cells read; unknown cells are null. */
export type ImportRow = {
  row: number;
  number: string;
  effect: StateEffect | null;
  sequence: number | null;
  openedAt: EpochSeconds | null;
  updatedAt: EpochSeconds | null;
  firstResponseAt: EpochSeconds | null;
  resolvedAt: EpochSeconds | null;
  closedAt: EpochSeconds | null;
  /** The same times as the file writes them, for refusals. */
  written: Record<TimeColumn, string | null>;
  priority: string;
  reopenCount: number | null;
  madeSla: boolean | null;
  texts: Record<"title" | "category" | "requester" | "assignmentGroup" | "assignee", string | null>;
};

type TimeColumn = (typeof TIMES)[number];

const TIMES = ["openedAt", "updatedAt", "firstResponseAt", "resolvedAt", "closedAt"] as const;

/** Builds the reader of one file: where each column stands is looked up once, not per row. */
export function rowReader(mapping: ImportMapping, header: readonly string[], now: EpochSeconds) {
  const positions = new Map<ImportColumn, number>();
  const names = header.map((name) => name.trim());
  for (const column of IMPORT_COLUMNS) {
    const name = mapping.columns[column];
    if (name) positions.set(column, names.indexOf(name));
  }
  return (cells: readonly string[], row: number): ImportRow | ImportRefusal => {
    const text = (column: ImportColumn) => knownText(cells[positions.get(column) ?? -1]);
    const number = text("number");
    const refuse = (column: ImportColumn | null, reason: string): ImportRefusal => ({
      row,
      number,
      column: (column && mapping.columns[column]) ?? null,
      value: column && text(column),
      reason,
      scope: "row",
    });
    if (cells.length < header.length)
      return refuse(null, `The row has ${cells.length} cells; the header has ${header.length}.`);
    if (number === null) return refuse("number", "The ticket's number is missing.");
    const times = readTimes(mapping, text, now);
    if ("reason" in times) return refuse(times.column, times.reason);
    const state = readState(mapping, text("state"));
    if (typeof state === "object" && state !== null) return refuse("state", state.reason);
    return {
      row,
      number,
      effect: state,
      sequence: wholeNumber(text("sequence")),
      ...times,
      written: {
        openedAt: text("openedAt"),
        updatedAt: text("updatedAt"),
        firstResponseAt: text("firstResponseAt"),
        resolvedAt: text("resolvedAt"),
        closedAt: text("closedAt"),
      },
      priority: priorityOf(mapping, text("priority")),
      reopenCount: wholeNumber(text("reopenCount")),
      madeSla: yesOrNo(text("madeSla")),
      texts: {
        title: text("title"),
        category: text("category"),
        requester: text("requester"),
        assignmentGroup: text("assignmentGroup"),
        assignee: text("assignee"),
      },
    };
  };
}

type Times = Record<TimeColumn, EpochSeconds | null>;

function readTimes(
  mapping: ImportMapping,
  text: (column: ImportColumn) => string | null,
  now: EpochSeconds,
): Times | { column: ImportColumn; reason: string } {
  const times: Times = {
    openedAt: null,
    updatedAt: null,
    firstResponseAt: null,
    resolvedAt: null,
    closedAt: null,
  };
  for (const column of TIMES) {
    const written = text(column);
    if (written === null) continue;
    const at = parseTimestamp(written, mapping.zone, mapping.timestamps);
    if (at === null) return { column, reason: `"${written}" is not a date and time we can read.` };
    if (at > now) return { column, reason: `"${written}" lies in the future.` };
    times[column] = at;
  }
  if (times.openedAt === null) return { column: "openedAt", reason: "The time it was opened is missing." };
  if (mapping.shape === "update_log" && times.updatedAt === null)
    return { column: "updatedAt", reason: "The time of the update is missing." };
  return times;
}

function readState(mapping: ImportMapping, state: string | null): StateEffect | null | { reason: string } {
  if (state === null) return mapping.shape === "update_log" ? { reason: "The state is missing." } : null;
  const effect = mapping.states[state.toLowerCase()] ?? guessStateEffect(state);
  return effect ?? { reason: `We do not know what the state "${state}" means; add it to the mapping.` };
}

function priorityOf(mapping: ImportMapping, priority: string | null): string {
  if (priority === null) return mapping.defaultPriority;
  return mapping.priorities[priority.toLowerCase()] ?? guessPriority(priority) ?? mapping.defaultPriority;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function yesOrNo(text: string | null): boolean | null {
  if (text === null) return null;
  if (/^(true|yes|y|1|met)$/i.test(text)) return true;
  return /^(false|no|n|0|breached|missed)$/i.test(text) ? false : null;
}
