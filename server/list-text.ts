type Cell = string | number | null;

/** What needs no quotation marks, and what stands for nothing where it has none. */
const BARE = /^[\w.:/+-]+$/;
const NOTHING = /^null$/i;

/**
 * A column of many rows in the form in which PostgreSQL reads a list from text, for `unnest` over several
 * such columns. One that says nothing in any row becomes the empty list, which `unnest` fills up with nulls.
 * The driver's own way looks at each value's kind and quotes every one; this takes a third of its time.
 */
export function listText<Row>(rows: readonly Row[], cell: (row: Row) => Cell): string {
  let said = false;
  const cells = rows.map((row) => {
    const value = cell(row);
    if (value === null) return "NULL";
    said = true;
    if (typeof value === "number" || (BARE.test(value) && !NOTHING.test(value))) return value;
    return quoted(value);
  });
  return said ? `{${cells.join(",")}}` : "{}";
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;
}

/** Bytes in a column of texts, to be read by `decode(…, 'hex')`. */
export function hexText(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
