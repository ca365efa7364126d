import { parseArgs } from "node:util";
import { openGround } from "../ground.ts";
import { startOwnPostgres } from "../own-postgres.ts";
import { storm } from "./storm.ts";

/** npm run storm:webhooks [-- 100000 --contracts 12 --months 8 --seed 1]; ends with 1 where one is wrong. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    contracts: { type: "string", default: "12" },
    months: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
  },
});
const say = (line: string) => process.stdout.write(`  ${line}\n`);

const postgres = await startOwnPostgres(["fsync=off", "synchronous_commit=off"]);
const ground = await openGround({ superuserUrl: postgres.superuserUrl });
const { verdict, faults, sent, answers, seconds } = await storm({
  ground,
  deliveries: Number(positionals[0] ?? 100_000),
  contracts: Number(values.contracts),
  months: Number(values.months),
  seed: Number(values.seed),
});
const total = Object.values(sent).reduce((sum, n) => sum + n, 0);
say(`${total} webhooks in ${seconds} s over ${verdict.statements} paid invoices`);
for (const [kind, n] of Object.entries(sent)) say(`  ${String(n).padStart(7)}  ${kind}`);
say(`answers ${JSON.stringify(answers)}, paid ${JSON.stringify(verdict.paidMinor)}`);
for (const fault of faults.slice(0, 20)) say(`! ${fault}`);
say(faults.length === 0 ? "The end state is the truth." : `${faults.length} faults`);
await ground.close();
await postgres.stop();
process.exit(faults.length === 0 ? 0 : 1);
