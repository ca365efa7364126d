/** What an export writes for "unknown". */
const UNKNOWN = new Set(["", "?", "-", "n/a", "null", "none"]);

/** The cell's text without surrounding space, or null where the export says it does not know. */
export function knownText(cell: string | undefined): string | null {
  const text = (cell ?? "").trim();
  return UNKNOWN.has(text.toLowerCase()) ? null : text;
}

/**
 * A cell that no spreadsheet will run: text that begins like a formula gets an apostrophe in front, as
 * OWASP advises against CSV injection. Imported text is kept as it is; call this where a file is written.
 */
export function neutraliseFormula(cell: string): string {
  return /^[\s]*[=+\-@]|^[\t\r\n]/.test(cell) && !/^-?\d+([.,]\d+)*$/.test(cell) ? `'${cell}` : cell;
}
