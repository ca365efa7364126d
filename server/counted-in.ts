import type pg from "pg";

/**
 * What every limiter that counts in PostgreSQL is opened with. The table stands already, and rows that are
 * over are not looked for by a timer. The kind of the store is named, because the library otherwise asks the
 * pool's class for its name, which a bundle may have changed.
 */
export function countedIn(pool: pg.Pool, tableName: string) {
  return {
    storeClient: pool,
    storeType: "pool",
    tableName,
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
}
