import pg from "pg";

/** Reads what everybody may see: no transaction, no viewer, so row-level security shows no tenant's rows. */
export type Published = {
  /**
   * Runs one statement, prepared once a connection and planned again only where PostgreSQL sees a use in
   * it.
   */
  sql: <Row>(text: string, values: readonly unknown[]) => Promise<Row[]>;
  close: () => Promise<void>;
};

/**
 * A prepared statement stays in the memory of every connection, so rarer texts beyond these go unprepared.
 */
const MOST_PREPARED = 200;

/**
 * Opens its own pool beside Prisma's, because a prepared statement over the driver costs a quarter as much.
 */
export function openPublished({ url, connections }: { url: string; connections: number }): Published {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
    statement_timeout: 60_000,
    keepAlive: true,
  });
  // The pool replaces a connection that has ended; without a listener its end would end the process.
  pool.on("error", () => undefined);
  const names = new Map<string, string>();
  return {
    sql: async (text, values) => {
      const known = names.get(text);
      const name = known ?? (names.size < MOST_PREPARED ? `published_${names.size}` : undefined);
      if (!known && name) names.set(text, name);
      const { rows } = await pool.query({ text, values: [...values], ...(name ? { name } : {}) });
      return rows;
    },
    close: () => pool.end(),
  };
}
