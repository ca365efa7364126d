import { maskedEnd } from "../../domain/shared/masked.ts";
import { Prisma, type Tx } from "../db.ts";
import { SEALED_COLUMNS } from "../sealed-columns.ts";
import { sealedFields } from "../sealed-fields.ts";
import type { Exported } from "./organization-records.ts";

/** A row as JSON text, just as PostgreSQL writes it: no number passes through one of JavaScript's. */
export type RecordRow = { key: string; json: string; file: { name: string; content: Uint8Array } | null };

type Found = {
  key: string;
  json: string;
  sealed: string | null;
  place: string | null;
  name: string | null;
  content: Uint8Array | string | null;
};

/** Rows that are read at once; of those with a file fewer, since they are held in memory. */
const AT_ONCE = 2_000;
const WITH_FILES_AT_ONCE = 20;

/**
 * A page of a table's rows after a key, in the order of their keys; an empty page is the end. The
 * transaction says whose they are. `inFull` tells sealed numbers in full instead of by their end.
 */
export async function recordRows(
  tx: Tx,
  p: { table: string; exported: Exported; after: string | null; inFull: boolean },
): Promise<RecordRow[]> {
  const { rows, omit = [], key, opened, file } = p.exported;
  const sealed = opened && SEALED_COLUMNS[opened];
  const place = sealed ? ("place" in sealed ? sealed.place : sealed.key) : null;
  // All of this is text of ours, out of the lists of records.
  const raw = (text: string) => Prisma.raw(text);
  const order = raw(key ? `(t.${key})::text`.replace("t.(", "(") : "t.id");
  const after = key ? Prisma.sql`${p.after}` : Prisma.sql`${p.after}::uuid`;
  const hidden = sealed ? [...omit, sealed.column] : [...omit];
  const found = await tx.$queryRaw<Found[]>`
    select ${order}::text as key, (to_jsonb(t) - ${hidden}::text[])::text as json,
      ${raw(sealed ? `t.${sealed.column}` : "null")} as sealed, ${raw(place ? `t.${place}::text` : "null")} as place,
      ${raw(file ? file.name : "null")} as name, ${raw(file ? file.content : "null::bytea")} as content
    from ${raw(`public.${p.table}`)} t
    where (${raw(rows)}) and (${p.after}::text is null or ${order} > ${after})
    order by ${order} limit ${file ? WITH_FILES_AT_ONCE : AT_ONCE}`;
  const { openKept } = await sealedFields(tx);
  const bytes = async ({ key: id, content }: Found) => {
    if (typeof content !== "string" || !file?.sealed) return content as Uint8Array | null;
    const kept = await openKept(file.sealed, id, content);
    return kept === null ? null : Buffer.from(kept, "base64");
  };
  const number = async ({ sealed: value, place: at }: Found) => {
    if (!opened || value === null || at === null) return null;
    const kept = await openKept(opened, at, value);
    return p.inFull && kept !== null ? kept : maskedEnd(kept);
  };
  const written = found.map(async (row) => ({
    key: row.key,
    json: sealed ? withField(row.json, sealed.column, await number(row)) : row.json,
    file: fileOf(row, await bytes(row)),
  }));
  return Promise.all(written);
}

function fileOf(row: Found, content: Uint8Array | null): RecordRow["file"] {
  return content && { name: fileName(row), content };
}

/** The object with one field more; the text of the others stays as it is. */
function withField(json: string, name: string, value: string | null): string {
  return `${json.slice(0, -1)}, ${JSON.stringify(name)}: ${JSON.stringify(value)}}`;
}

/** The row's id tells files of one name apart; no name leads out of its folder. */
function fileName(row: Found): string {
  const safe = (row.name ?? "file").replaceAll(/[^\p{L}\p{N}._-]+/gu, "_").slice(-100);
  return `${row.key}-${safe}`;
}
