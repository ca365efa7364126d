import { parseArgs } from "node:util";
import { NOW, probeCast } from "../../factories/probe-cast.ts";
import { onlookers } from "../../walls/foreign-rows.ts";
import { openGround } from "../ground.ts";
import { startOwnPostgres } from "../own-postgres.ts";
import type { Found } from "./found.ts";
import { holesInCode } from "./in-code.ts";
import { holesInDatabase } from "./in-database.ts";

/**
 * npm run test:holes [-- kind … --every 5]: makes holes in what keeps tenants apart and says which guard saw
 * each; ends with 1 where one was seen by nobody. Of the database's every fifth is made, with
 * `--every 1` each. Takes minutes, so it is no part of npm test.
 */
const { values, positionals: kinds } = parseArgs({
  allowPositionals: true,
  options: { every: { type: "string", default: "5" } },
});
const every = Number(values.every);
const say = (line: string) => process.stdout.write(`  ${line}\n`);
const found: Found[] = [];
const began = performance.now();

const postgres = await startOwnPostgres(["fsync=off", "synchronous_commit=off"]);
const ground = await openGround({ superuserUrl: postgres.superuserUrl, start: NOW.toString() });
const cast = await probeCast(ground.world);
const seeded = new URL(ground.urls.owner).pathname.slice(1);
const url = new URL(postgres.superuserUrl);
url.pathname = `/${seeded}`;
say(`a story with ${onlookers(cast).length} onlookers stands after ${since()} s`);
try {
  await holesInDatabase({
    url: url.href,
    eyes: onlookers(cast),
    kinds,
    every,
    tell: (one) => found.push(one),
  });
  say(`${found.length} holes in the database tried after ${since()} s`);
  await ground.release();
  await holesInCode({
    ...{ superuserUrl: postgres.superuserUrl, seeded, cast, kinds },
    tell: (one) => found.push(one),
  });
} finally {
  await postgres.stop();
}
table();
const missed = found.filter(({ by }) => by === null);
for (const { kind, place } of missed) say(`✗ ${kind}: ${place}: nobody saw it`);
say(`${found.length - missed.length} of ${found.length} holes were seen, in ${since()} s`);
process.exit(missed.length > 0 || found.length === 0 ? 1 : 0);

/** A line for each kind of hole: how many were made, and how many of them each guard was the first to see. */
function table(): void {
  for (const [kind, of] of Object.entries(Object.groupBy(found, (one) => one.kind))) {
    const guards = Object.entries(Object.groupBy(of ?? [], ({ by }) => by ?? "NOBODY"));
    const seen = guards.map(([by, all]) => `${by} ${all?.length}`).join(", ");
    say(`${String(of?.length).padStart(4)}  ${kind.padEnd(46)} ${seen}`);
  }
}

function since(): number {
  return Math.round((performance.now() - began) / 1000);
}
