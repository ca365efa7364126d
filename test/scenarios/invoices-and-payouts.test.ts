import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { NotAllowed } from "../../domain/shared/refusals.ts";
import { findInvoice } from "../../server/billing/invoice.read.ts";
import { openHostedPage } from "../../server/billing/open-hosted-page.ts";
import { findPayout } from "../../server/billing/payout.read.ts";
import { setUpPayouts } from "../../server/billing/payout-account.ts";
import { enqueue } from "../../server/command.ts";
import { trialBalance } from "../../server/ledger/ledger.read.ts";
import { approvedByBoth, drafted, WORKED_FIGURES, workedContract } from "../factories/money-story.ts";
import { member } from "../factories/people.ts";
import { canBePaidOut, PAYOUT_ADDRESSES, paidStatement } from "../factories/stripe-story.ts";
import { workedTerms } from "../factories/worked-terms.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("invoices", () => {
  test("are numbered without a gap, also when many are issued at once", async () => {
    const stories = await Promise.all(Array.from({ length: 6 }, () => workedContract(world)));
    for (const story of stories)
      await approvedByBoth(world, story, (await drafted(world, story)).statementId);
    await world.drainJobs();
    const { rows } = await world.owner.query("select number from invoice order by number");
    expect(rows.map((one) => Number(one.number.slice(3)))).toEqual(rows.map((_one, index) => index + 1));
  });

  test("of nothing are paid at once, without Stripe and without a leg in the books", async () => {
    const level = { weightBps: 10_000, missBps: 10_000, failBps: 10_000 };
    const story = await workedContract(world, {
      monthlyFeeMinor: "100",
      scheme: { kind: "at_risk_pool", poolBps: 10_000, capBps: 10_000 },
      serviceLevels: workedTerms()
        .serviceLevels.slice(0, 1)
        .map((one) => ({ ...one, ...level })),
    });
    const { statementId } = await drafted(world, story, "2026-10", WORKED_FIGURES.slice(0, 1));
    await approvedByBoth(world, story, statementId);
    await world.drainJobs();
    const invoice = await world.row("select * from invoice where statement_id = $1", [statementId]);
    expect(invoice).toMatchObject({ state: "paid", total_minor: "0", stripe_invoice_id: null });
    expect(
      await world.row("select id from stripe_operation where subject_id = $1", [invoice.id]),
    ).toBeUndefined();
    expect(
      await world.row("select id from journal_entry where source_id = $1", [invoice.id]),
    ).toBeUndefined();
  });

  test("are found by their parties and staff, and by nobody else", async () => {
    const story = await workedContract(world);
    const { statementId } = await drafted(world, story);
    await approvedByBoth(world, story, statementId);
    await world.drainJobs();
    const { id } = await world.row("select id from invoice where statement_id = $1", [statementId]);
    const stranger = await member(world, { name: `Other ${id}`, kind: "provider", role: "owner" });
    const staff = await member(world, { name: `Desk ${id}`, kind: "marketplace", role: "account_manager" });
    const seen = (viewer: Viewer) => world.db.withOrg(viewer, (tx) => findInvoice(tx, viewer, id));
    expect((await seen(story.buyer))?.id).toBe(id);
    expect((await seen(story.provider))?.id).toBe(id);
    expect((await seen(staff))?.id).toBe(id);
    expect(await seen(stranger)).toBeNull();
    const { port: stripe } = await world.stripe();
    const pay = (viewer: Viewer, invoiceId: string) =>
      openHostedPage(world.caller(viewer), { stripe, invoiceId }).catch((error) => error.message);
    expect(await pay(story.buyer, id)).toMatchObject({ url: expect.stringMatching(/^http/) });
    expect(await pay(story.provider, id)).toBe("Only the buyer pays an invoice.");
    expect(await pay(stranger, id)).toBe(await pay(stranger, crypto.randomUUID()));
  });
});

describe("a payout", () => {
  const payoutOf = (invoiceId: string) =>
    world.row("select state, held_because, stripe_transfer_id from payout where invoice_id = $1", [
      invoiceId,
    ]);

  test("is held while the provider has no account, and goes out by itself once it has", async () => {
    const story = await workedContract(world);
    const { invoiceId } = await paidStatement(world, story);
    const held = await payoutOf(invoiceId);
    expect(held).toMatchObject({ state: "held", stripe_transfer_id: null });
    expect(held.held_because).toMatch(/not set up yet/);
    expect(await canBePaidOut(world, story)).toEqual({ transfersStatus: "active" });
    await world.drainJobs();
    expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent", held_because: null });
    await expectBooksAgreeWithStripe();
  });

  test("is held while a required attestation has lapsed, and released when it is renewed", async () => {
    const story = await workedContract(world, { requiredAttestations: ["iso27001"] });
    const { organizationId } = story.provider;
    const attest = (from: string, to: string) =>
      world.owner.query(
        `insert into attestation (organization_id, kind, issuer, scope, level, valid_from, valid_to)
         values ($1, 'iso27001', 'A body', 'All', 'verified', $2, $3)`,
        [organizationId, from, to],
      );
    await attest("2025-01-01", "2026-10-31");
    await canBePaidOut(world, story);
    const { invoiceId } = await paidStatement(world, story);
    expect((await payoutOf(invoiceId)).held_because).toMatch(/ISO 27001 lapsed on 2026-10-31/);
    await attest("2026-11-01", "2027-10-31");
    await world.workDb.withOrg(systemViewer(organizationId, "test"), (tx) =>
      enqueue(tx, { task: "attestation.renewed", payload: { organizationId } }),
    );
    await world.drainJobs();
    expect(await payoutOf(invoiceId)).toMatchObject({ state: "sent", held_because: null });
  });

  test("is the provider's and staff's to read, not the buyer's", async () => {
    const story = await workedContract(world);
    const { invoiceId } = await paidStatement(world, story);
    const { id } = await world.row("select id from payout where invoice_id = $1", [invoiceId]);
    const seen = (viewer: Viewer) => world.db.withOrg(viewer, (tx) => findPayout(tx, viewer, id));
    expect((await seen(story.provider))?.amountMinor).toBe(340_560n);
    expect(await seen(story.buyer)).toBeNull();
  });

  test("account is set up by the provider's owner alone and opened once", async () => {
    const story = await workedContract(world);
    const { port: stripe } = await world.stripe();
    await expect(setUpPayouts(world.caller(story.buyer), { stripe, ...PAYOUT_ADDRESSES })).rejects.toThrow(
      NotAllowed,
    );
    await Promise.all(
      [0, 1].map(() => setUpPayouts(world.caller(story.provider), { stripe, ...PAYOUT_ADDRESSES })),
    ).catch(() => undefined);
    await setUpPayouts(world.caller(story.provider), { stripe, ...PAYOUT_ADDRESSES });
    const { rows } = await world.owner.query(
      "select transfers_status from stripe_account where organization_id = $1",
      [story.provider.organizationId],
    );
    expect(rows).toEqual([{ transfers_status: "restricted" }]);
  });
});

async function expectBooksAgreeWithStripe() {
  const { port } = await world.stripe();
  const staff = await member(world, {
    name: `Market ${crypto.randomUUID()}`,
    kind: "marketplace",
    role: "account_manager",
  });
  const rows = await world.db.withOrg(staff, (tx) => trialBalance(tx));
  const net = new Map(rows.map((one) => [`${one.code} ${one.currency}`, one.debitMinor - one.creditMinor]));
  for (const clearing of ["clearing_charge", "clearing_transfer"])
    expect(net.get(`${clearing} USD`) ?? 0n, clearing).toBe(0n);
  const unpaid = await world.row(
    `select coalesce(sum(s.commission_minor), 0) as fees from invoice i join statement s
      on s.id = i.statement_id where i.state <> 'paid'`,
    [],
  );
  expect(net.get("fee_pending USD") ?? 0n).toBe(-BigInt(unpaid.fees));
  expect([...net.values()].reduce((sum, one) => sum + one, 0n)).toBe(0n);
  const balance = await port.retrieveBalance();
  const held = [...balance.available, ...balance.pending].reduce((sum, one) => sum + one.amountMinor, 0n);
  expect(net.get("stripe_balance USD")).toBe(held);
}
