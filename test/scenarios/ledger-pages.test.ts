import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ask } from "../factories/ask.ts";
import { workedContract } from "../factories/money-story.ts";
import { colleague, member } from "../factories/people.ts";
import { hoursLater, openBreaks, reconciled } from "../factories/reconciled.ts";
import { canBePaidOut, paidStatement } from "../factories/stripe-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let admin: Viewer;
let manager: Viewer;
let buyer: Viewer;
let paid: { statementId: string; invoiceId: string };

beforeAll(async () => {
  world = await openWorld();
  admin = await member(world, { name: "=Market", kind: "marketplace", role: "admin" });
  const { organizationId, organizationName } = admin;
  manager = await colleague(world, {
    ...{ organizationId, organizationName, kind: "marketplace", role: "account_manager" },
  });
  const story = await workedContract(world);
  buyer = story.buyer;
  await canBePaidOut(world, story);
  paid = await paidStatement(world, story);
  await hoursLater(world);
});
afterAll(() => world.close());

const LINES = `query($after: String, $first: Int) { ledgerAccount(code: "stripe_balance", currency: "USD") {
  closing { amountMinor } lineCount csv
  lines(first: $first, after: $after) { pageInfo { endCursor } edges { node {
    entryId amount { amountMinor } balance { amountMinor } } } } } }`;

describe("an account", () => {
  test("shows each leg with the running balance, and pages follow without a gap", async () => {
    const { data } = await ask(world, manager, LINES, { first: 50 });
    const lines = data.ledgerAccount.lines.edges.map((edge: { node: unknown }) => edge.node);
    expect(lines).toHaveLength(2);
    expect(lines[0].balance.amountMinor).toBe(data.ledgerAccount.closing.amountMinor);
    const [last, first] = lines;
    expect(BigInt(first.balance.amountMinor)).toBe(BigInt(first.amount.amountMinor));
    expect(BigInt(last.balance.amountMinor)).toBe(
      BigInt(first.balance.amountMinor) + BigInt(last.amount.amountMinor),
    );
    const one = (await ask(world, manager, LINES, { first: 1 })).data.ledgerAccount.lines;
    const two = (await ask(world, manager, LINES, { first: 1, after: one.pageInfo.endCursor })).data;
    expect([one.edges[0].node, two.ledgerAccount.lines.edges[0].node]).toEqual(lines);
    expect(data.ledgerAccount.csv.split("\r\n")).toHaveLength(4);
  });

  test("leads from each of its entries to the invoice, the statement and the payout", async () => {
    const { data } = await ask(world, manager, LINES, { first: 50 });
    const causes = [];
    for (const { node } of data.ledgerAccount.lines.edges) {
      const query =
        "query($id: ID!) { journalEntry(id: $id) { seq cause { invoiceId statementId payoutId } } }";
      causes.push((await ask(world, manager, query, { id: node.entryId })).data.journalEntry.cause);
    }
    for (const cause of causes) expect(cause).toMatchObject(paid);
    expect(causes.some((cause) => cause.payoutId !== null)).toBe(true);
  });

  test("is nobody else's, and a day that is none is refused", async () => {
    expect((await ask(world, buyer, LINES, { first: 1 })).errors[0]).toMatch(/does not allow/);
    const wrong = await ask(world, manager, `{ trialBalance(asOf: "soon") { code } }`);
    expect(wrong.errors).toEqual(["Give a day as YYYY-MM-DD."]);
    const early = await ask(world, manager, `{ trialBalance(asOf: "2020-01-01") { code } }`);
    expect(early.data.trialBalance).toEqual([]);
  });
});

describe("a break", () => {
  const close = (viewer: Viewer, breakId: string, reason: string) =>
    ask(
      world,
      viewer,
      `mutation($input: CloseBreakInput!) { closeBreak(input: $input) { __typename
        ... on MutationCloseBreakSuccess { data { closedByName closeReason } } ... on Refusal { code } } }`,
      { input: { breakId, reason } },
    );

  test("is given to a colleague, and closed by a person with a reason, once", async () => {
    const { standIn } = await world.stripe();
    standIn?.controls.plant({ type: "charge", amount: 500, currency: "usd", source: "ch_lost" });
    await hoursLater(world, 3);
    const found = (await reconciled(world)).find((one) => one.kind === "transaction_missing");
    const id = found?.id ?? "";
    const assign = `mutation($input: AssignBreakInput!) { assignBreak(input: $input) { __typename
      ... on MutationAssignBreakSuccess { data { ownerName } } } }`;
    const to = (ownerId: string) => ask(world, manager, assign, { input: { breakId: id, ownerId } });
    expect((await to(buyer.userId)).data.assignBreak.__typename).toBe("InvalidInput");
    expect((await to(admin.userId)).data.assignBreak.data.ownerName).toBe(admin.name);
    expect((await close(manager, id, "no")).data.closeBreak.code).toBe("invalid_input");
    expect((await openBreaks(world)).map((one) => one.id)).toContain(id);
    const closed = await close(manager, id, "A trial charge, taken back.");
    expect(closed.data.closeBreak.data.closedByName).toBe(manager.name);
    expect((await close(admin, id, "A trial charge, taken back.")).data.closeBreak.code).toBe(
      "break_closed",
    );
    await reconciled(world);
    expect((await openBreaks(world)).map((one) => one.kind)).toEqual(["balance_differs"]);
  });

  test("a run is asked for by the administrator alone, and one at a time", async () => {
    const run = (viewer: Viewer) =>
      ask(
        world,
        viewer,
        "mutation { runReconciliation(input: {}) { __typename ... on Refusal { code } } }",
      ).then(({ data }) => data.runReconciliation.code ?? data.runReconciliation.__typename);
    expect(await run(manager)).toBe("not_allowed");
    expect(await run(admin)).toBe("MutationRunReconciliationSuccess");
    expect(await run(admin)).toBe("reconciliation_running");
    await world.drainJobs();
    const row = await world.row(
      "select state, asked_by_name from recon_run order by started_at desc, id desc limit 1",
    );
    expect(row).toEqual({ state: "done", asked_by_name: admin.name });
  });
});
