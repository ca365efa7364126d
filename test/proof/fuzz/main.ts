import { existsSync, readFileSync } from "node:fs";
import { maxHeaderSize } from "node:http";
import { parseArgs } from "node:util";
import { caseOf, type FuzzCase, ROUND } from "../../fuzz/cases.ts";
import { faultOf, PATIENCE_MS } from "../../fuzz/judge.ts";
import { startProduct } from "./product.ts";
import { type Answered, send } from "./send.ts";

/**
 * npm run fuzz [-- 100000 --seed 1 --from 0]: sends so many made-up requests into every operation and every
 * route of the whole product. Ends with 1 where one was answered with a failure of ours, showed our insides,
 * or took longer than two seconds three times. `-- 1 --seed 1 --from 4711` sends one case again.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    from: { type: "string", default: "0" },
    at: { type: "string", default: "12" },
  },
});
const [count, seed, from] = [Number(positionals[0] ?? 100_000), Number(values.seed), Number(values.from)];
const MOST_FAULTS = 40;
const say = (line: string) => process.stdout.write(`  ${line}\n`);

say(`seed ${seed}: ${count} cases from ${from}; ${ROUND.operations} operations, ${ROUND.places} routes`);
const product = await startProduct();
await product.signIn();
const faults = new Map<string, { n: number; times: number; words: string }>();
const statuses = new Map<number, number>();
const slowest = { ms: 0, n: 0 };
let next = from;
let late = 0;
const began = performance.now();
const telling = setInterval(() => say(`… ${next - from} sent, ${faults.size} faults`), 15_000);
await Promise.all(Array.from({ length: Number(values.at) }, sender));
clearInterval(telling);

const seconds = Math.round((performance.now() - began) / 1000);
say(`${next - from} requests in ${seconds} s; as ${product.signedIn()} people, with and without keys`);
say(
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, n]) => `${status}: ${n}`)
    .join(", "),
);
say(`slowest ${Math.round(slowest.ms)} ms (case ${slowest.n}); ${late} were late once and not again`);
for (const [what, { n, times, words }] of faults)
  say(`✗ ${what}: ${words}; ${times} times, first --seed ${seed} --from ${n}`);
if (faults.size > 0 && existsSync(product.log))
  say(`the log ends:\n${readFileSync(product.log, "utf8").slice(-6_000)}`);
if (!product.alive()) say("✗ the server ended");
say(`${faults.size} faults`);
const alive = product.alive();
await product.stop();
process.exit(faults.size === 0 && alive ? 0 : 1);

async function sender(): Promise<void> {
  while (next < from + count && faults.size < MOST_FAULTS && product.alive()) {
    const n = next;
    next += 1;
    if (n % 2_000 === 1_999) await product.signIn();
    await tried(caseOf(seed, n));
  }
}

/** An address longer than a head may be is hung up on while it still comes, so that its 431 can be lost. */
async function tried(one: FuzzCase): Promise<void> {
  const { method, path, headers, body } = product.fill(one);
  const whole = { ...product.credentials(one.sender, one.by), ...headers };
  const asked = { method, path, headers: whole, ...(body === undefined ? {} : { body }) };
  let answer = await send(product.port, asked);
  const lost = answer.status === 0 && path.length <= maxHeaderSize;
  const words = lost ? `no answer: ${answer.text}` : faultOf(answer);
  for (let again = 0; !words && answer.ms > PATIENCE_MS && again < 2; again += 1)
    answer = await sentAgain(asked);
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  if (answer.ms > slowest.ms) Object.assign(slowest, { ms: answer.ms, n: one.n });
  if (words) keep(one, words);
  else if (answer.ms > PATIENCE_MS) keep(one, `took ${Math.round(answer.ms)} ms three times`);
}

/** A machine that is busy with something else is no fault of the product's. */
async function sentAgain(asked: Parameters<typeof send>[1]): Promise<Answered> {
  late += 1;
  return send(product.port, asked);
}

function keep(one: FuzzCase, words: string): void {
  const known = faults.get(one.what);
  if (known) known.times += 1;
  else {
    faults.set(one.what, { n: one.n, times: 1, words });
    say(`✗ ${one.what} as ${one.sender} (${one.by}): ${words}; --seed ${seed} --from ${one.n}`);
    say(`    ${one.method} ${one.path.slice(0, 200)} ${JSON.stringify(one.body ?? "").slice(0, 1_500)}`);
  }
}
