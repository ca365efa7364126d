import { readdirSync } from "node:fs";
import { join } from "node:path";

export const migrationsDir = join(import.meta.dirname, "migrations");

/** The migrations in the order in which they apply. */
export function migrationNames(): string[] {
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
