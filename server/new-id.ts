import type { Tx } from "./db.ts";
import { prepared } from "./raw-sql.ts";

/** A new uuidv7 from the database, for what has to be named before it is written. */
export async function newId(tx: Pick<Tx, "$queryRaw">): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`select uuidv7() as id`;
  if (!row) throw new Error("PostgreSQL gives an id whenever it is asked.");
  return row.id;
}

/** So many of them, with one question. */
export async function newIds(tx: Pick<Tx, "$queryRaw">, count: number): Promise<string[]> {
  if (count === 0) return [];
  const [row] = await tx.$queryRaw<{ ids: string }[]>(prepared`
    select string_agg(uuidv7()::text, ' ') as ids from generate_series(1, ${count}::int)`);
  return row?.ids.split(" ") ?? [];
}
