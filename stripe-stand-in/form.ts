import type { Json, JsonObject } from "./json.ts";

type Tree = { [key: string]: Tree | string };

/**
 * Decodes `application/x-www-form-urlencoded` text with bracketed names, as v1 of the API takes it:
 * `lines[0][amount]=5&expand[]=a` becomes `{ lines: [{ amount: "5" }], expand: ["a"] }`. Every leaf is text.
 */
export function decodeForm(text: string): JsonObject {
  const tree: Tree = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) plant({ tree, path: pathOf(name), value });
  const decoded: JsonObject = {};
  for (const [key, value] of Object.entries(tree)) decoded[key] = ripen(value);
  return decoded;
}

function plant({ tree, path, value }: { tree: Tree; path: string[]; value: string }) {
  let node = tree;
  for (const [depth, segment] of path.entries()) {
    const key = segment === "" ? String(Object.keys(node).length) : segment;
    if (depth === path.length - 1) {
      node[key] = value;
      return;
    }
    const below = node[key];
    const next: Tree = typeof below === "object" ? below : Object.create(null);
    node[key] = next;
    node = next;
  }
}

function pathOf(name: string): string[] {
  const [head = "", ...rest] = name.split("[");
  return [head, ...rest.map((segment) => segment.replace(/\]$/, ""))];
}

function ripen(node: Tree | string): Json {
  if (typeof node === "string") return node;
  const entries = Object.entries(node).map(([key, value]) => [key, ripen(value)] as const);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  if (isList) return entries.map(([, value]) => value);
  return Object.fromEntries(entries);
}
