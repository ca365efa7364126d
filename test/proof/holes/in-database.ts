import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { askOf } from "../../walls/ask-database.ts";
import { brokenWalls } from "../../walls/broken-walls.ts";
import { foreignRows, type Onlooker } from "../../walls/foreign-rows.ts";
import { recordOfWalls } from "../../walls/record.ts";
import { type DatabaseHole, databaseHoles } from "./database-holes.ts";
import type { Found } from "./found.ts";

const RECORD = join(import.meta.dirname, "../../walls/record.txt");

/**
 * Makes every hole of the database in a transaction, asks the guards, and undoes it: one world serves for
 * all. The guards are asked in the order of what they are worth; the first that sees the hole is named.
 */
export async function holesInDatabase(p: {
  url: string;
  eyes: Onlooker[];
  kinds: readonly string[];
  /** One of so many is made, of every kind. */
  every: number;
  tell: (found: Found) => void;
}): Promise<void> {
  const client = new pg.Client({ connectionString: p.url });
  await client.connect();
  const ask = askOf(client);
  const record = readFileSync(RECORD, "utf8");
  const guards: [name: string, sees: (hole: DatabaseHole) => Promise<string | undefined>][] = [
    ["rows", async (hole) => (hole.showsRows ? await firstSight(p.eyes) : undefined)],
    ["rules", async () => (await brokenWalls(ask))[0]],
    [
      "record",
      async () => ((await recordOfWalls(ask)) === record ? undefined : "is another than the record"),
    ],
  ];
  const firstSight = async (eyes: Onlooker[]) => {
    for (const who of eyes) {
      const [seen] = await foreignRows(ask, who);
      if (seen) return seen;
    }
    return undefined;
  };
  const wanted = (await databaseHoles(ask)).filter(
    (hole, n) => n % p.every === 0 && (p.kinds.length === 0 || p.kinds.includes(hole.kind)),
  );
  for (const hole of wanted) {
    await ask("begin");
    try {
      await ask(hole.sql);
      p.tell({ ...hole, by: await firstGuard(guards, hole) });
    } finally {
      await ask("rollback");
    }
  }
  await client.end();
}

async function firstGuard(
  guards: [name: string, sees: (hole: DatabaseHole) => Promise<string | undefined>][],
  hole: DatabaseHole,
): Promise<string | null> {
  for (const [name, sees] of guards) if (await sees(hole)) return name;
  return null;
}
