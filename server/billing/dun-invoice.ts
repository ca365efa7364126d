import type { Temporal } from "temporal-polyfill";
import {
  type DunningPolicy,
  type NextStep,
  nextStep,
  stepAction,
  type Taken,
} from "../../domain/billing/dunning.ts";
import { whyNotCharged } from "../../domain/billing/payment-method.ts";
import type { InvoiceState } from "../../domain/billing/states.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { fromPlainDate, toDate, toPlainDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { suspendNewWork } from "../identity/work-suspension.ts";
import { type CollectDeps, collectInvoice } from "./collect-invoice.ts";
import { outstandingMinor } from "./credited-before.ts";
import { dunningPolicy } from "./dunning-policy.read.ts";
import { observeCollection } from "./observe-collection.ts";
import { beginAttempt, openAttempt } from "./payment-attempt.ts";
import { findSavedMethod, latestConsent } from "./payment-methods.read.ts";
import { settleIfPaid } from "./settle-if-paid.ts";

/**
 * The clock's work on one unpaid invoice: reads what Stripe has, in case an event was lost; takes the step
 * of the dunning policy whose day has come, at most one; and charges where the step says so. Run twice, or
 * after days in which nobody ran it, it takes no step twice and none early.
 */
export async function dunInvoice(
  deps: CollectDeps,
  p: { invoiceId: string; organizationId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `dunning:${p.invoiceId}`);
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const invoice = await deps.db.withOrg(viewer, (tx) =>
    tx.invoice.findFirst({ where: { id: p.invoiceId, organizationId: p.organizationId } }),
  );
  const { stripeInvoiceId } = invoice ?? {};
  // Of what was written off no step is taken; a payment that is on its way for it is followed.
  if (!stripeInvoiceId || (invoice?.state !== "open" && invoice?.state !== "written_off")) return;
  if (await settleIfPaid(deps, { eventId: null, stripeInvoiceId })) return;
  const now = await deps.stripe.retrieveCollection(stripeInvoiceId);
  await observeCollection(caller, { invoiceId: p.invoiceId, now });
  const { attemptId } = await takeStep(caller, { invoiceId: p.invoiceId });
  if (attemptId) await collectInvoice(deps, { attemptId, organizationId: p.organizationId });
}

type Locked = {
  id: string;
  organizationId: string;
  providerId: string;
  number: string;
  currency: string;
  state: InvoiceState;
  totalMinor: bigint;
  dueOn: Date;
  zone: string;
};

/** Takes the step whose day has come in the buyer's calendar, under the invoice's lock. */
const takeStep = command({
  name: "dunning.step",
  permission: "statement:approve",
  run: async (deed: Deed, { invoiceId }: { invoiceId: string }): Promise<{ attemptId: string | null }> => {
    const { tx, now } = deed;
    const [invoice] = await tx.$queryRaw<Locked[]>`
      select i.id, i.organization_id as "organizationId", i.provider_id as "providerId", i.number,
        i.currency, i.state, i.total_minor as "totalMinor", i.due_on as "dueOn", o.zone
      from invoice i join organization o on o.id = i.organization_id
      where i.id = ${invoiceId}::uuid for update of i`;
    deed.about("invoice", invoiceId);
    const attempt = await openAttempt(tx, invoiceId);
    // An attempt that was begun and not sent, such as before a crash, is sent now; nothing else begins
    // beside it.
    if (attempt) return { attemptId: attempt.state === "open" ? attempt.id : null };
    if (invoice?.state !== "open") return { attemptId: null };
    // A credit note took all of it and is on its way to Stripe.
    if ((await outstandingMinor(tx, invoice)) <= 0n) return { attemptId: null };
    const before = await tx.dunningCase.findUnique({ where: { invoiceId } });
    const today = localDate(now, invoice.zone);
    const isHeld = before?.heldUntil && before.heldUntil >= fromPlainDate(today);
    if (before?.closedAt || isHeld) return { attemptId: null };
    const policy = await dunningPolicy(tx, before?.policyId ?? null);
    const dueOn = toPlainDate(invoice.dueOn);
    const taken = before && { position: before.position, on: toPlainDate(before.stepOn) };
    const step = nextStep(policy, { dueOn, taken });
    if (!step || step.on.toString() > today.toString()) return { attemptId: null };
    const charge = await chargeable(deed, { invoice, today });
    const action = stepAction(step.state, {
      mayCharge: charge !== null,
      lastDecline: charge?.decline ?? null,
    });
    const caseId = await keepStep(deed, { invoice, policy, step, today, action });
    deed.about("invoice", invoiceId, { number: invoice.number, step: step.state, action });
    const payload = {
      what: step.state,
      invoiceId,
      organizationId: invoice.organizationId,
      subjectId: caseId,
    };
    await deed.enqueue("collecting.tell", payload, `collecting.tell:${caseId}:${step.state}`);
    if (action !== "charge" || !charge) return { attemptId: null };
    const kind = step.position === 0 ? "autopay" : "retry";
    const amountMinor = await outstandingMinor(tx, invoice);
    const begun = { invoice, amountMinor, kind, state: "open", paymentMethodId: charge.methodId } as const;
    return { attemptId: await beginAttempt(deed, begun) };
  },
});

/**
 * The method that the buyer's standing consent names, with its last failure for this invoice; null without
 * one.
 */
async function chargeable(
  { tx }: Deed,
  p: { invoice: Locked; today: Temporal.PlainDate },
): Promise<{ methodId: string; decline: string | null } | null> {
  const { organizationId, currency } = p.invoice;
  const consent = await latestConsent(tx, organizationId);
  if (!consent?.isOn) return null;
  const id = consent.paymentMethodId;
  const method = await findSavedMethod(tx, { organizationId, id, today: p.today });
  if (!method || whyNotCharged(method.facts, { currency, today: p.today }) !== null) return null;
  const last = await tx.paymentAttempt.findFirst({
    where: { invoiceId: p.invoice.id, paymentMethodId: id, state: "failed" },
    orderBy: { endedAt: "desc" },
  });
  return { methodId: id, decline: last?.declineCode ?? null };
}

async function keepStep(
  { tx, now }: Deed,
  p: {
    invoice: Locked;
    policy: DunningPolicy & { id: string };
    step: NextStep;
    today: Temporal.PlainDate;
    action: "charge" | "remind";
  },
): Promise<string> {
  const { invoice, policy, step, today } = p;
  const { id: invoiceId, organizationId, providerId } = invoice;
  const taken: Taken = { position: step.position, on: today };
  const after = nextStep(policy, { dueOn: toPlainDate(invoice.dueOn), taken });
  const stand = {
    state: step.state,
    position: step.position,
    stepOn: fromPlainDate(today),
    nextOn: after ? fromPlainDate(after.on) : null,
  };
  const { id: caseId } = await tx.dunningCase.upsert({
    where: { invoiceId },
    create: { organizationId, providerId, invoiceId, policyId: policy.id, openedAt: toDate(now), ...stand },
    update: { ...stand, heldUntil: null, heldBecause: null, heldByName: null },
    select: { id: true },
  });
  await tx.dunningStep.create({
    data: {
      organizationId,
      caseId,
      position: step.position,
      state: step.state,
      action: p.action,
      takenOn: fromPlainDate(today),
      takenAt: toDate(now),
    },
  });
  if (step.state === "suspended") {
    const because = `invoice ${invoice.number} is overdue.`;
    await suspendNewWork(tx, { organizationId, because, now });
  }
  return caseId;
}
