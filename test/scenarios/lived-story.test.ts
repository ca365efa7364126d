import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { liveStory } from "../../prisma/seed/lived/live-story.ts";
import { seedStory } from "../../prisma/seed/seed-story.ts";
import { bootStripe } from "../../server/boot/stripe.ts";
import { readEnv } from "../../server/env.ts";
import { testFields } from "../factories/field-keys.ts";
import { guardStripeTraffic } from "../stripe-schemas/guard.ts";
import { openWorld, type World } from "../world.ts";

const NOW = Temporal.Instant.from("2026-11-21T20:00:00Z");

let world: World;
let unfit: readonly unknown[] = [];

beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  const dataDir = mkdtempSync(join(tmpdir(), "engine-room-lived-"));
  const told = await seedStory({ ownerUrl: world.urls.owner, now: NOW, lives: true });
  await liveStory({
    ...{ ownerUrl: world.urls.owner, userUrl: world.urls.user, workerUrl: world.urls.worker, ...told },
    ...{ publicUrl: "http://localhost:3000", fields: testFields },
    connect: async (now) => {
      const booted = await bootStripe(readEnv({ DATA_DIR: dataDir }), { say: () => undefined, now });
      const guard = booted.standIn ? guardStripeTraffic(booted.standIn) : null;
      return {
        ...booted,
        stop: async () => {
          unfit = guard?.violations() ?? [];
          await booted.stop();
        },
      };
    },
  });
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);

afterAll(() => world.close());

async function rows(sql: string, values: unknown[] = []) {
  return (await world.owner.query(sql, values)).rows;
}

describe("the demo's money, lived through the product", () => {
  test("says nothing to Stripe that its own types do not allow", () => expect(unfit).toEqual([]));

  test("has a dispute that was won, one that was lost and one that waits for its answer", async () => {
    expect(await rows("select outcome, status, taken_from from charge_dispute order by opened_at")).toEqual(
      [
        { outcome: "lost", status: "lost", taken_from: "reversal" },
        { outcome: "won", status: "won", taken_from: "reversal" },
        { outcome: null, status: "needs_response", taken_from: "reversal" },
      ],
    );
    const evidence = await rows("select state, submits from dispute_evidence order by at");
    expect(evidence).toEqual([
      { state: "sent", submits: true },
      { state: "sent", submits: false },
    ]);
  });

  test("holds a contested part, a reserve and the payout of a provider without an account", async () => {
    expect(await rows("select distinct kind, state from payout_part order by kind")).toEqual([
      { kind: "contested", state: "held" },
      { kind: "reserve", state: "held" },
    ]);
    const [held] = await rows(
      `select o.slug, p.held_because from payout p join organization o on o.id = p.provider_id
       where p.state = 'held'`,
    );
    expect(held).toMatchObject({ slug: "abacus-quay", held_because: expect.stringMatching(/account/) });
  });

  test("has credited an invoice and refunded it, and the banks of providers have answered", async () => {
    expect(
      await rows("select number, state, refund_minor = total_minor as whole from credit_note order by 1"),
    ).toEqual([
      { number: "CN-000001", state: "settled", whole: true },
      { number: "CN-000002", state: "settled", whole: true },
    ]);
    expect(await rows("select state from bank_payout order by state")).toEqual([
      { state: "failed" },
      { state: "in_transit" },
      { state: "paid" },
    ]);
  });

  test("has milestones and costs in every state, and a statement that nobody answered", async () => {
    expect(await rows("select line_id, kind from milestone_step order by at")).toEqual([
      { line_id: "move", kind: "delivered" },
      { line_id: "move", kind: "accepted" },
      { line_id: "receipts", kind: "delivered" },
    ]);
    expect(await rows("select decision from passed_cost_decision order by decision")).toEqual([
      { decision: "approved" },
      { decision: "rejected" },
    ]);
    const [silent] = await rows("select count(*)::int as n from statement_notice where kind = 'notice'");
    expect(silent.n).toBe(2);
  });

  test("leaves the books as Stripe has them, but for the stray charge", async () => {
    const runs = await rows("select state, open_break_count as open from recon_run order by started_at");
    expect(runs.map((one) => one.state)).toEqual(["done", "done", "done", "done"]);
    const breaks = await rows(
      `select kind, owner_name, closed_at is not null as closed from recon_break
       order by first_seen_at, kind`,
    );
    expect(breaks).toEqual([
      expect.objectContaining({ kind: "balance_differs", closed: true }),
      expect.objectContaining({ kind: "transaction_missing", closed: true }),
      expect.objectContaining({ kind: "balance_differs", closed: false, owner_name: "Ines Okafor" }),
      expect.objectContaining({ kind: "transaction_missing", closed: false, owner_name: "Ines Okafor" }),
    ]);
  });

  test("keeps every audit chain in the order of time", async () => {
    const [odd] = await rows(
      `select count(*)::int as n from audit_event a join audit_event b
         on b.organization_id = a.organization_id and b.seq = a.seq + 1 where b.at < a.at`,
    );
    expect(odd.n).toBe(0);
  });
});
