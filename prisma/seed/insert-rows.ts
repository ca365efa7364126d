import type pg from "pg";

export type Row = Record<string, unknown>;

const CHUNK = 2000;

/**
 * Inserts many rows in few statements: PostgreSQL reads them from one JSON text and converts every member to
 * its column's type. All rows of a call have the members of the first.
 */
export async function insertRows(client: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first)
    .map((name) => client.escapeIdentifier(name))
    .join(", ");
  const name = client.escapeIdentifier(table);
  for (let start = 0; start < rows.length; start += CHUNK) {
    const json = JSON.stringify(rows.slice(start, start + CHUNK));
    await client.query(
      `insert into public.${name} (${columns}) select ${columns} from jsonb_populate_recordset(null::public.${name}, $1)`,
      [json],
    );
  }
}
