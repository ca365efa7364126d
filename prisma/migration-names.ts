import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../server/own-files.ts";

export const migrationsDir = join(projectRoot, "prisma/migrations");

/** The migrations in the order in which they apply. */
export function migrationNames(): string[] {
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
