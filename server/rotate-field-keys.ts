import pg from "pg";
import { dataKeys } from "./data-keys.ts";
import type { FieldEncryption } from "./ports/field-encryption.ts";
import { rawQuery } from "./raw-sql.ts";
import { type OwnedName, SEALED_COLUMNS, type SealedColumn, type SealedName } from "./sealed-columns.ts";
import { type SealedFields, sealedBy } from "./sealed-fields.ts";

export type RotationStep = {
  name: SealedName;
  /** How many rows of the column were sealed anew so far, and how many there were to do. */
  done: number;
  of: number;
};

type Rotation = {
  /** Of the role that owns the tables: the triggers let it alone change what is sealed. */
  ownerUrl: string;
  fields: FieldEncryption;
  /** Rows in a transaction; a process that is killed loses no more than this. */
  batch?: number;
  onStep?: (step: RotationStep) => void;
};

const BATCH = 500;

/**
 * Seals every value anew that the first key did not seal, column by column, in batches of one transaction
 * each; of what an organisation's own key sealed, that key (and blind indexes, which are the product's). Reads
 * work throughout, since every key opens; run again after a kill, it goes on with what is left.
 * Answers how many values it sealed. Throws Unreadable for a value that no key opens: nothing of its batch is
 * changed then.
 */
export async function rotateFieldKeys({ ownerUrl, ...how }: Rotation): Promise<number> {
  return asOwner(ownerUrl, (client) => sealAnew(client, how, how.fields.beginning));
}

/**
 * Seals what stands in plain: values from before their column was sealed, and those of a story that was just
 * written; and under their organisation's own key what the product's sealed before there were such keys.
 * Answers how many there were.
 */
export async function sealPlainFields(p: {
  ownerUrl: string;
  fields: FieldEncryption;
  say: (line: string) => void;
}): Promise<number> {
  const count = await asOwner(p.ownerUrl, (client) => sealAnew(client, p, "v1."));
  if (count > 0) p.say(`Sealed ${count} field${count === 1 ? "" : "s"}`);
  return count;
}

async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Of each column, what does not begin as given. */
async function sealAnew(
  client: pg.Client,
  how: Pick<Rotation, "fields" | "batch" | "onStep">,
  kept: string,
): Promise<number> {
  let total = 0;
  for (const [name, column] of Object.entries(SEALED_COLUMNS) as [SealedName, SealedColumn][]) {
    const of = await countLeft(client, column, kept);
    let done = 0;
    let after: string | null = null;
    while (done < of) {
      const last: { key: string; rows: number } | null = await sealBatch(client, {
        ...{ name, column, kept, after, fields: fieldsOf(client, how.fields) },
        batch: Math.min(how.batch ?? BATCH, column.batch ?? BATCH),
      });
      if (!last) break;
      done += last.rows;
      after = last.key;
      how.onStep?.({ name, done, of });
    }
    total += done;
  }
  return total;
}

/** The sealed fields of a connection of the owner's; keys are asked for anew with each batch. */
export function fieldsOf(client: Pick<pg.Client, "query">, fields: FieldEncryption): SealedFields {
  return sealedBy(
    fields,
    dataKeys(fields, async (statement) => (await client.query(rawQuery([statement]))).rows),
  );
}

/** Whether a row is to be sealed anew, with what is kept as the first parameter. */
function isLeft({ column, owner, index }: SealedColumn): string {
  if (!owner) return `${column} is not null and not starts_with(${column}, $1::text)`;
  // Of an erased organisation there is no index, and no key that opens the value.
  const isMoved = index ? `not starts_with(${index}, 'i' || substr($1::text, 2))` : "$1::text is null";
  return `${column} is not null and (${column} !~ '^v1\\.[0-9a-f]{32}\\.' or coalesce(${isMoved}, false))`;
}

async function countLeft(client: pg.Client, column: SealedColumn, kept: string): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as n from public.${column.table} where ${isLeft(column)}`,
    [kept],
  );
  return rows[0].n;
}

type Batch = {
  name: SealedName;
  column: SealedColumn;
  kept: string;
  after: string | null;
  batch: number;
  fields: SealedFields;
};

async function sealBatch(client: pg.Client, p: Batch): Promise<{ key: string; rows: number } | null> {
  const { table, column, key, place = key, index, owner = key } = p.column;
  await client.query("begin");
  try {
    const { rows } = await client.query<Sealed>(
      `select ${key}::text as key, ${place}::text as place, ${owner}::text as owner, ${column} as value
       from public.${table} where ${isLeft(p.column)} and ($2::uuid is null or ${key} > $2::uuid)
       order by ${key} limit $3 for update`,
      [p.kept, p.after, p.batch],
    );
    const sealed = [];
    for (const row of rows) {
      const text = await plain(p, row);
      const anew = await sealedAnew(p, row, text);
      sealed.push({ key: row.key, sealed: anew, index: index ? p.fields.index(p.name, text) : null });
    }
    await client.query(
      `update public.${table} t set ${column} = r.sealed${index ? `, ${index} = r.index` : ""}
       from jsonb_to_recordset($1::jsonb) as r(key uuid, sealed text, index text) where t.${key} = r.key`,
      [JSON.stringify(sealed)],
    );
    await client.query("commit");
    const last = rows.at(-1);
    return last ? { key: last.key, rows: rows.length } : null;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

type Sealed = { key: string; place: string; owner: string; value: string };

async function plain({ name, fields }: Batch, { place, value }: Sealed): Promise<string> {
  return value.startsWith("v1.") ? fields.open(name, place, value) : value;
}

async function sealedAnew({ name, column, fields }: Batch, row: Sealed, text: string): Promise<string> {
  const { place: id, owner } = row;
  return column.owner
    ? fields.sealFor(name as OwnedName, { id, owner }, text)
    : fields.seal(name as Exclude<SealedName, OwnedName>, id, text);
}
