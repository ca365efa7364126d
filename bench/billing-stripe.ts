import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { mirrorInvoice } from "../server/billing/mirror-invoice.ts";
import { openStripePace, STRIPE_REQUESTS_PER_SECOND } from "../server/billing/stripe-pace.ts";
import type { Clock } from "../server/clock.ts";
import { openDatabase } from "../server/db.ts";
import { createLogger } from "../server/logger.ts";
import { createStripePort } from "../server/ports/stripe/port.ts";
import type { Fault } from "../stripe-stand-in/faults.ts";
import { testFields } from "../test/factories/field-keys.ts";
import { round } from "./load.ts";
import { type Seen, startStripeProcess } from "./stripe-process.ts";

type Invoice = { invoiceId: string; organizationId: string };

/**
 * Invoices on their way at once: enough that no endpoint ever waits for us, where each of four may let one
 * wait for its second.
 */
const AT_ONCE = 200;

/**
 * Goal 10: issued invoices go to a stand-in that holds Stripe's limit of requests an endpoint and second and
 * spoils one request in a hundred. Answers which part of the allowed rate was reached, and fails where an
 * invoice was made twice or not at all.
 */
export async function benchStripePhase(p: {
  workerUrl: string;
  client: pg.Client;
  clock: Clock;
  invoices: number;
  say: (line: string) => unknown;
}) {
  const dataDir = mkdtempSync(join(tmpdir(), "engine-room-bench-stripe-"));
  const requestsPerSecond = STRIPE_REQUESTS_PER_SECOND;
  const standIn = await startStripeProcess({
    dataDir,
    requestsPerSecond,
    faults: oneInAHundred(p.invoices),
  });
  const pool = new pg.Pool({ connectionString: p.workerUrl, max: 2 });
  const db = openDatabase({ url: p.workerUrl, connections: 8, fields: testFields });
  const stripe = createStripePort({
    ...{ apiKey: "sk_test_bench", apiBase: standIn.url, webhookSecret: "whsec_bench" },
    pace: openStripePace(pool),
  });
  const deps = {
    db,
    clock: p.clock,
    logger: createLogger("silent"),
    publicUrl: "http://localhost",
    stripe,
  };
  try {
    const invoices = await issued(p.client, p.invoices);
    const began = { ours: process.cpuUsage(), theirs: standIn.cpu() };
    const again = await mirrorAll(invoices, (one) => mirrorInvoice(deps, one));
    const { user, system } = process.cpuUsage(began.ours);
    const cpu = { ours: (user + system) / 1000, theirs: standIn.cpu() - began.theirs };
    const seen = await standIn.seen();
    const report = { invoices: p.invoices, ...rateOf(seen), again, cpu };
    await allOnce({ finalized: seen.finalized, client: p.client, invoices });
    p.say(`\nStripe phase: ${report.ratio} of the allowed ${requestsPerSecond}/s an endpoint; goal ≥ 0.95`);
    p.say(`  ${report.perSecond} invoices/s, ${report.refused} requests refused for their pace`);
    const msEach = (ms: number) => `${round(ms / p.invoices)} ms`;
    p.say(`  processor time an invoice: ${msEach(cpu.ours)} ours, ${msEach(cpu.theirs)} the stand-in's`);
    p.say(`  ${report.spoiled} requests spoiled, ${again} tried again; every invoice is there once`);
    return report;
  } finally {
    await db.close();
    await pool.end();
    await standIn.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Issues the invoices of the first statements, without their books. */
async function issued(client: pg.Client, count: number): Promise<Invoice[]> {
  await client.query("set session_replication_role = replica");
  const { rows } = await client.query<Invoice>(
    `insert into invoice (organization_id, provider_id, statement_id, number, state, currency, total_minor,
       issued_at, due_on)
     select organization_id, provider_id, id, 'B-' || row_number() over (order by id), 'issued', currency,
       net_minor, '2026-11-21T09:00:00Z', '2026-12-05'
     from statement where net_minor > 0 order by id limit $1
     returning id as "invoiceId", organization_id as "organizationId"`,
    [count],
  );
  await client.query("set session_replication_role = origin");
  return rows;
}

/** Of four requests an invoice, one in a hundred: some take effect, some do not, some lose their answer. */
function oneInAHundred(invoices: number): Fault[] {
  const times = Math.max(1, Math.round((invoices * 4) / 100 / 4));
  return [
    { kind: "status_500", executed: true, times, match: { operation: "invoices.finalizeInvoice" } },
    { kind: "status_500", executed: false, times, match: { operation: "invoices.create" } },
    // The SDK tries a connection that closes once more by itself.
    { kind: "reply_lost", times: 2 * times, match: { operation: "invoices.addLines" } },
  ];
}

/** What the busiest endpoint was let through, from its first request to its last. */
function rateOf({ through, refused, spoiled }: Seen) {
  const seconds = ((through.at(-1) ?? 0) - (through[0] ?? 0)) / 1000;
  return {
    // The first second's requests may all come at once, so the time of the last ones is that of their window.
    perSecond: round(through.length / (seconds + 1)),
    ratio: round(through.length / (Math.ceil(seconds) * STRIPE_REQUESTS_PER_SECOND)),
    ...{ refused, spoiled },
  };
}

/** As the worker does: what failed comes again with the same keys. Answers how many came again. */
async function mirrorAll(invoices: readonly Invoice[], mirror: (one: Invoice) => Promise<void>) {
  const waiting = [...invoices];
  let again = 0;
  const worker = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift())
      try {
        await mirror(one);
      } catch {
        again += 1;
        waiting.push(one);
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return again;
}

async function allOnce(p: { finalized: string[]; client: pg.Client; invoices: readonly Invoice[] }) {
  const { rows } = await p.client.query("select count(*)::int as n from invoice where state = 'open'");
  assert.equal(rows[0].n, p.invoices.length);
  assert.equal(new Set(p.finalized).size, p.invoices.length);
  assert.equal(p.finalized.length, p.invoices.length);
}
