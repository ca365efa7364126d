import { expect } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { askCreditNote } from "../../server/billing/credits/ask-credit-note.ts";
import { trialBalance } from "../../server/ledger/ledger.read.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";
import { approvedByBoth, deliver, drafted, workedContract } from "./money-story.ts";
import { member } from "./people.ts";
import { canBePaidOut, invoiceOf, paidStatement } from "./stripe-story.ts";

/** The line of the worked month that a credit is about: the fee of 4,000.00. */
export const FEE_LINE = 1;

let staff: Viewer | undefined;
let ofWorld: World | undefined;

/** The account manager of the marketplace: one a world. */
export async function accountManager(world: World): Promise<Viewer> {
  if (!staff || ofWorld !== world) {
    ofWorld = world;
    staff = await member(world, { name: "Marketplace desk", kind: "marketplace", role: "account_manager" });
  }
  return staff;
}

/** A contract whose October invoice is open. */
export async function openInvoiceOf(world: World, given?: Contracted, period = "2026-10") {
  const story = given ?? (await workedContract(world));
  const { statementId } = await drafted(world, story, period);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const invoice = await invoiceOf(world, statementId);
  return { story, statementId, invoiceId: invoice.id as string, hostedUrl: invoice.hosted_url as string };
}

/** A contract whose October invoice is paid; with `paidOut` its provider has the money. */
export async function paidInvoiceOf(world: World, p: { paidOut?: boolean } = {}) {
  const story = await workedContract(world);
  if (p.paidOut) await canBePaidOut(world, story);
  const { invoiceId, statementId } = await paidStatement(world, story);
  return { story, statementId, invoiceId };
}

type Wanted = {
  invoiceId: string;
  netMinor: bigint;
  refundMinor?: string;
  balanceMinor?: string;
  position?: number;
};

/** Decides a credit on the fee line and lets the worker do the rest. */
export async function credited(world: World, p: Wanted): Promise<string> {
  const { creditNoteId } = await askCreditNote(world.caller(await accountManager(world)), {
    invoiceId: p.invoiceId,
    lines: [{ position: p.position ?? FEE_LINE, netMinor: String(p.netMinor) }],
    reason: "service_not_met",
    memo: "Two filings were late",
    ...(p.refundMinor === undefined ? {} : { refundMinor: p.refundMinor }),
    ...(p.balanceMinor === undefined ? {} : { balanceMinor: p.balanceMinor }),
  });
  await world.drainJobs();
  return creditNoteId;
}

export const MONEY_BACK_EVENTS = [
  "invoice.paid",
  "invoice.payment_succeeded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
];

/** Everything that Stripe says reaches us. */
export async function told(world: World): Promise<void> {
  await deliver(world, MONEY_BACK_EVENTS);
  await world.drainJobs();
}

/** The net of an account of an organisation, or of the marketplace: debit above 0. */
export async function balanceOf(
  world: World,
  p: { code: string; organizationId?: string; currency?: string },
): Promise<bigint> {
  const { rows } = await world.owner.query(
    `select coalesce(sum(b.balance_minor), 0)::text as minor from ledger_account a
       join ledger_balance b on b.account_id = a.id
     where a.code = $1 and ($2::uuid is null or a.organization_id = $2) and a.currency = $3`,
    [p.code, p.organizationId ?? null, p.currency ?? "USD"],
  );
  return BigInt(rows[0].minor);
}

/** All balances of both parties of a story, without zeros. */
export async function balancesOf(world: World, story: Contracted): Promise<Record<string, string>> {
  const { rows } = await world.owner.query(
    `select a.code, sum(b.balance_minor)::text as minor from ledger_account a
       join ledger_balance b on b.account_id = a.id
     where a.organization_id in ($1, $2) group by a.code having sum(b.balance_minor) <> 0 order by a.code`,
    [story.buyer.organizationId, story.provider.organizationId],
  );
  return Object.fromEntries(rows.map((row) => [row.code, row.minor]));
}

/** The books are what Stripe has: the balance to the cent, the clearing accounts at zero. */
export async function expectBooksAgree(world: World, currency = "USD"): Promise<void> {
  const { port } = await world.stripe();
  const all = await world.db.withOrg(await accountManager(world), (tx) => trialBalance(tx));
  const rows = all.filter((one) => one.currency === currency);
  const net = new Map(rows.map((one) => [one.code, one.debitMinor - one.creditMinor]));
  expect([...net.values()].reduce((sum, one) => sum + one, 0n)).toBe(0n);
  for (const clearing of ["clearing_charge", "clearing_transfer"]) expect(net.get(clearing) ?? 0n).toBe(0n);
  const { available, pending } = await port.retrieveBalance();
  const held = [...available, ...pending]
    .filter((one) => one.currency === currency)
    .reduce((sum, one) => sum + one.amountMinor, 0n);
  expect(net.get("stripe_balance") ?? 0n).toBe(held);
}
