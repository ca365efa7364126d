import type pg from "pg";
import type { Prisma } from "./generated/prisma/client.ts";
import { type RawArguments, rawQuery, rawText } from "./raw-sql.ts";
import type { Sealing } from "./sealed-fields.ts";

type Tx = Prisma.TransactionClient;

/** The raw statements of a client, over anything that runs a statement. */
export function rawStatements(run: (config: pg.QueryConfig) => Promise<pg.QueryResult>) {
  const rows = ({ rows }: pg.QueryResult) => rows;
  const count = ({ rowCount }: pg.QueryResult) => rowCount ?? 0;
  return {
    $queryRaw: (...args: RawArguments) => run(rawQuery(args)).then(rows),
    $executeRaw: (...args: RawArguments) => run(rawQuery(args)).then(count),
    $queryRawUnsafe: (text: string, ...values: unknown[]) => run(rawText(text, values)).then(rows),
    $executeRawUnsafe: (text: string, ...values: unknown[]) => run(rawText(text, values)).then(count),
  };
}

/** A client whose raw statements are ours and whose models are Prisma's. */
export function withRaw(client: Tx, raw: ReturnType<typeof rawStatements> & Sealing): Tx {
  return new Proxy(client, {
    get: (target, name) => Reflect.get(Object.hasOwn(raw, name) ? raw : target, name),
  });
}
