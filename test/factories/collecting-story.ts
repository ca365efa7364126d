import { autopayWording } from "../../domain/billing/autopay.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { setAutopay } from "../../server/billing/payment-method-changes.ts";
import { savedMethods } from "../../server/billing/payment-methods.read.ts";
import { finishPaymentSetup, startPaymentSetup } from "../../server/billing/set-up-payment-method.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";
import { approvedByBoth, deliver, drafted, workedContract } from "./money-story.ts";
import { attempt, invoiceOf } from "./stripe-story.ts";

export const RETURN_URL = "http://localhost:3000/payment-methods/returned";

/** What a buyer writes on the hosted page for each way to pay. */
export const HOSTED = {
  card: { type: "card", number: "4242 4242 4242 4242", expiry: "12/40", cvc: "123" },
  ach: { type: "us_bank_account", account: "000123456789", mandate: "yes" },
  achClosed: { type: "us_bank_account", account: "000111111113", mandate: "yes" },
  sepa: { type: "sepa_debit", account: "DE89370400440532013000", mandate: "yes" },
} as const;

/** The buyer's owner, whose role may set up ways to pay. */
export function payer({ buyer }: Contracted): Viewer {
  return { ...buyer, role: "owner" };
}

/** Opens the hosted page, fills it in and comes back; answers the saved method's id, the newest. */
export async function saveMethod(
  world: World,
  story: Contracted,
  p: { how: keyof typeof HOSTED; currency?: string },
): Promise<string> {
  const { port: stripe } = await world.stripe();
  const caller = world.caller(payer(story));
  const { url, setupId } = await startPaymentSetup(caller, {
    stripe,
    currency: p.currency ?? "USD",
    returnUrl: RETURN_URL,
  });
  await fetch(url, { method: "POST", body: new URLSearchParams(HOSTED[p.how]), redirect: "manual" });
  const { organizationId } = story.buyer;
  await finishPaymentSetup({ db: world.workDb, clock: world.clock, stripe }, { organizationId, setupId });
  const row = await world.row(
    "select id from payment_method where organization_id = $1 order by added_at desc, id desc limit 1",
    [organizationId],
  );
  return row.id;
}

/** The buyer agrees to automatic payment by the method, in the words of the day. */
export async function agree(world: World, story: Contracted, paymentMethodId: string): Promise<void> {
  const viewer = payer(story);
  const { organizationId } = viewer;
  const today = localDate(world.clock.now(), "Europe/Berlin");
  const methods = await world.db.readOrg(viewer, (tx) => savedMethods(tx, { organizationId, today }));
  const title = methods.find((one) => one.id === paymentMethodId)?.title ?? "";
  const { name } = await world.row("select name from organization where id = $1", [organizationId]);
  await setAutopay(world.caller(viewer), {
    paymentMethodId,
    isOn: true,
    wording: autopayWording({ buyer: name, method: title }),
  });
}

/** A contract whose month is invoiced and open at Stripe, due fourteen days from now. */
export async function openInvoice(world: World, change: Partial<Terms> = {}) {
  const story = await workedContract(world, change);
  const { statementId } = await drafted(world, story);
  await approvedByBoth(world, story, statementId);
  await world.drainJobs();
  const invoice = await invoiceOf(world, statementId);
  return { story, statementId, invoiceId: invoice.id as string, invoice };
}

/** The clock's hourly look at one invoice, as the worker does it. */
export function dun(world: World, p: { story: Contracted; invoiceId: string }): Promise<"done" | "again"> {
  const { organizationId } = p.story.buyer;
  return attempt(world, "invoice.dun", { invoiceId: p.invoiceId, organizationId });
}

export function attemptsOf(world: World, invoiceId: string) {
  return world.owner
    .query(
      `select id, kind, state, amount_minor::int as amount, decline_code as code, payment_method_id as method
       from payment_attempt where invoice_id = $1 order by started_at, id`,
      [invoiceId],
    )
    .then(({ rows }) => rows);
}

export async function stateOf(world: World, invoiceId: string): Promise<string> {
  return (await world.row("select state from invoice where id = $1", [invoiceId])).state;
}

export async function caseOf(world: World, invoiceId: string) {
  return world.row(
    `select state, position, step_on::text as "stepOn", next_on::text as "nextOn", closed_because as over
     from dunning_case where invoice_id = $1`,
    [invoiceId],
  );
}

/** What the bank of the buyer was really charged for the invoice: the charges that Stripe booked. */
export async function chargesOf(world: World, stripeInvoiceId: string): Promise<number> {
  const { standIn } = await world.stripe();
  const events = standIn?.controls.events() ?? [];
  const intents = new Set(
    events
      .filter((one) => one.type === "invoice_payment.paid" && one.data.object.invoice === stripeInvoiceId)
      .map((one) => (one.data.object.payment as { payment_intent: string }).payment_intent),
  );
  return events.filter(
    (one) => one.type === "charge.succeeded" && intents.has(String(one.data.object.payment_intent)),
  ).length;
}

/** Every event that Stripe has sent about payments, delivered and acted on. */
export async function hearAll(world: World): Promise<void> {
  await deliver(world, [
    "payment_intent.processing",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "invoice.payment_failed",
    "invoice.paid",
    "mandate.updated",
    "payment_method.detached",
    "checkout.session.completed",
  ]);
  await world.drainJobs();
}
