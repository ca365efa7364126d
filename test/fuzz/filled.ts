import type { FuzzCase } from "./cases.ts";

/** The case with the world's own ids in the place of their kinds. */
export function filled(one: FuzzCase, ids: Record<string, string>): FuzzCase {
  const text = (value: string) =>
    value.replaceAll(/\{\{(\w+)\}\}/g, (_, kind: string) => ids[kind] ?? kind);
  return {
    ...one,
    path: text(one.path),
    headers: Object.fromEntries(Object.entries(one.headers).map(([name, value]) => [name, text(value)])),
    ...(one.body === undefined ? {} : { body: text(one.body) }),
  };
}

/** An id of each kind, by what asks the database as its owner. */
export async function idsOf(
  kinds: readonly string[],
  row: (sql: string) => Promise<{ id: string } | undefined>,
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const kind of kinds) {
    const found = await row(`select id::text from ${kind} order by id limit 1`);
    if (found) ids[kind] = found.id;
  }
  return ids;
}
