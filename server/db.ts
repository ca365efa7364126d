import { PrismaPg } from "@prisma/adapter-pg";
import type { Viewer } from "../domain/identity/viewer.ts";
import { Prisma, PrismaClient } from "./generated/prisma/client.ts";
import { type Closing, inTransaction, TransactionPool } from "./org-transaction.ts";
import type { FieldEncryption } from "./ports/field-encryption.ts";
import { openPublished, type Published } from "./published.ts";
import { rawStatements, withRaw } from "./raw-client.ts";
import type { Sealing } from "./sealed-fields.ts";

export type Tx = Prisma.TransactionClient;
export type { Closing };
export { Prisma };

export type Database = {
  /**
   * Runs `work` in one transaction that speaks for the viewer's organisation: row-level security lets it
   * see that organisation's rows and no other's. Marketplace staff run under the role app_staff instead.
   * `closing` takes statements to be sent last, together with the commit; nobody waits for their rows.
   */
  withOrg: <T>(viewer: Viewer, work: (tx: Tx, closing: Closing) => Promise<T>) => Promise<T>;
  /** The same in a read-only transaction, in which any write throws: what GraphQL reads through. */
  readOrg: <T>(viewer: Viewer, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** For rows that belong to no tenant and for what is published; sees no tenant's rows. No transaction. */
  open: Tx;
  /** What everybody may see, in prepared statements: the hot way of the catalogue. */
  published: Published;
  /** Throws unless the connection is one that row-level security binds. */
  refuseUnlessBound: () => Promise<void>;
  ping: () => Promise<void>;
  close: () => Promise<void>;
};

/** How long a transaction may be open, in milliseconds; its connection is cut then. */
const LONGEST_MS = 30_000;

/**
 * Opens the pool of one role. Time-outs follow what recovered from a dead network in trials; see
 * docs/decisions.
 */
export function openDatabase(p: {
  url: string;
  connections: number;
  /** Seals and opens the columns of sealed-columns.ts. */
  fields: FieldEncryption;
  longestMs?: number;
}): Database {
  const { url, connections, longestMs = LONGEST_MS } = p;
  const sealing: Sealing = { $fields: () => Promise.resolve(p.fields) };
  const pool = new TransactionPool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    pipeline: true,
  });
  // The pool replaces a connection that has ended; without a listener its end would end the process.
  pool.on("error", () => undefined);
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  const published = openPublished({ url, connections: Math.min(connections, 6) });
  const reader = client.$extends(readOnly);
  const open = withRaw(client, { ...rawStatements((config) => pool.query(config)), ...sealing });
  return {
    withOrg: (viewer, work) =>
      inTransaction({ pool, prisma: client, longestMs, sealing }, { viewer, readOnly: false }, work),
    readOrg: (viewer, work) =>
      inTransaction({ pool, prisma: reader, longestMs, sealing }, { viewer, readOnly: true }, work),
    open,
    published,
    refuseUnlessBound: () => refuseUnlessBound(open),
    ping: async () => {
      await open.$queryRaw`select 1`;
    },
    close: async () => {
      await Promise.all([published.close(), client.$disconnect()]);
      await pool.end();
    },
  };
}

const WRITES = /^(create|update|upsert|delete)/;

const readOnly = Prisma.defineExtension({
  name: "read-only",
  query: {
    $allModels: {
      $allOperations({ operation, model, args, query }) {
        if (WRITES.test(operation))
          throw new Error(`${model}.${operation}: GraphQL reads; a use case writes.`);
        return query(args);
      },
    },
  },
});

/**
 * A connection that row-level security does not bind; the message is for the person who starts the server.
 */
export class UnboundConnection extends Error {}

async function refuseUnlessBound(client: Tx): Promise<void> {
  const [role] = await client.$queryRaw<{ name: string; free: boolean; owns: boolean }[]>`
    select current_user::text as name, rolsuper or rolbypassrls as free,
           exists (select 1 from pg_tables where schemaname = 'public' and tableowner = current_user) as owns
    from pg_roles where rolname = current_user`;
  if (!role || role.free || role.owns)
    throw new UnboundConnection(
      `The database connection is "${role?.name ?? "unknown"}", which is a superuser, bypasses row-level security ` +
        "or owns the tables. Engine Room runs as app_user and app_worker only; see Configuration in the README.",
    );
}
