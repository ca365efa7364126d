import type pg from "pg";
import type { Tx } from "../db.ts";

/** Runs one parameterised statement and answers its rows. */
export type RunSql = <Row>(text: string, values: unknown[]) => Promise<Row[]>;

/** In the transaction of a job, which speaks for one organisation. */
export function sqlInTransaction(tx: Tx): RunSql {
  return (text, values) => tx.$queryRawUnsafe(text, ...values);
}

/** On a plain connection: set-up and the bench, which write the cards of every organisation. */
export function sqlOnConnection(client: pg.Client): RunSql {
  return async (text, values) => (await client.query(text, values)).rows;
}
