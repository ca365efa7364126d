import { migrationNames } from "../../prisma/migration-names.ts";
import { withClient } from "./with-client.ts";

/** The names of the migrations that a database has not had yet, in the order in which they apply. */
export async function missingMigrations(connectionString: string): Promise<string[]> {
  const applied = new Set(await withClient(connectionString, appliedIn));
  return migrationNames().filter((name) => !applied.has(name));
}

async function appliedIn(client: Parameters<Parameters<typeof withClient>[1]>[0]): Promise<string[]> {
  const text = "select migration_name from public._prisma_migrations where finished_at is not null";
  try {
    const { rows } = await client.query(text);
    return rows.map((row) => row.migration_name);
  } catch (error) {
    // A database that never had one has no list of them either.
    if (error instanceof Error && "code" in error && error.code === "42P01") return [];
    throw error;
  }
}
