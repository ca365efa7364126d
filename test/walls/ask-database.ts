/** Asks the database one question; what holds a client of it makes one of these. */
export type AskDatabase = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

export const askOf =
  (client: { query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }> }): AskDatabase =>
  async <Row>(sql: string, values: unknown[] = []) =>
    (await client.query(sql, values)).rows as Row[];
