import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { systemClock } from "../../../server/clock.ts";
import { openDatabase } from "../../../server/db.ts";
import { createLogger } from "../../../server/logger.ts";
import { testFields } from "../../factories/field-keys.ts";
import { type Cast, NOW } from "../../factories/probe-cast.ts";
import { MUTATIONS, QUERIES } from "../../factories/probe-lines.ts";
import { openProber, type Prober, permissionOf } from "../../factories/prober.ts";
import type { World } from "../../world.ts";
import type { CodeHole } from "./code-holes.ts";
import type { Found } from "./found.ts";

/**
 * A process of the product with a hole in it, on a database of its own: asks the probes of each field and
 * says on a line each who saw the hole there. Started by main.ts behind plant.mjs.
 */
const { urls, cast, hole } = JSON.parse(process.env["HOLE_TRIAL"] ?? "{}") as {
  urls: { owner: string; user: string };
  cast: Cast;
  hole: CodeHole;
};
const db = openDatabase({ url: urls.user, connections: 4, fields: testFields });
const owner = new pg.Client({ connectionString: urls.owner });
await owner.connect();
const row = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows[0];
const clock = { ...systemClock, now: () => NOW };
const world = { db, owner, row, clock, logger: createLogger("silent") } as unknown as World;
const prober = await openProber(world, cast);
for await (const one of trials()) process.stdout.write(`${JSON.stringify(one)}\n`);
await Promise.all([owner.end(), db.close()]);
process.exit(0);

function trials(): AsyncGenerator<Found> {
  const { slice } = hole;
  if (slice === "queries") return fields("query", ["answersOthers", "answersWithoutThePermission"]);
  if (slice === "mutations") return fields("mutation", ["answersWithoutThePermission", "letsOthersAct"]);
  return slice === "nodes" ? nodes() : conditions();
}

type Slice = "answersOthers" | "answersWithoutThePermission" | "letsOthersAct";

/** Fields that ask a permission; the one that is asked instead is no hole where it is the right one. */
async function* fields(root: "query" | "mutation", slices: Slice[]): AsyncGenerator<Found> {
  for (const field of Object.keys(root === "query" ? QUERIES : MUTATIONS)) {
    const permission = permissionOf(root, field);
    if (!permission || (/another/.test(hole.kind) && permission === "engagement:read")) continue;
    let by: string | null = null;
    for (const slice of slices) by ??= (await faults(slice, root, field))[0] ? slice : null;
    yield { kind: hole.kind, place: field, by };
  }
}

function faults(slice: Slice, root: "query" | "mutation", field: string): Promise<string[]> {
  return slice === "answersWithoutThePermission"
    ? prober.answersWithoutThePermission(root, field)
    : prober[slice](field);
}

async function* nodes(): AsyncGenerator<Found> {
  for (const [kind, seen] of Object.entries(await prober.opensNodes()))
    yield { kind: hole.kind, place: kind, by: seen.length > 0 ? "opensNodes" : null };
}

type Conditions = { passed: Set<string>; left: boolean };

/**
 * With row-level security off, so that the conditions in the code are the one wall: those that a field passes
 * are left out together, since what one of them lets through another may hold. A field that tells something
 * even with all of them is said and left out: there the database is the only wall.
 */
async function* conditions(): AsyncGenerator<Found> {
  const { conditions: they } = globalThis as unknown as { conditions: Conditions };
  const SLICES = ["tellsOthers", "tellsIdsApart"] as const satisfies (keyof Prober)[];
  for (const field of Object.keys(QUERIES)) {
    they.passed.clear();
    const told = [...(await prober.tellsOthers(field)), ...(await prober.tellsIdsApart(field))];
    if (told.length > 0) process.stderr.write(`  row-level security alone holds ${field}: ${told[0]}\n`);
    if (told.length > 0 || they.passed.size === 0) continue;
    they.left = true;
    let by: string | null = null;
    for (const slice of SLICES) by ??= (await prober[slice](field))[0] ? slice : null;
    they.left = false;
    yield { kind: hole.kind, place: `${field} (${[...they.passed].join(", ")})`, by };
  }
}
