import { parseArgs } from "node:util";
import { freePort } from "../../../server/postgres/embedded.ts";
import { openGround } from "../ground.ts";
import { startOwnPostgres } from "../own-postgres.ts";
import { castOf } from "./people.ts";
import { type Outcome, runTrial } from "./trial.ts";

/**
 * npm run crash:money [-- --strikes 1000 --seed 1 --contracts 12 --control-strikes 6]: the trial, then the
 * same without idempotency keys, which has to fail. Ends with 1 where the trial fails or its control does
 * not.
 */
const { values } = parseArgs({
  options: {
    strikes: { type: "string", default: "1000" },
    "control-strikes": { type: "string", default: "6" },
    seed: { type: "string", default: "1" },
    contracts: { type: "string", default: "12" },
  },
});
const say = (line: string) => process.stdout.write(`  ${line}\n`);

const postgres = await startOwnPostgres();
const real = await run({ strikes: Number(values.strikes), keys: true });
tell("With idempotency keys", real);
const control = await run({ strikes: Number(values["control-strikes"]), keys: false });
tell("Without them, as a control", control);
await postgres.stop();
// What is only unfinished proves nothing about keys: the control has to show effects that came twice.
const twice = control.verdict.double.length + control.verdict.phantom.length;
const held = real.faults.length === 0 && twice > 0;
say(held ? "The trial holds, and its control fails as it has to." : "The trial does NOT hold.");
process.exit(held ? 0 : 1);

async function run({ strikes, keys }: { strikes: number; keys: boolean }): Promise<Outcome> {
  const webPort = await freePort();
  const webhookUrl = `http://127.0.0.1:${webPort}/webhooks/stripe`;
  const ground = await openGround({ superuserUrl: postgres.superuserUrl, webhookUrl });
  const cast = await castOf(ground, Number(values.contracts));
  const seed = Number(values.seed);
  const killPostgres = () => postgres.killAndRestart();
  const outcome = await runTrial({
    ...{ ground, cast, webPort, seed, strikes, keys, killPostgres, say },
    atOnce: 2 * cast.stories.length,
  });
  await ground.close();
  return outcome;
}

function tell(title: string, { verdict, faults, ended, seconds }: Outcome): void {
  const ends = Object.values(ended).reduce((sum, n) => sum + n, 0);
  say(`${title}: ${ends} ends in ${seconds} s, ${verdict.statements} statements`);
  for (const [what, n] of Object.entries(ended).sort()) say(`  ${String(n).padStart(5)}  ${what}`);
  say(`  paid ${JSON.stringify(verdict.paidMinor)}, ${verdict.transactions} balance transactions`);
  const { lost, double, phantom, cents } = verdict;
  const counts = { lost, double, phantom, cents };
  for (const [kind, lines] of Object.entries(counts)) say(`  ${kind}: ${lines.length}`);
  for (const fault of faults.slice(0, 12)) say(`  ! ${fault}`);
}
