import type { Tx } from "./db.ts";
import type { FieldEncryption } from "./ports/field-encryption.ts";
import { placeOf, type SealedName } from "./sealed-columns.ts";

/** Seals and opens the values of sealed columns; `id` is the row's, as `placeOf` has it. */
export type SealedFields = {
  seal: (name: SealedName, id: string, text: string) => string;
  open: (name: SealedName, id: string, sealed: string) => string;
  /** The blind index of a value, for a column that has one. */
  index: (name: SealedName, text: string) => string;
};

/** A method of the client, so that it is reached through whatever stands in for one that is not open yet. */
export type Sealing = { $fields: () => Promise<FieldEncryption> };

/** The keys of the database that a client or transaction belongs to. */
export function fieldKeysOf(tx: Tx): Promise<FieldEncryption> {
  const { $fields } = tx as Tx & Partial<Sealing>;
  if (!$fields) throw new TypeError("Sealed fields are read and written with a client of ours.");
  return $fields();
}

/** The sealed fields of a client or transaction. `open` throws Unreadable for what was tampered with. */
export async function sealedFields(tx: Tx): Promise<SealedFields> {
  return sealedBy(await fieldKeysOf(tx));
}

export function sealedBy(keys: FieldEncryption): SealedFields {
  return {
    seal: (name, id, text) => keys.seal(text, placeOf(name, id)),
    open: (name, id, sealed) => keys.open(sealed, placeOf(name, id)),
    index: (name, text) => keys.index(text, name),
  };
}

/** Ids for rows whose values are sealed before they are written. */
export async function newIds(tx: Tx, count: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select uuidv7()::text as id from generate_series(1, ${count}::int)`;
  return rows.map((row) => row.id);
}
