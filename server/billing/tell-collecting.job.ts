import { z } from "zod";
import { dayText, stepWords } from "../../domain/billing/collecting-words.ts";
import { declineWords } from "../../domain/billing/decline.ts";
import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { type Clock, toPlainDate } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { queueMail } from "../identity/queue-mail.ts";
import { billingPeople } from "./billing-people.read.ts";

const payloadSchema = z.object({
  what: z.string(),
  invoiceId: z.uuid(),
  organizationId: z.uuid(),
  subjectId: z.uuid(),
});

type Deps = { db: Database; clock: Clock; publicUrl: string };

/**
 * The job behind `collecting.tell`: writes to the buyer's owners and finance people what has happened to an
 * unpaid invoice and what comes next. A second run writes nobody twice. Nothing to unsubscribe from: it is
 * about a debt.
 */
export async function tellCollecting(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const { what, invoiceId, organizationId, subjectId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `collecting.tell:${subjectId}:${what}`);
  const now = deps.clock.now();
  await deps.db.withOrg(viewer, async (tx) => {
    const invoice = await tx.invoice.findFirst({
      where: { id: invoiceId, organizationId },
      include: { dunningCase: true },
    });
    if (!invoice || invoice.state === "paid") return;
    const people = await billingPeople(tx, organizationId);
    const facts = {
      number: invoice.number,
      total: formatMoney(money(invoice.totalMinor, invoice.currency)),
      dueOn: dayText(toPlainDate(invoice.dueOn)),
      nextOn: invoice.dunningCase?.nextOn ? dayText(toPlainDate(invoice.dunningCase.nextOn)) : null,
      declined: what === "failed" ? await declinedBecause(tx, subjectId) : null,
    };
    const { subject, text } = stepWords(what, facts);
    for (const person of people) {
      const { name, email: address } = person;
      const matters = [
        { title: subject, text, url: `${deps.publicUrl}/invoices/${invoiceId}` },
        { title: "Ways to pay", text: WAYS, url: `${deps.publicUrl}/payment-methods` },
      ];
      await queueMail(tx, {
        organizationId,
        providerId: null,
        reader: { userId: person.userId, partyId: organizationId },
        to: { name, address },
        kind: "collecting",
        key: `collecting:${subjectId}:${what}:${person.userId}`,
        content: mailContent({ name, subject, matters, footer: FOOTER, unsubscribe: null }),
        unsubscribe: null,
        now,
      });
    }
  });
}

const WAYS =
  "Save a card or an account, see where a bank transfer goes, or agree to automatic payment. Owners and finance do.";
const FOOTER = ["You receive this because your organisation owes this invoice."];

async function declinedBecause(tx: Tx, attemptId: string): Promise<string> {
  const attempt = await tx.paymentAttempt.findUniqueOrThrow({ where: { id: attemptId } });
  return declineWords(attempt.declineCode ?? "unknown", attempt.declineMessage);
}
