// npm run --silent demo:accounts: the demo's sign-ins and API keys as JSON. Their passwords are public,
// so the command answers only for a database that this folder's own start filled with the demo story.
import { existsSync, readFileSync } from "node:fs";
import { DEMO_ACCOUNTS } from "../../prisma/seed/demo-accounts.ts";
import { databaseName, demoMarker } from "../boot/seed.ts";
import { readEnv } from "../env.ts";

const env = readEnv();
const marker = demoMarker(env.dataDir);
const demo: string | null = existsSync(marker) ? JSON.parse(readFileSync(marker, "utf8")).database : null;
if (!demo) refuse("There is no demo database here. npm start makes one.");
if (env.DATABASE_URL && databaseName(env.DATABASE_URL) !== demo)
  refuse(`DATABASE_URL names ${databaseName(env.DATABASE_URL)}, which is not the demo database.`);
process.stdout.write(`${JSON.stringify(DEMO_ACCOUNTS, null, 2)}\n`);

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
