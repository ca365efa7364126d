import { builder } from "./builder.ts";

const kinds = new WeakMap<object, string>();

/** A thing with an id of its own, which `node(id:)` finds again. */
export const Node = builder.interfaceRef<object>("Node").implement({
  description: "A thing with an id that is unlike every other thing's.",
  fields: (t) => ({
    id: t.id({ resolve: (thing) => ("id" in thing ? String(thing.id) : "") }),
  }),
  resolveType: (thing) => kinds.get(thing),
});

/** Says what a row is, for the one place where a row of any kind is answered. */
export function asNode<Row extends object>(kind: string, row: Row | null): Row | null {
  if (row) kinds.set(row, kind);
  return row;
}
