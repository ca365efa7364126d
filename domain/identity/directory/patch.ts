import { withoutSchema } from "./filter.ts";
import { attribute, DirectoryProblem, isObject } from "./problem.ts";

type Doc = Record<string, unknown>;
type Operation = { op: "add" | "replace" | "remove"; path: string | null; value: unknown };
/** attr, attr.sub, attr[sub eq "x"] or attr[sub eq "x"].sub */
type Path = { attribute: string; where: { name: string; value: string } | null; sub: string | null };

const MOST_OPERATIONS = 1_000;

/**
 * A resource after the operations of a PATCH (RFC 7644, 3.5.2), in the shapes that Entra ID and Okta send:
 * names of operations in any case, values without a path, dotted names within them, one member as an object
 * or a list, and members to remove in the path or in the value. The resource that is given is left alone.
 * Throws DirectoryProblem.
 */
export function patched(resource: Doc, body: unknown): Doc {
  const operations = attribute(body, "Operations");
  if (!Array.isArray(operations) || operations.length === 0)
    throw new DirectoryProblem(400, "A PATCH has a list of Operations.", "invalidSyntax");
  if (operations.length > MOST_OPERATIONS)
    throw new DirectoryProblem(413, `A PATCH has at most ${MOST_OPERATIONS} operations.`);
  const result = structuredClone(resource);
  for (const one of operations) apply(result, read(one));
  return result;
}

function read(given: unknown): Operation {
  const op = String(attribute(given, "op") ?? "").toLowerCase();
  if (op !== "add" && op !== "replace" && op !== "remove")
    throw new DirectoryProblem(400, "An operation is add, replace or remove.", "invalidSyntax");
  const path = attribute(given, "path") ?? null;
  if (path !== null && typeof path !== "string")
    throw new DirectoryProblem(400, "A path is a text.", "invalidPath");
  const value = attribute(given, "value");
  if (op !== "remove" && value === undefined)
    throw new DirectoryProblem(400, `An operation ${op} has a value.`, "invalidValue");
  return { op, path: path === "" ? null : path, value };
}

function apply(doc: Doc, { op, path, value }: Operation): void {
  if (path !== null) {
    applyAt(doc, { op, at: parsePath(path), value });
    return;
  }
  if (op === "remove") throw new DirectoryProblem(400, "What is removed is named by a path.", "noTarget");
  if (!isObject(value))
    throw new DirectoryProblem(400, "Without a path the value is an object.", "invalidValue");
  for (const [name, one] of Object.entries(value))
    if (name.toLowerCase() !== "schemas") applyAt(doc, { op, at: parsePath(name), value: one });
}

function applyAt(doc: Doc, p: { op: Operation["op"]; at: Path; value: unknown }): void {
  const { op, at, value } = p;
  const key = keyOf(doc, at.attribute);
  const present = doc[key];
  if (at.where) applyWhere(doc, { ...p, key, where: at.where });
  else if (at.sub !== null) {
    const inner = isObject(present) ? present : {};
    doc[key] = inner;
    if (op === "remove") delete inner[keyOf(inner, at.sub)];
    else inner[keyOf(inner, at.sub)] = value;
  } else if (op === "remove") doc[key] = value === undefined ? undefined : without(present, value);
  else if (op === "add" && Array.isArray(present)) doc[key] = [...present, ...[value].flat()];
  else if (isObject(present) && isObject(value)) doc[key] = { ...present, ...value };
  else doc[key] = value;
}

/** One of several values: `emails[type eq "work"].value`, `members[value eq "…"]`. */
function applyWhere(
  doc: Doc,
  p: { op: Operation["op"]; at: Path; value: unknown; key: string; where: NonNullable<Path["where"]> },
): void {
  const { op, at, value, key, where } = p;
  const list = Array.isArray(doc[key]) ? [...(doc[key] as unknown[])] : [];
  const fits = (one: unknown) => String(attribute(one, where.name) ?? "") === where.value;
  if (op === "remove" && at.sub === null) {
    doc[key] = list.filter((one) => !fits(one));
    return;
  }
  // Entra ID changes the work address of somebody who has none yet: then it is made.
  if (!list.some(fits)) list.push({ [where.name]: where.value });
  doc[key] = list.map((one) => {
    if (!fits(one) || !isObject(one)) return one;
    if (at.sub === null) return isObject(value) ? { ...one, ...value } : one;
    return { ...one, [at.sub]: op === "remove" ? undefined : value };
  });
}

/** The values that are left: Entra ID names those to remove in the value, by their own `value`. */
function without(present: unknown, value: unknown): unknown {
  if (!Array.isArray(present)) return undefined;
  const gone = new Set([value].flat().map((one) => String(attribute(one, "value") ?? one)));
  return present.filter((one) => !gone.has(String(attribute(one, "value") ?? one)));
}

const PATH = /^([A-Za-z$][\w-]*)(?:\[\s*(\w+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*\])?(?:\.([A-Za-z$][\w-]*))?$/i;

function parsePath(text: string): Path {
  const [whole, name = "", where, value = '""', sub] = PATH.exec(pathWithoutSchema(text)) ?? [];
  if (whole === undefined || [name, sub].includes("__proto__"))
    throw new DirectoryProblem(400, `“${text.slice(0, 60)}” is no path that is known here.`, "invalidPath");
  return {
    attribute: name,
    where: where === undefined ? null : { name: where, value: unquoted(value) },
    sub: sub ?? null,
  };
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw new DirectoryProblem(400, `${text.slice(0, 60)} is no value to compare with.`, "invalidPath");
  }
}

/** The name after a schema's: what an extension holds is kept under its last word, and counts for nothing. */
function pathWithoutSchema(path: string): string {
  const [, rest] = /^urn:[\w:.-]*:(\w[^:]*)$/i.exec(path) ?? [];
  return rest ?? withoutSchema(path);
}

function keyOf(doc: Doc, name: string): string {
  return Object.keys(doc).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}
