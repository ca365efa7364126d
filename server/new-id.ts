import type { Tx } from "./db.ts";

/** A new uuidv7 from the database, for what has to be named before it is written. */
export async function newId(tx: Pick<Tx, "$queryRaw">): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`select uuidv7() as id`;
  if (!row) throw new Error("PostgreSQL gives an id whenever it is asked.");
  return row.id;
}
