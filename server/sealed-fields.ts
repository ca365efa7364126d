import { Erased } from "../domain/shared/refusals.ts";
import { type DataKeys, dataKeys } from "./data-keys.ts";
import type { Tx } from "./db.ts";
import type { FieldEncryption } from "./ports/field-encryption.ts";
import { type OwnedName, placeOf, type SealedName } from "./sealed-columns.ts";

/** Seals and opens the values of sealed columns; `id` is the row's, as `placeOf` has it. */
export type SealedFields = {
  /** Under the product's keys: secrets that go with their row. */
  seal: (name: Exclude<SealedName, OwnedName>, id: string, text: string) => string;
  /** Under the key of the organisation that the value belongs to. Throws Erased. */
  sealFor: (name: OwnedName, row: { id: string; owner: string }, text: string) => Promise<string>;
  /** Throws Erased where the key is destroyed, and Unreadable for what was tampered with. */
  open: (name: SealedName, id: string, sealed: string) => Promise<string>;
  /** The same where an erased value is part of a page: null for it. */
  openKept: (name: SealedName, id: string, sealed: string) => Promise<string | null>;
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

/** The sealed fields of a client or transaction. */
export async function sealedFields(tx: Tx): Promise<SealedFields> {
  const fields = await fieldKeysOf(tx);
  return sealedBy(
    fields,
    dataKeys(fields, (statement) => tx.$queryRaw(statement)),
  );
}

export function sealedBy(fields: FieldEncryption, keys: DataKeys): SealedFields {
  const openKept: SealedFields["openKept"] = async (name, id, sealed) =>
    (await keys.for(sealed))?.open(sealed, placeOf(name, id)) ?? null;
  return {
    openKept,
    seal: (name, id, text) => fields.seal(text, placeOf(name, id)),
    sealFor: async (name, { id, owner }, text) => (await keys.of(owner)).seal(text, placeOf(name, id)),
    open: async (name, id, sealed) => {
      const text = await openKept(name, id, sealed);
      if (text === null) throw new Erased();
      return text;
    },
    index: (name, text) => fields.index(text, name),
  };
}

/** Ids for rows whose values are sealed before they are written. */
export async function newIds(tx: Tx, count: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select uuidv7()::text as id from generate_series(1, ${count}::int)`;
  return rows.map((row) => row.id);
}
