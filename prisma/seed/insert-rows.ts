import type pg from "pg";

export type Row = Record<string, unknown>;

const CHUNK = 2000;

/**
 * Inserts many rows in few statements: PostgreSQL reads them from one JSON text and converts every member to
 * its column's type. Rows that leave a member out get the column's default. A null becomes SQL's null, but in
 * the columns of `jsonNulls` JSON's own.
 */
export async function insertRows(
  client: pg.Client,
  input: { table: string; rows: readonly Row[]; jsonNulls?: readonly string[] },
): Promise<void> {
  const alike = new Map<string, Row[]>();
  for (const row of input.rows) {
    const members = Object.keys(row).join();
    const rows = alike.get(members);
    if (rows) rows.push(row);
    else alike.set(members, [row]);
  }
  for (const rows of alike.values()) await insertAlike(client, { ...input, rows });
}

/** Rows that all have the members of the first. */
async function insertAlike(
  client: pg.Client,
  input: { table: string; rows: readonly Row[]; jsonNulls?: readonly string[] },
): Promise<void> {
  const [first] = input.rows;
  if (!first) return;
  const names = Object.keys(first);
  const columns = names.map((name) => client.escapeIdentifier(name)).join(", ");
  const values = names.map((name) => {
    const column = client.escapeIdentifier(name);
    return input.jsonNulls?.includes(name) ? `coalesce(${column}, 'null')` : column;
  });
  const table = `public.${client.escapeIdentifier(input.table)}`;
  const insert = `insert into ${table} (${columns})
    select ${values.join(", ")} from jsonb_populate_recordset(null::${table}, $1)`;
  for (let start = 0; start < input.rows.length; start += CHUNK)
    await client.query(insert, [JSON.stringify(input.rows.slice(start, start + CHUNK))]);
}
