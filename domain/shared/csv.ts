/** A cell that begins like a formula is written with an apostrophe, so that no spreadsheet runs it. */
function defused(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** A number of a report; it is written as it is, its minus included. */
export type CsvNumber = { number: string };

/**
 * A table as CSV (RFC 4180): lines end with CRLF, quotes are doubled, and every cell of text that a
 * spreadsheet would take for a formula is defused. A number must be a plain decimal; throws RangeError.
 */
export function csvTable(rows: readonly (readonly (string | CsvNumber)[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}

function cellText(cell: string | CsvNumber): string {
  if (typeof cell !== "string") {
    if (!/^-?\d+(\.\d+)?$/.test(cell.number))
      throw new RangeError(`${cell.number} is not a plain decimal.`);
    return cell.number;
  }
  const text = defused(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
