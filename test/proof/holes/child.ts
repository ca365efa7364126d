import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { systemClock } from "../../../server/clock.ts";
import { openDatabase } from "../../../server/db.ts";
import { createLogger } from "../../../server/logger.ts";
import { answersOf, differing, withoutRowSecurity } from "../../factories/answers.ts";
import { testFields } from "../../factories/field-keys.ts";
import { type Cast, NOW } from "../../factories/probe-cast.ts";
import { MUTATIONS, QUERIES } from "../../factories/probe-lines.ts";
import { openProber, permissionOf } from "../../factories/prober.ts";
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
 * With row-level security off the conditions in the code are the one wall: each query has to answer as it did
 * behind both. Then the conditions that a query passes are left out together, since what one of them lets
 * through another may hold.
 */
async function* conditions(): AsyncGenerator<Found> {
  const { conditions: they } = globalThis as unknown as { conditions: Conditions };
  const behindBoth: Record<string, Record<string, string>> = {};
  for (const field of Object.keys(QUERIES)) behindBoth[field] = await answersOf(prober, field);
  await withoutRowSecurity(owner);
  for (const [field, answers] of Object.entries(behindBoth)) {
    they.passed.clear();
    const [other] = differing(answers, await answersOf(prober, field));
    const held = { kind: "row-level security dropped", place: field };
    yield other
      ? { ...held, place: `${field} (${other})`, by: null }
      : { ...held, by: "conditions of the code" };
    if (other || they.passed.size === 0) continue;
    they.left = true;
    const [seen] = differing(answers, await answersOf(prober, field));
    they.left = false;
    const place = `${field} (${[...they.passed].join(", ")})`;
    yield { kind: hole.kind, place, by: seen ? "answers" : null };
  }
}
