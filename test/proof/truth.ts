import Stripe from "stripe";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import type { Ground } from "./ground.ts";
import { API_KEY } from "./keys.ts";

/** What is wrong at the end of a trial, one sentence each; nothing may be. */
export type Verdict = {
  statements: number;
  paidMinor: Record<string, string>;
  transactions: number;
  disputes: number;
  lost: string[];
  double: string[];
  phantom: string[];
  cents: string[];
};

/** A dispute, and what of the invoice's payment it was over. */
type Dispute = { id: string; stripeDisputeId: string; invoiceId: string; outcome: string | null };

type Ours = {
  statementId: string;
  statementState: string;
  invoiceId: string | null;
  invoiceState: string | null;
  totalMinor: string | null;
  currency: string;
  stripeInvoiceId: string | null;
  providerMinor: string;
  payoutId: string | null;
  payoutState: string | null;
  transferId: string | null;
};

/**
 * Compares what we say with what the stand-in says, invoice by invoice and to the cent. Every approved
 * statement has to have come to its one invoice, its one charge and its one transfer (lost, double);
 * nothing may be on either side that the other does not know (phantom); and the books have to be the
 * balance (cents).
 */
export async function verdict(ground: Ground): Promise<Verdict> {
  const stripe = sdkFor(ground.standIn);
  const { rows: ours } = await ground.owner.query<Ours>(OURS);
  const invoices = (await everything(stripe.invoices.list({ limit: 100 }))).filter(
    (one) => one.status !== "draft",
  );
  const transfers = await everything(stripe.transfers.list({ limit: 100 }));
  const transactions = await everything(stripe.balanceTransactions.list({ limit: 100 }));
  const disputes = await everything(stripe.disputes.list({ limit: 100 }));
  const { rows: disputed } = await ground.owner.query<Dispute>(OUR_DISPUTES);
  const found = { lost: [] as string[], double: [] as string[], phantom: [] as string[] };
  judgeDisputes({ disputed, disputes, transfers }, found);
  for (const one of ours) judge(one, { invoices, transfers, disputes, disputed }, found);
  const again = disputed.flatMap(({ id }) => transfersOf(transfers, `dispute_${id}`));
  const known = new Set([
    ...ours.flatMap((one) => [one.stripeInvoiceId, one.transferId]),
    ...again.map(({ id }) => id),
  ]);
  for (const { id, status, metadata } of invoices)
    if (!known.has(id)) found.phantom.push(`Stripe has ${id} (${status}) of ${metadata?.["invoice_id"]}`);
  for (const { id, transfer_group: group } of transfers)
    if (!known.has(id)) found.phantom.push(`Stripe has ${id} of ${group}`);
  const charges = Number(ground.standIn.controls.state().counts["charge"] ?? 0);
  const paid = invoices.filter((one) => one.status === "paid" && one.amount_paid > 0).length;
  if (charges !== paid) found.double.push(`${charges} charges for ${paid} paid invoices`);
  return {
    statements: ours.length,
    paidMinor: sums(invoices.filter((one) => one.status === "paid")),
    transactions: transactions.length,
    disputes: disputes.length,
    ...found,
    cents: await cents(ground, transactions),
  };
}

/** The sentences of a verdict that are accusations. */
export function faultsOf({ lost, double, phantom, cents }: Verdict): string[] {
  const said = (kind: string, lines: string[]) => lines.map((line) => `${kind}: ${line}`);
  const groups = [said("lost", lost), said("double", double), said("phantom", phantom)];
  return [...groups.flat(), ...said("cents", cents)];
}

const OURS = `
  select s.id as "statementId", s.state as "statementState", i.id as "invoiceId", i.state as "invoiceState",
         i.total_minor::text as "totalMinor", s.currency, i.stripe_invoice_id as "stripeInvoiceId",
         s.provider_minor::text as "providerMinor", p.id as "payoutId", p.state as "payoutState",
         p.stripe_transfer_id as "transferId"
  from statement s left join invoice i on i.statement_id = s.id left join payout p on p.invoice_id = i.id`;

const OUR_DISPUTES = `
  select id, stripe_dispute_id as "stripeDisputeId", invoice_id as "invoiceId", outcome from charge_dispute`;

const transfersOf = (transfers: Stripe.Transfer[], group: string) =>
  transfers.filter((row) => row.transfer_group === group);

/** Every dispute is known once, ended as the bank ended it, and sent again at most once. */
function judgeDisputes(
  p: { disputed: Dispute[]; disputes: Stripe.Dispute[]; transfers: Stripe.Transfer[] },
  found: { lost: string[]; double: string[]; phantom: string[] },
): void {
  for (const { id, status } of p.disputes) {
    const ours = p.disputed.filter((one) => one.stripeDisputeId === id);
    if (ours.length !== 1) found.lost.push(`${id} is known ${ours.length} times`);
    else if (ours[0]?.outcome !== status) found.lost.push(`${id} is ${status}, ours ${ours[0]?.outcome}`);
  }
  for (const { id, stripeDisputeId } of p.disputed) {
    if (!p.disputes.some((one) => one.id === stripeDisputeId))
      found.phantom.push(`Stripe does not have ${stripeDisputeId}`);
    const again = transfersOf(p.transfers, `dispute_${id}`);
    if (again.length > 1) found.double.push(`${id} sent ${again.map((row) => row.id).join(", ")}`);
  }
}

/** What a provider has to have of its share in the end: a lost dispute takes its part of it. */
function owedAfter(one: Ours, p: { disputes: Stripe.Dispute[]; disputed: Dispute[] }): bigint {
  const lost = p.disputed
    .filter(({ invoiceId }) => invoiceId === one.invoiceId)
    .flatMap(({ stripeDisputeId }) => p.disputes.filter(({ id }) => id === stripeDisputeId))
    .filter(({ status }) => status === "lost")
    .reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const [share, total] = [BigInt(one.providerMinor), BigInt(one.totalMinor ?? "1")];
  return share - (2n * share * lost + total) / (2n * total);
}

function judge(
  one: Ours,
  theirs: {
    invoices: Stripe.Invoice[];
    transfers: Stripe.Transfer[];
    disputes: Stripe.Dispute[];
    disputed: Dispute[];
  },
  found: { lost: string[]; double: string[] },
): void {
  const of = `statement ${one.statementId}`;
  if (one.statementState !== "paid" || one.invoiceState !== "paid")
    found.lost.push(`${of} is ${one.statementState}, its invoice ${one.invoiceState}`);
  if (one.providerMinor !== "0" && one.payoutState !== "sent")
    found.lost.push(`the payout of ${of} is ${one.payoutState}`);
  const mirrors = theirs.invoices.filter((row) => row.metadata?.["invoice_id"] === one.invoiceId);
  if (mirrors.length > 1) found.double.push(`${of} has ${mirrors.map(({ id }) => id).join(", ")}`);
  const [mirror] = mirrors;
  if (!mirror) found.lost.push(`${of} has no invoice with Stripe`);
  else if (String(mirror.total) !== one.totalMinor || mirror.status !== "paid")
    found.lost.push(`${mirror.id} is ${mirror.status} over ${mirror.total}, ours ${one.totalMinor}`);
  const sent = transfersOf(theirs.transfers, `payout_${one.payoutId}`);
  if (sent.length > 1) found.double.push(`${of} has ${sent.map(({ id }) => id).join(", ")}`);
  const again = theirs.disputed
    .filter(({ invoiceId }) => invoiceId === one.invoiceId)
    .flatMap(({ id }) => transfersOf(theirs.transfers, `dispute_${id}`));
  const amount = [...sent, ...again].reduce((sum, row) => sum + row.amount - row.amount_reversed, 0);
  const owed = owedAfter(one, theirs);
  if (one.payoutId !== null && BigInt(amount) !== owed)
    found.double.push(`${of}: ${amount} were transferred, ${owed} are owed`);
}

/**
 * Where the books are not the balance, a movement is booked other than once, or a clearing account is open.
 */
async function cents(ground: Ground, transactions: Stripe.BalanceTransaction[]): Promise<string[]> {
  const { rows } = await ground.owner.query<{ code: string; currency: string; minor: string }>(
    `select a.code, a.currency, coalesce(sum(p.amount_minor), 0)::text as minor
     from ledger_account a left join posting p on p.account_id = a.id
     where a.code = any('{stripe_balance,provider_payable,provider_disputed,dispute_held,receivable}')
       or a.code like 'clearing%' or a.code like '%pending'
     group by 1, 2`,
  );
  const open = rows.filter(({ code, minor }) => code !== "stripe_balance" && minor !== "0");
  const found = open.map(({ code, currency, minor }) => `${code} stands at ${minor} ${currency}`);
  const theirs = new Map<string, number>();
  for (const { currency, net } of transactions)
    theirs.set(currency.toUpperCase(), (theirs.get(currency.toUpperCase()) ?? 0) + net);
  for (const [currency, net] of theirs) {
    const inBooks = rows.find((row) => row.code === "stripe_balance" && row.currency === currency)?.minor;
    if ((inBooks ?? "0") !== String(net))
      found.push(`the books say ${inBooks ?? "0"} ${currency}, Stripe ${net}`);
  }
  const { rows: booked } = await ground.owner.query<{ id: string; times: number }>(
    `select source_id as id, count(*)::int as times from journal_entry where source = 'stripe' group by 1`,
  );
  const times = new Map(booked.map((row) => [row.id, row.times]));
  for (const { id, type } of transactions)
    if (times.get(id) !== 1) found.push(`${id} (${type}) is booked ${times.get(id) ?? 0} times`);
  return found;
}

function sums(invoices: Stripe.Invoice[]): Record<string, string> {
  const by = new Map<string, bigint>();
  for (const { currency, total } of invoices) by.set(currency, (by.get(currency) ?? 0n) + BigInt(total));
  return Object.fromEntries([...by].map(([currency, minor]) => [currency.toUpperCase(), String(minor)]));
}

export function sdkFor(standIn: StripeStandIn): Stripe {
  const address = { host: "127.0.0.1", port: standIn.port, protocol: "http" as const };
  return new Stripe(API_KEY, { ...address, telemetry: false, maxNetworkRetries: 2 });
}

async function everything<T extends { id: string }>(list: Stripe.ApiListPromise<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const row of list) rows.push(row);
  return rows;
}
