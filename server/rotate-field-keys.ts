import pg from "pg";
import type { FieldEncryption } from "./ports/field-encryption.ts";
import { placeOf, SEALED_COLUMNS, type SealedColumn, type SealedName } from "./sealed-columns.ts";

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
 * each. Reads work throughout, since every key opens; run again after a kill, it goes on with what is left.
 * Answers how many values it sealed. Throws Unreadable for a value that no key opens: nothing of its batch is
 * changed then.
 */
export async function rotateFieldKeys({ ownerUrl, ...how }: Rotation): Promise<number> {
  return asOwner(ownerUrl, (client) => sealAnew(client, how, how.fields.beginning));
}

/**
 * Seals what stands in plain: values from before their column was sealed, and those of a story that was just
 * written. Answers how many there were.
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
        ...{ name, column, kept, after, fields: how.fields },
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

async function countLeft(
  client: pg.Client,
  { table, column }: SealedColumn,
  kept: string,
): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as n from public.${table} where ${column} is not null and not starts_with(${column}, $1)`,
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
  fields: FieldEncryption;
};

async function sealBatch(client: pg.Client, p: Batch): Promise<{ key: string; rows: number } | null> {
  const { table, column, key, place = key, index } = p.column;
  await client.query("begin");
  try {
    const { rows } = await client.query<{ key: string; place: string; value: string }>(
      `select ${key}::text as key, ${place}::text as place, ${column} as value from public.${table}
       where ${column} is not null and not starts_with(${column}, $1)
         and ($2::uuid is null or ${key} > $2::uuid)
       order by ${key} limit $3 for update`,
      [p.kept, p.after, p.batch],
    );
    const sealed = rows.map((row) => {
      const text = plain(p, row);
      const anew = p.fields.seal(text, placeOf(p.name, row.place));
      return { key: row.key, sealed: anew, index: index ? p.fields.index(text, p.name) : null };
    });
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

function plain({ name, fields }: Batch, row: { place: string; value: string }): string {
  return row.value.startsWith("v1.") ? fields.open(row.value, placeOf(name, row.place)) : row.value;
}
