import assert from "node:assert/strict";
import { loadavg } from "node:os";
import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../domain/identity/system-viewer.ts";
import { askForBillingRun } from "../server/billing/run/ask-for-run.ts";
import { doBillingRun } from "../server/billing/run/do-run.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { createLogger } from "../server/logger.ts";
import { testFields } from "../test/factories/field-keys.ts";
import { fillContracts, MONTH, SUMS_SAID_BY_SQL } from "./billing-data.ts";
import { benchStripePhase } from "./billing-stripe.ts";
import { floorRun, keepPattern, makeFloorTables } from "./floor/billing.ts";
import { type Lap, ratioOf, timed } from "./laps.ts";
import { round } from "./load.ts";

const clock = { now: () => Temporal.Instant.from("2026-11-21T09:00:00Z") };
const logger = createLogger("silent");

type Bench = { db: Database; client: pg.Client };

/** Goal 9: a billing run over contracts with one frozen month each; see docs/money.md. */
export async function benchBilling(p: {
  workerUrl: string;
  superuserUrl: string;
  contracts: number;
  rounds: number;
  invoices: number;
  say: (line: string) => unknown;
}) {
  const { contracts, rounds, say } = p;
  const db = openDatabase({ url: p.workerUrl, connections: 8, fields: testFields });
  const client = new pg.Client({ connectionString: p.superuserUrl });
  await client.connect();
  const bench = { db, client };
  try {
    const small = await smallRun(bench, Math.max(10, Math.round(contracts / 10)));
    say(`Filling ${contracts} contracts; load average ${loadavg()[0]?.toFixed(2)}`);
    await fillContracts(client, contracts);
    await makeFloorTables(client);
    const rssBefore = rss();
    const first = await ours(bench);
    const checked = await check(bench, contracts);
    await keepPattern(client);
    await client.query("truncate bench_statement, bench_credit");
    await floorRun(client);
    const laps: Lap[] = [];
    for (let n = 0; n < rounds; n += 1) {
      await cleared(client);
      laps.push({ ours: (await ours(bench)).ms, floor: await floorLap(client) });
    }
    const perSecond = (ms: number) => `${Math.round((contracts * 1000) / ms)} contracts/s`;
    const whole = ratioOf(laps, perSecond);
    const report = {
      ...{ contracts, rounds, load: loadavg()[0], ...whole, goal: "≥ 0.35", ...checked },
      questionsPerStatement: round(first.questions / contracts),
      // The same cost a statement at ten times the contracts is 1.
      growth: round(Math.min(...laps.map((lap) => lap.ours)) / contracts / small),
      ...{ rssBefore, rssAfter: rss(), rssMost: Math.round(process.resourceUsage().maxRSS / 1024) },
    };
    tell(report, say);
    const { workerUrl, invoices } = p;
    const stripe = await benchStripePhase({ workerUrl, client, clock, invoices, say });
    return { ...report, stripe };
  } finally {
    await client.end();
    await db.close();
  }
}

type Report = Awaited<ReturnType<typeof benchBilling>>;

function tell(report: Omit<Report, "stripe">, say: (line: string) => unknown): void {
  say(`\nbilling run: ${report.ratio} of the floor; goal ${report.goal}`);
  say(`  ours  ${report.ours}\n  floor ${report.floor}`);
  say(`  ${report.questionsPerStatement} questions to PostgreSQL a statement`);
  say(`  a statement costs ${report.growth} times as much at ten times the contracts`);
  say(
    `  net of all ${report.netMinor} minor units, as PostgreSQL's own arithmetic says; a second run: 0 new rows`,
  );
  say(
    `  memory ${report.rssBefore} MB before, ${report.rssAfter} MB after, ${report.rssMost} MB at most; ` +
      `load average ${loadavg()[0]?.toFixed(2)}`,
  );
}

const rss = () => Math.round(process.memoryUsage().rss / 2 ** 20);

/** Milliseconds a statement at a tenth of the contracts, the better of two. */
async function smallRun(bench: Bench, contracts: number): Promise<number> {
  await fillContracts(bench.client, contracts);
  await ours(bench);
  const times: number[] = [];
  for (let n = 0; n < 2; n += 1) {
    await cleared(bench.client);
    times.push((await ours(bench)).ms);
  }
  return Math.min(...times) / contracts;
}

async function cleared(client: pg.Client): Promise<void> {
  await client.query("set session_replication_role = replica");
  await client.query("truncate service_credit, statement, billing_run cascade");
  await client.query("set session_replication_role = origin");
}

async function floorLap(client: pg.Client): Promise<number> {
  await client.query("truncate bench_statement, bench_credit");
  return timed(() => floorRun(client));
}

/** The whole of a run as the worker does it: asked for, drafted in chunks, finished. */
async function ours({ db }: Bench): Promise<{ ms: number; questions: number }> {
  const [marketplace] = await db.open.$queryRaw<{ id: string }[]>`
    select id from organization where kind = 'marketplace'`;
  const viewer = systemViewer(marketplace?.id ?? "", "bench");
  const { runId } = await askForBillingRun({ db, clock, viewer }, { month: MONTH });
  let questions = 0;
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    questions += 1;
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    const ms = await timed(() => doBillingRun({ db, clock, logger }, { runId }));
    return { ms, questions };
  } finally {
    pg.Client.prototype.query = query;
  }
}

/** To the cent what SQL says on its own, each month once, and nothing more from a second run. */
async function check(bench: Bench, contracts: number) {
  const one = async (sql: string) => (await bench.client.query(sql)).rows[0];
  const made = `select count(*)::int as statements, count(distinct period_close_id)::int as months,
    sum(net_minor)::text as net, sum(fee_minor)::text as fee, sum(credit_minor)::text as credit,
    (select count(*)::int from service_credit) as credits from statement`;
  const before = await one(made);
  const said = await one(SUMS_SAID_BY_SQL);
  assert.equal(before.statements, contracts);
  assert.equal(before.months, contracts);
  assert.deepEqual([before.credits, before.credit, before.fee], [said.credits, said.credit, said.fee]);
  assert.equal(BigInt(before.net), BigInt(said.fee) - BigInt(said.credit));
  await assert.rejects(ours(bench), { code: "nothing_to_bill" });
  assert.deepEqual(await one(made), before);
  return { netMinor: before.net as string, lines: before.credits as number };
}
