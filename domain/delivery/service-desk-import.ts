import { parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import type { ImportedEventType } from "./import-events.ts";
import { type ImportMapping, missingColumns } from "./import-mapping.ts";
import { type ImportRefusal, type ImportRow, rowReader } from "./import-row.ts";
import { type ImportedWorkItem, readTicket } from "./import-ticket.ts";

export type ImportCounts = {
  /** Rows below the header that are not blank: accepted + refused. */
  rows: number;
  rowsAccepted: number;
  rowsRefused: number;
  workItems: number;
  ticketsRefused: number;
  events: number;
  eventsByType: Partial<Record<ImportedEventType, number>>;
};

export type ImportReading = {
  /** What is wrong with the file as a whole, in sentences; then nothing was read. */
  problems: string[];
  workItems: ImportedWorkItem[];
  /** In order of the file. */
  refusals: ImportRefusal[];
  counts: ImportCounts;
};

/**
 * Reads a service desk's export: the dry run of the import, and the import itself. Pure and repeatable: the
 * same rows give the same events with the same keys, so that writing them a second time adds nothing.
 *
 * @param rows the cells below the header, any iterable; row numbers in refusals count the header as row 1.
 * @param now RFC 3339; what lies after it is refused.
 */
export function readServiceDeskExport(input: {
  header: readonly string[];
  rows: Iterable<readonly string[]>;
  mapping: ImportMapping;
  now: string;
}): ImportReading {
  const header = input.header.map((name) => name.replace(/^\uFEFF/, "").trim());
  const problems = missingColumns(input.mapping, header);
  if (problems.length > 0) return finishReading(problems, [], [], NOTHING);
  const now = parseInstantNanoseconds(input.now);
  if (now === null) throw new RangeError(`"${input.now}" is not an instant.`);
  const { tickets, refusals, rows } = groupByTicket(
    input,
    rowReader(input.mapping, header, secondsOf(now)),
  );
  if (rows === 0) return finishReading(["The file has a header but no rows."], [], [], NOTHING);
  const workItems: ImportedWorkItem[] = [];
  let ticketsRefused = 0;
  for (const ticketRows of tickets.values()) {
    const reading = readTicket(ticketRows, input.mapping);
    refusals.push(...reading.refusals);
    const refusedWhole = reading.item === null || reading.refusals.some((one) => one.scope === "ticket");
    if (refusedWhole) ticketsRefused += 1;
    else if (reading.item) workItems.push(reading.item);
  }
  refusals.sort((left, right) => left.row - right.row);
  return finishReading([], workItems, refusals, { rows, ticketsRefused });
}

function groupByTicket(
  input: { rows: Iterable<readonly string[]> },
  read: (cells: readonly string[], row: number) => ImportRow | ImportRefusal,
) {
  const tickets = new Map<string, ImportRow[]>();
  const refusals: ImportRefusal[] = [];
  let line = 1;
  let rows = 0;
  for (const cells of input.rows) {
    line += 1;
    if (cells.every((cell) => cell.trim() === "")) continue;
    rows += 1;
    const row = read(cells, line);
    if ("reason" in row) {
      refusals.push(row);
      continue;
    }
    const known = tickets.get(row.number);
    if (known) known.push(row);
    else tickets.set(row.number, [row]);
  }
  return { tickets, refusals, rows };
}

const NOTHING = { rows: 0, ticketsRefused: 0 };

/** Adds up what was read. */
export function finishReading(
  problems: string[],
  workItems: ImportedWorkItem[],
  refusals: ImportRefusal[],
  { rows, ticketsRefused }: { rows: number; ticketsRefused: number },
): ImportReading {
  const eventsByType: ImportCounts["eventsByType"] = {};
  let events = 0;
  let rowsAccepted = 0;
  for (const item of workItems) {
    rowsAccepted += item.rows.length;
    events += item.events.length;
    for (const { type } of item.events) eventsByType[type] = (eventsByType[type] ?? 0) + 1;
  }
  return {
    problems,
    workItems,
    refusals,
    counts: {
      rows,
      rowsAccepted,
      rowsRefused: rows - rowsAccepted,
      workItems: workItems.length,
      ticketsRefused,
      events,
      eventsByType,
    },
  };
}
