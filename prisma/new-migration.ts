// npm run db:migration <name>: writes the SQL from the last snapshot of the schema to today's.
// Row-level security, triggers and checks are then added to that file by hand, because Prisma has no word
// for them.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../server/postgres/embedded.ts";
import { migrationNames, migrationsDir } from "./migration-names.ts";
import { schemaText, snapshotFile, sqlBetween } from "./schema-engine.ts";

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write("Give the migration a name in lower case: npm run db:migration add_contests\n");
  process.exit(2);
}
const from = existsSync(snapshotFile) ? readFileSync(snapshotFile, "utf8") : null;
const scratch = mkdtempSync(join(tmpdir(), "engine-room-migration-"));
chmodSync(scratch, 0o755);
const postgres = await startEmbeddedPostgres(scratch);
const sql = await sqlBetween({ from, to: schemaText(), url: postgres.superuserUrl() });
await postgres.stop();
rmSync(scratch, { recursive: true, force: true });
const number = String(migrationNames().length + 1).padStart(4, "0");
const directory = join(migrationsDir, `${number}_${name}`);
mkdirSync(directory);
writeFileSync(join(directory, "migration.sql"), sql);
writeFileSync(snapshotFile, schemaText());
process.stdout.write(`Wrote ${directory}/migration.sql; add policies, triggers and checks by hand.\n`);
process.exit(0);
