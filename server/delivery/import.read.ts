import { guessBankMapping, looksLikeBank } from "../../domain/delivery/bank-mapping.ts";
import { knownText, neutraliseFormula } from "../../domain/delivery/import-cell.ts";
import {
  guessMapping,
  guessPriority,
  guessStateEffect,
  recogniseExport,
} from "../../domain/delivery/import-mapping-guess.ts";
import type { ImportRefusal } from "../../domain/delivery/import-row.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import type { BatchCounts, ImportState } from "./import-batch.ts";
import { unpackContent } from "./import-file.ts";
import { fittingMapping, savedMappings } from "./saved-mappings.ts";

export type ImportBatchRow = {
  id: string;
  engagementId: string;
  fileName: string;
  fileHash: string;
  rowCount: number;
  header: string[];
  mapping: unknown;
  state: ImportState;
  counts: BatchCounts | null;
  doneRows: number;
  refusedRows: number;
  failure: string | null;
  createdAt: string;
  finishedAt: string | null;
};

type Raw = Omit<ImportBatchRow, "createdAt" | "finishedAt"> & { createdAt: Date; finishedAt: Date | null };

/** One import in the viewer's sight, without its content: cheap enough to be asked for every second. */
export async function importBatch(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<ImportBatchRow | null> {
  if (!isId(p.id)) return null;
  const rows = await tx.$queryRaw<Raw[]>`
    select b.id, b.engagement_id as "engagementId", b.file_name as "fileName", b.file_hash as "fileHash",
      b.row_count as "rowCount", b.header, b.mapping, b.state, b.counts, b.done_rows as "doneRows",
      coalesce(jsonb_array_length(b.refused), 0) as "refusedRows", b.failure, b.created_at as "createdAt",
      b.finished_at as "finishedAt"
    from import_batch b where b.id = ${p.id}::uuid and ${partiesAre(p.viewer, "b")}`;
  const row = rows[0];
  if (!row) return null;
  return {
    ...row,
    createdAt: toInstant(row.createdAt).toString(),
    finishedAt: row.finishedAt ? toInstant(row.finishedAt).toString() : null,
  };
}

/** The latest imports of an engagement, newest first. */
export async function recentImports(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string },
): Promise<ImportBatchRow[]> {
  if (!isId(p.engagementId)) return [];
  const ids = await tx.$queryRaw<{ id: string }[]>`
    select b.id from import_batch b where b.engagement_id = ${p.engagementId}::uuid and
      ${partiesAre(p.viewer, "b")}
    order by b.created_at desc limit 10`;
  const rows: ImportBatchRow[] = [];
  for (const { id } of ids) {
    const row = await importBatch(tx, { viewer: p.viewer, id });
    if (row) rows.push(row);
  }
  return rows;
}

/** Refused rows in order of the file; `limit` null gives all of them. */
export async function refusedRows(
  tx: Tx,
  p: { viewer: Viewer; id: string; limit: number | null },
): Promise<ImportRefusal[]> {
  if (!isId(p.id)) return [];
  const [row] = await tx.$queryRaw<{ refused: ImportRefusal[] | null }[]>`
    select case when ${p.limit}::int is null then b.refused
      else (select jsonb_agg(one order by place) from jsonb_array_elements(b.refused) with ordinality as
        x(one, place)
            where place <= ${p.limit}::int) end as refused
    from import_batch b where b.id = ${p.id}::uuid and ${partiesAre(p.viewer, "b")}`;
  return row?.refused ?? [];
}

/** The refused rows as CSV for a spreadsheet; a cell that would run as a formula there is disarmed. */
export function refusedCsv(refusals: readonly ImportRefusal[]): string {
  const cell = (value: string | number | null) => {
    const text = neutraliseFormula(String(value ?? ""));
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = refusals.map((one) =>
    [one.row, one.number, one.column, one.value, one.reason, one.scope].map(cell).join(","),
  );
  return ["row,ticket,column,value,reason,left out", ...lines].join("\r\n").concat("\r\n");
}

export type MappingProposal = {
  mapping: unknown;
  /** The system or the saved mapping that the header was recognised by. */
  recognised: string | null;
  states: { value: string; rows: number; effect: string | null }[];
  priorities: { value: string; rows: number; priority: string | null }[];
  sample: string[][];
};

/**
 * What the wizard shows before a mapping is agreed: a guess from the header, and the values the file
 * holds.
 */
export async function mappingProposal(
  tx: Tx,
  p: {
    viewer: Viewer;
    id: string;
    zone: string;
    workItemType: string;
    currency?: string;
    mappingId?: string;
  },
): Promise<MappingProposal | null> {
  const batch = await importBatch(tx, p);
  if (!batch) return null;
  const [row] = await tx.$queryRaw<{ content: Uint8Array | null }[]>`
    select b.content from import_batch b where b.id = ${p.id}::uuid and ${partiesAre(p.viewer, "b")}`;
  if (!row?.content) return null;
  const { header, rows } = unpackContent(row.content);
  const saved = await savedMappings(tx, { viewer: p.viewer, engagementId: batch.engagementId });
  const chosen = p.mappingId ? saved.find((one) => one.id === p.mappingId) : fittingMapping(saved, header);
  const known = { zone: p.zone, workItemType: p.workItemType };
  const mapping = guessMapping(header, known);
  const isBank = looksLikeBank(header);
  const bank = isBank ? guessBankMapping(header, rows, { ...known, currency: p.currency ?? "USD" }) : null;
  const values = (name: string | undefined) => (name ? countsOf(rows, header.indexOf(name)) : []);
  return {
    mapping: (p.mappingId ? chosen?.mapping : null) ?? batch.mapping ?? chosen?.mapping ?? bank ?? mapping,
    recognised: chosen?.name ?? (isBank ? "a bank's export" : recogniseExport(header)),
    states: values(mapping.columns.state).map((one) => ({ ...one, effect: guessStateEffect(one.value) })),
    priorities: values(mapping.columns.priority).map((one) => ({
      ...one,
      priority: guessPriority(one.value),
    })),
    sample: rows.slice(0, 3),
  };
}

/** The distinct values of a column, most frequent first; a column of free text is cut at fifty. */
function countsOf(rows: readonly string[][], column: number): { value: string; rows: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = knownText(row[column]);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, n]) => ({ value, rows: n }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, 50);
}
