export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The one text of a JSON value that both sides can hash: members sorted by UTF-16 code units, no spaces,
 * numbers as ECMAScript prints them (RFC 8785). Members that are undefined are left out. Throws RangeError
 * for what JSON cannot carry exactly: NaN, infinities and lone surrogates.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return stringText(value);
  return isList(value) ? listText(value) : membersText(value);
}

function listText(value: readonly Json[]): string {
  let text = "";
  for (const one of value) text += `${text === "" ? "" : ","}${canonicalJson(one)}`;
  return `[${text}]`;
}

function membersText(value: { readonly [key: string]: Json | undefined }): string {
  let text = "";
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined)
      text += `${text === "" ? "" : ","}${stringText(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function isList(
  value: readonly Json[] | { readonly [key: string]: Json | undefined },
): value is readonly Json[] {
  return Array.isArray(value);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON form.`);
  return JSON.stringify(value);
}

/** Printable ASCII without quotation mark and backslash stands for itself. */
const PLAIN = /^[ !#-[\]-~]*$/;

function stringText(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new RangeError("A text holds half of a surrogate pair.");
  return JSON.stringify(value);
}
