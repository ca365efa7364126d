import { fork } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Env } from "../env.ts";
import { programFile } from "../own-files.ts";

/** Where it stands that a database carries the demo story, and which; `npm run demo:accounts` asks it. */
export function demoMarker(dataDir: string): string {
  return join(dataDir, "demo.json");
}

/** The part of a connection string that names a database, without the password. */
export function databaseName(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname}`;
}

/** What the process that writes the story is told. */
export type StoryToWrite = {
  ownerUrl: string;
  userUrl: string;
  workerUrl: string;
  publicUrl: string;
  /** Whether Stripe is the local stand-in: the story's money then goes through it. */
  lives: boolean;
  /** "demo-to-bill" leaves a frozen month without its statement, for a billing run to find. */
  seed: Env["SEED"];
};

/**
 * Fills an empty database with the demo story, once; a database with any organisation in it is left alone. A
 * story whose writing was interrupted is not gone on with: it says how to begin anew.
 */
export async function seedOnce(
  p: StoryToWrite & { dataDir: string; say: (line: string) => void },
): Promise<void> {
  const { dataDir, say, ...toWrite } = p;
  const begun = join(dataDir, "demo-begun.json");
  if (await hasOrganizations(p.ownerUrl)) {
    if (existsSync(begun))
      say("The demo story was interrupted and is incomplete: npm run reset begins anew.");
    return;
  }
  say("Writing the demo story: a year of work (about 20 seconds)");
  const began = performance.now();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(begun, JSON.stringify({ database: databaseName(p.ownerUrl) }));
  await writeStory(toWrite, (line) => say(`  ${line}`));
  rmSync(begun);
  writeFileSync(demoMarker(dataDir), JSON.stringify({ database: databaseName(p.ownerUrl) }));
  say(`The demo story is written (${Math.round((performance.now() - began) / 100) / 10} s)`);
}

function writeStory(toWrite: StoryToWrite, onProgress: (line: string) => void): Promise<void> {
  const child = fork(programFile("server/cli/write-demo.ts"), [], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  child.on("message", (line) => onProgress(String(line)));
  child.send(toWrite);
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
