import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { NotToBeWrittenOff, PaymentUnderWay } from "../../domain/billing/collecting-errors.ts";
import { dayText } from "../../domain/billing/collecting-words.ts";
import { writeOffFrom } from "../../domain/billing/dunning.ts";
import { type InvoiceState, invoiceMachine } from "../../domain/billing/states.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import type { AccountRef } from "../../domain/ledger/accounts.ts";
import type { Leg } from "../../domain/ledger/journal-entry.ts";
import { invoiceWrittenOff, writeOffRecovered } from "../../domain/ledger/write-off-recipes.ts";
import { money, subtract } from "../../domain/shared/money.ts";
import { NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { toDate, toPlainDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { postEntry, postFact } from "../ledger/post-entry.ts";
import type { CollectDeps } from "./collect-invoice.ts";
import { creditedBefore } from "./credited-before.ts";
import { dunningPolicy } from "./dunning-policy.read.ts";
import { endCollecting } from "./end-collecting.ts";
import { openAttempt } from "./payment-attempt.ts";
import { runOperation } from "./stripe-operation.ts";

const input = z.object({
  invoiceId: z.uuid({ error: "There is no such invoice." }),
  reason: z.string().trim().min(10, "Say in a sentence why nobody expects this money.").max(1000),
});

/**
 * An administrator gives an invoice up, with a reason; the worker books it. Permission invoice:write_off,
 * staff only; throws NotFound, NotAllowed, InvalidInput, PaymentUnderWay, and NotToBeWrittenOff where it is
 * not suspended, or before the policy's day.
 */
export const writeOffInvoice = command({
  name: "invoice.write_off",
  permission: "invoice:write_off",
  run: async (deed: Deed, p: z.input<typeof input>): Promise<{ invoiceId: string }> => {
    const { invoiceId, reason } = parseInput(input, p);
    const { tx, viewer, now } = deed;
    if (!isStaff(viewer)) throw new NotAllowed();
    const invoice = await tx.invoice.findUnique({
      where: { id: invoiceId },
      include: { dunningCase: true },
    });
    if (!invoice) throw new NotFound("invoice");
    const { organizationId, providerId, dunningCase: kept } = invoice;
    if (invoice.state !== "open" || kept?.state !== "suspended" || kept.closedAt)
      throw new NotToBeWrittenOff(
        "Only an unpaid invoice whose dunning has come to its end is written off.",
      );
    const attempt = await openAttempt(tx, invoiceId);
    if (attempt) throw new PaymentUnderWay(attempt.state);
    const buyer = await tx.organization.findUniqueOrThrow({ where: { id: organizationId } });
    const from = writeOffFrom(await dunningPolicy(tx, kept.policyId), toPlainDate(invoice.dueOn));
    if (localDate(now, buyer.zone).toString() < from.toString())
      throw new NotToBeWrittenOff(`The policy lets nobody write this invoice off before ${dayText(from)}.`);
    const made = await tx.$executeRaw`
      insert into invoice_write_off (organization_id, provider_id, invoice_id, reason, by_id, by_name,
        asked_at)
      values (${organizationId}::uuid, ${providerId}::uuid, ${invoiceId}::uuid, ${reason},
        ${viewer.userId}::uuid, ${viewer.name}, ${toDate(now)}::timestamptz)
      on conflict (invoice_id) do nothing`;
    if (made === 0) throw new NotToBeWrittenOff("This invoice is being written off already.");
    const key = `invoice.written_off:${invoiceId}`;
    await deed.enqueue("invoice.written_off", { invoiceId, organizationId }, key);
    deed.about("invoice", invoiceId, { number: invoice.number, reason });
    return { invoiceId };
  },
});

/** Books the writing off and tells Stripe, for the worker. A payment that was faster overtakes it. */
export async function bookWriteOff(
  deps: CollectDeps,
  p: { invoiceId: string; organizationId: string },
): Promise<void> {
  const viewer = systemViewer(p.organizationId, `invoice.written_off:${p.invoiceId}`);
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const { stripeInvoiceId, providerId } = await bookIt(caller, { invoiceId: p.invoiceId });
  if (!stripeInvoiceId) return;
  await runOperation(deps, {
    kind: "invoice.mark_uncollectible",
    subjectId: p.invoiceId,
    organizationId: p.organizationId,
    providerId,
    request: { stripeInvoiceId },
    send: async (idempotencyKey) => {
      const now = await deps.stripe.retrieveCollection(stripeInvoiceId);
      return now.status === "open"
        ? deps.stripe.markUncollectible({ stripeInvoiceId, idempotencyKey })
        : now;
    },
    lookUp: async () => {
      const now = await deps.stripe.retrieveCollection(stripeInvoiceId);
      return now.status === "open" ? null : now;
    },
  });
}

const bookIt = command({
  name: "invoice.book_write_off",
  permission: "statement:approve",
  run: async (
    deed: Deed,
    { invoiceId }: { invoiceId: string },
  ): Promise<{ stripeInvoiceId: string | null; providerId: string }> => {
    const { tx, now } = deed;
    const [locked] = await tx.$queryRaw<{ state: InvoiceState }[]>`
      select state from invoice where id = ${invoiceId}::uuid for update`;
    if (!locked) throw new NotFound("invoice");
    const invoice = await tx.invoice.findUniqueOrThrow({
      where: { id: invoiceId },
      include: { statement: true },
    });
    const { stripeInvoiceId, providerId, organizationId } = invoice;
    deed.about("invoice", invoiceId, { number: invoice.number, state: locked.state });
    if (locked.state === "written_off") return { stripeInvoiceId, providerId };
    const overtaken = locked.state !== "open" || (await openAttempt(tx, invoiceId)) !== null;
    await tx.invoiceWriteOff.update({
      where: { invoiceId },
      data: overtaken ? { overtakenAt: toDate(now) } : { bookedAt: toDate(now) },
    });
    if (overtaken) return { stripeInvoiceId: null, providerId };
    const state = next(invoiceMachine, locked.state, "write_off");
    await tx.invoice.update({ where: { id: invoiceId }, data: { state } });
    const { engagementId, providerMinor, commissionMinor } = invoice.statement;
    const credits = await creditedBefore(tx, invoiceId);
    const amount = (minor: bigint) => money(minor, invoice.currency);
    const total = amount(invoice.totalMinor - credits.prePaymentMinor);
    const providerShare = amount(providerMinor - credits.providerMinor);
    const commission = amount(commissionMinor - credits.commissionMinor);
    // What is neither the provider's nor ours is the authority's.
    const tax = subtract(subtract(total, providerShare), commission);
    const { number } = invoice;
    const parties = { buyerId: organizationId, providerId, engagementId };
    const owed = { total, providerShare, commission, tax };
    await postEntry(tx, invoiceWrittenOff({ invoiceId, number, ...parties, ...owed, at: now }));
    await tx.dunningCase.update({ where: { invoiceId }, data: { state: "written_off" } });
    await endCollecting(deed, { invoiceId, organizationId, because: "written_off" });
    return { stripeInvoiceId, providerId };
  },
});

/** The buyer paid after all: the mirror of the writing off is booked before the payment. */
export async function recoverWriteOff(
  { tx }: Deed,
  p: { invoice: { id: string; number: string }; at: Temporal.Instant },
): Promise<void> {
  const legs = await tx.$queryRaw<WrittenLeg[]>`
    select a.code, a.organization_id as "organizationId", a.engagement_id as "engagementId",
      p.currency, p.amount_minor as "amountMinor"
    from journal_entry e join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
    where e.source = 'app' and e.source_id = ${p.invoice.id} and e.step = 'written_off'`;
  const { id: invoiceId, number } = p.invoice;
  await postFact(tx, writeOffRecovered({ invoiceId, number, at: p.at, written: legs.map(legOf) }));
}

type WrittenLeg = AccountRef & { currency: string; amountMinor: bigint };

function legOf({ code, organizationId, engagementId, currency, amountMinor }: WrittenLeg): Leg {
  return { account: { code, organizationId, engagementId }, amount: money(amountMinor, currency) };
}
