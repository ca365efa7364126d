import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import Papa from "papaparse";
import { InvalidInput } from "../../domain/shared/refusals.ts";

/** Larger files are split by month at their source; the page says so. */
export const MAX_FILE_BYTES = 48 * 1024 * 1024;
export const MAX_ROWS = 250_000;
const MAX_COLUMNS = 500;

export type ImportTable = { header: string[]; rows: string[][] };

/**
 * The bytes of an uploaded file. In a command's input it stands for its digest, so that retry keys
 * stay small.
 */
export class ImportFile {
  readonly bytes: Uint8Array;
  readonly hash: string;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.hash = createHash("sha256").update(bytes).digest("hex");
  }

  toJSON(): string {
    return this.hash;
  }
}

export type Encoding = "UTF-8" | "UTF-16" | "Windows-1252";

/**
 * Reads a file's text: UTF-8 with or without a mark, UTF-16 with a mark or told by its zero bytes, otherwise
 * Windows-1252, which is what spreadsheets on Windows write. Throws InvalidInput for what is no text.
 */
export function decodeImportFile(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes.length === 0) throw refused("The file is empty.");
  if (bytes.length > MAX_FILE_BYTES)
    throw refused(
      `The file has ${megabytes(bytes.length)} MB; 48 MB is the most. Export fewer months at a time.`,
    );
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03)
    throw refused("This is a spreadsheet or a ZIP file. Save it as CSV and choose that file.");
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: "UTF-16" };
  try {
    return { text: checked(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), encoding: "UTF-8" };
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    return { text: checked(new TextDecoder("windows-1252").decode(bytes)), encoding: "Windows-1252" };
  }
}

/** Splits CSV text into a header and rows. The separator is told by the file. Throws InvalidInput. */
export function parseImportText(text: string): ImportTable {
  const parsed = Papa.parse<string[]>(text, {
    header: false,
    skipEmptyLines: false,
    delimitersToGuess: [",", ";", "\t", "|"],
  });
  const broken = parsed.errors.find((one) => one.type === "Quotes");
  if (broken) throw refused(`Row ${(broken.row ?? 0) + 1} has a quotation mark that is never closed.`);
  const [first = [], ...rows] = parsed.data;
  const header = first.map((name) => name.replace(/^\uFEFF/, "").trim());
  if (header.every((name) => name === "")) throw refused("The first row has no column names.");
  if (header.length < 2)
    throw refused("The file has a single column. Separate columns by commas, semicolons or tabs.");
  // Everything after this looks at each column beside each other one.
  if (header.length > MAX_COLUMNS)
    throw refused(`The file has ${header.length} columns; ${MAX_COLUMNS} is the most.`);
  const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice) throw refused(`The column "${twice}" stands in the header twice.`);
  while (rows.length > 0 && isBlank(rows.at(-1))) rows.pop();
  if (rows.every(isBlank)) throw refused("The file has a header but no rows.");
  if (rows.length > MAX_ROWS)
    throw refused(
      `The file has ${rows.length} rows; ${MAX_ROWS} is the most. Export fewer months at a time.`,
    );
  return { header, rows };
}

/** How the bytes are kept until the import is done: logs shrink to a tenth. */
export function packContent(bytes: Uint8Array): Buffer {
  return gzipSync(bytes, { level: 4 });
}

export function unpackContent(packed: Uint8Array): ImportTable {
  return parseImportText(decodeImportFile(gunzipSync(packed)).text);
}

function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, 400);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const half = sample.length / 2;
  if ((zeros[1] ?? 0) > half * 0.8) return "utf-16le";
  return (zeros[0] ?? 0) > half * 0.8 ? "utf-16be" : null;
}

/** A byte that no text holds: the file is an image, a PDF or the like. */
function checked(text: string): string {
  for (let index = 0; index < Math.min(text.length, 4000); index++) {
    const code = text.charCodeAt(index);
    if (code < 9 || (code > 13 && code < 32 && code !== 27))
      throw refused("This is not a text file. Save the export as CSV in UTF-8 and choose that file.");
  }
  return text;
}

function isBlank(row: string[] | undefined): boolean {
  return !row || row.every((cell) => cell.trim() === "");
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

function refused(message: string): InvalidInput {
  return new InvalidInput([{ field: "file", message }]);
}
