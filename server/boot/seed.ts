import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** Where it stands that a database carries the demo story, and which; `npm run demo:accounts` asks it. */
export function demoMarker(dataDir: string): string {
  return join(dataDir, "demo.json");
}

/** The part of a connection string that names a database, without the password. */
export function databaseName(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname}`;
}

/**
 * Fills an empty database with the demo story, once; a database with any organisation in it is left alone.
 */
export async function seedOnce(p: {
  ownerUrl: string;
  dataDir: string;
  say: (line: string) => void;
}): Promise<void> {
  if (await hasOrganizations(p.ownerUrl)) return;
  p.say("Writing the demo story: a year of work (about 10 seconds)");
  const began = performance.now();
  await writeStory(p.ownerUrl, (line) => p.say(`  ${line}`));
  mkdirSync(p.dataDir, { recursive: true });
  writeFileSync(demoMarker(p.dataDir), JSON.stringify({ database: databaseName(p.ownerUrl) }));
  p.say(`The demo story is written (${Math.round((performance.now() - began) / 100) / 10} s)`);
}

function writeStory(ownerUrl: string, onProgress: (line: string) => void): Promise<void> {
  const child = fork(join(import.meta.dirname, "../cli/write-demo.ts"), [], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  child.on("message", (line) => onProgress(String(line)));
  child.send({ ownerUrl });
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) =>
      code === 0 ? done() : failed(new Error("The demo story could not be written; see above.")),
    );
  });
}

async function hasOrganizations(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query("select exists (select 1 from organization) as filled");
    return rows[0].filled;
  } finally {
    await client.end();
  }
}
