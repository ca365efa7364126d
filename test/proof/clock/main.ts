import { parseArgs } from "node:util";
import { openGround } from "../ground.ts";
import { startOwnPostgres } from "../own-postgres.ts";
import { walkThrough } from "./walk.ts";

/**
 * npm run clock:money [-- --months 26 --start 2024-01-01]: ends with 1 where anything is wrong at its end.
 */
const { values } = parseArgs({
  options: {
    months: { type: "string", default: "26" },
    start: { type: "string", default: "2024-01-01" },
  },
});
const say = (line: string) => process.stdout.write(`  ${line}\n`);

const postgres = await startOwnPostgres(["fsync=off", "synchronous_commit=off"]);
const start = `${values.start}T00:00:00Z`;
const ground = await openGround({ superuserUrl: postgres.superuserUrl, start });
const began = performance.now();
const outcome = await walkThrough({ ground, start: values.start, months: Number(values.months) });
const { verdict, faults, counts, breaks, dues } = outcome;
say(
  `${values.months} months in ${Math.round((performance.now() - began) / 1000)} s: ${counts.steps} steps`,
);
say(`${counts.takenBack} payments taken back by banks, ${verdict.disputes} disputes`);
say(`${counts.closed} months closed, ${verdict.statements} statements, ${counts.webhooks} webhooks`);
say(`${counts.reconciliations} reconciliations, ${verdict.transactions} balance transactions`);
say(`paid ${JSON.stringify(verdict.paidMinor)}`);
const wrong = [...faults, ...breaks, ...dues.map((number) => `wrongly due: ${number}`)];
for (const line of wrong.slice(0, 20)) say(`! ${line}`);
say(wrong.length === 0 ? "Nothing is lost, double, phantom or off by a cent." : `${wrong.length} faults`);
await ground.close();
await postgres.stop();
process.exit(wrong.length === 0 ? 0 : 1);
