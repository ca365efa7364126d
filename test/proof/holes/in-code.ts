import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import type { Cast } from "../../factories/probe-cast.ts";
import { roleUrls } from "../../global-setup.ts";
import { CODE_HOLES, type CodeHole } from "./code-holes.ts";
import type { Found } from "./found.ts";

const here = import.meta.dirname;

/**
 * Makes every hole of the code, each kind in a process of its own on a copy of the seeded database, since
 * what is let through may change it.
 */
export async function holesInCode(p: {
  superuserUrl: string;
  /** The seeded database, which nobody may be connected to while it is copied. */
  seeded: string;
  cast: Cast;
  kinds: readonly string[];
  tell: (found: Found) => void;
}): Promise<void> {
  const server = new pg.Client({ connectionString: p.superuserUrl });
  await server.connect();
  for (const [n, hole] of CODE_HOLES.entries()) {
    if (p.kinds.length > 0 && !p.kinds.includes(hole.kind)) continue;
    const name = `${p.seeded}_${n}`;
    await server.query(`create database ${name} template ${p.seeded} owner app_owner`);
    const url = new URL(p.superuserUrl);
    url.pathname = `/${name}`;
    await trial({ hole, cast: p.cast, urls: roleUrls(url.href), tell: p.tell });
    await server.query(`drop database ${name} with (force)`);
  }
  await server.end();
}

async function trial(p: {
  hole: CodeHole;
  cast: Cast;
  urls: { owner: string; user: string };
  tell: (found: Found) => void;
}): Promise<void> {
  const { edits, slice } = p.hole;
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--import", join(here, "plant.mjs"), join(here, "child.ts")],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        HOLES: JSON.stringify({ edits, sites: slice === "conditions" }),
        HOLE_TRIAL: JSON.stringify({ urls: p.urls, cast: p.cast, hole: p.hole }),
      },
    },
  );
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  for await (const line of createInterface({ input: child.stdout })) p.tell(JSON.parse(line) as Found);
  if ((await ended) !== 0) throw new Error(`The trial of “${p.hole.kind}” did not run to its end.`);
}
