import { DirectoryProblem } from "./problem.ts";

export type Comparison<Name extends string = string> = { attribute: Name; value: string | boolean };

const PART = /^\s*([A-Za-z][\w.:-]*)\s+(\w+)(?:\s+("(?:[^"\\]|\\.)*"|true|false|[^\s"]+))?\s*(.*)$/s;
const MOST_PARTS = 10;

/**
 * Reads a filter (RFC 7644, 3.4.2.2) as directories send them: comparisons by `eq`, joined by `and`.
 * `names` are the attributes that may be compared; names and operators are read in any case. Throws
 * DirectoryProblem with invalidFilter for everything else, so that nobody gets more than they asked for.
 */
export function parseFilter<Name extends string>(
  text: string | null,
  names: readonly Name[],
): Comparison<Name>[] {
  if (text === null || text.trim() === "") return [];
  const found: Comparison<Name>[] = [];
  let rest = text;
  while (found.length < MOST_PARTS) {
    const [whole, name = "", operator = "", value = "", after = ""] = PART.exec(rest) ?? [];
    if (whole === undefined) throw refused(`“${rest.slice(0, 60)}” is no comparison.`);
    if (operator.toLowerCase() !== "eq") throw refused(`The operator ${operator} is not supported; eq is.`);
    const known = names.find((one) => one.toLowerCase() === withoutSchema(name).toLowerCase());
    if (!known) throw refused(`There is no comparing by ${name} here; by ${names.join(", ")} there is.`);
    found.push({ attribute: known, value: literal(value) });
    if (after === "") return found;
    const [joint, next] = /^and\s+(.*)$/is.exec(after) ?? [];
    if (joint === undefined || next === undefined) throw refused("Comparisons are joined by “and” alone.");
    rest = next;
  }
  throw refused(`A filter has at most ${MOST_PARTS} comparisons.`);
}

function literal(text: string): string | boolean {
  if (text === "true" || text === "false") return text === "true";
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "string" && !value.includes("\0")) return value;
  } catch {
    // Falls through: no JSON is no value.
  }
  throw refused(`${text === "" ? "Nothing" : text.slice(0, 60)} is no value to compare with.`);
}

/** "urn:ietf:params:scim:schemas:core:2.0:User:userName" is userName. */
export function withoutSchema(name: string): string {
  return /^urn:/i.test(name) ? (name.split(":").at(-1) ?? "") : name;
}

function refused(detail: string): DirectoryProblem {
  return new DirectoryProblem(400, detail, "invalidFilter");
}
