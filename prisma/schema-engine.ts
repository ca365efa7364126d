import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";
import { projectRoot } from "../server/own-files.ts";
import { migrationNames, migrationsDir } from "./migration-names.ts";

const prismaDir = join(projectRoot, "prisma");
export const snapshotFile = join(migrationsDir, "schema.snapshot.prisma");
const noFilters = { externalTables: [], externalEnums: [] };

/** The whole Prisma schema as one text, files in name order. */
export function schemaText(): string {
  const dir = join(prismaDir, "schema");
  return readdirSync(dir)
    .filter((file) => file.endsWith(".prisma"))
    .sort()
    .map((file) => readFileSync(join(dir, file), "utf8"))
    .join("\n");
}

/**
 * The SQL that leads from one schema text to another; from null means from an empty database. The engine
 * asks a server for its version before it writes SQL, so any reachable database serves; nothing in it is
 * read or changed.
 */
export async function sqlBetween(p: { from: string | null; to: string; url: string }): Promise<string> {
  const { from, to } = p;
  return withEngine(p.url, async (engine) => {
    const result = await engine.diff({
      from:
        from === null
          ? { tag: "empty" }
          : { tag: "schemaDatamodel", files: [{ path: "s.prisma", content: from }] },
      to: { tag: "schemaDatamodel", files: [{ path: "s.prisma", content: to }] },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return result.stdout ?? "";
  });
}

/** Applies every unapplied migration with the owner's connection; answers the names applied. */
export async function applyMigrations(ownerUrl: string): Promise<string[]> {
  return withEngine(ownerUrl, async (engine) => {
    const result = await engine.applyMigrations({ migrationsList: migrationsList(), filters: noFilters });
    return result.appliedMigrationNames;
  });
}

function migrationsList() {
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: readFileSync(join(migrationsDir, name, "migration.sql"), "utf8"),
        },
      },
    })),
  };
}

/**
 * Prisma's adapter cuts a script at every semicolon, also inside comments and function bodies. PostgreSQL
 * takes the whole script as one message and, better still, applies all of it or nothing.
 */
class WholeScripts extends PrismaPg {
  readonly #pools = new Set<{ end: () => Promise<void> }>();

  override async connect() {
    const adapter = await super.connect();
    this.#pools.add(adapter.underlyingDriver());
    adapter.executeScript = async (script: string) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        // The engine reports a number in place of what PostgreSQL said; the person at the keyboard needs
        // the words.
        process.stderr.write(
          `The migration was refused: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        throw error;
      }
    };
    return adapter;
  }

  /** The engine forgets its pools; an open connection would keep a database from being copied or dropped. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools].map((pool) => pool.end()));
  }
}

async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const factory = new WholeScripts({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await factory.close();
  }
}
