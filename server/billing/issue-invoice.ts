import { dueDate, invoiceNumber } from "../../domain/billing/invoice-document.ts";
import { type StatementState, statementMachine } from "../../domain/billing/states.ts";
import { invoiceIssued } from "../../domain/ledger/invoice-recipes.ts";
import { money, zero } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { fromPlainDate, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { signedTerms } from "./signed-terms.ts";

/** The one company that issues invoices; its numbers follow each other without a gap. */
const LEGAL_ENTITY = "engine-room";

/**
 * Issues the invoice of an approved statement and books it: once, however often it is asked. The number
 * is taken under a lock in the same transaction, so that an invoice that is undone leaves no gap. An
 * invoice of 0 is paid at once. For the worker; permission statement:approve; throws NotFound,
 * TransitionRefused.
 */
export const issueInvoice = command({
  name: "invoice.issue",
  permission: "statement:approve",
  run: async (deed: Deed, { statementId }: { statementId: string }): Promise<{ invoiceId: string }> => {
    const { tx } = deed;
    const [locked] = await tx.$queryRaw<{ state: StatementState }[]>`
      select state from statement where id = ${statementId}::uuid for update`;
    if (!locked) throw new NotFound("statement");
    const before = await tx.invoice.findUnique({ where: { statementId } });
    if (before) return { invoiceId: before.id };
    const statement = await tx.statement.findUniqueOrThrow({
      where: { id: statementId },
      include: { engagement: true },
    });
    const { organizationId, providerId, currency, engagementId } = statement;
    const terms = await signedTerms(tx, statement.engagement);
    const invoiced = next(statementMachine, locked.state, "invoice");
    const isFree = statement.netMinor === 0n;
    const due = dueDate({ issuedAt: deed.now, zone: terms.zone, days: terms.paymentTermsDays });
    const number = invoiceNumber(await nextCount(tx));
    const invoice = await tx.invoice.create({
      data: {
        organizationId,
        providerId,
        statementId,
        number,
        state: isFree ? "paid" : "issued",
        currency,
        totalMinor: statement.netMinor,
        issuedAt: toDate(deed.now),
        dueOn: fromPlainDate(due),
        paidAt: isFree ? toDate(deed.now) : null,
      },
    });
    await tx.statement.update({
      where: { id: statementId },
      data: { state: isFree ? next(statementMachine, invoiced, "pay") : invoiced },
    });
    await tx.serviceCredit.updateMany({ where: { statementId }, data: { state: "applied" } });
    deed.about("invoice", invoice.id, { number, totalMinor: String(statement.netMinor) });
    if (!isFree)
      await postEntry(
        tx,
        invoiceIssued({
          invoiceId: invoice.id,
          number,
          buyerId: organizationId,
          providerId,
          engagementId,
          total: money(statement.netMinor, currency),
          providerShare: money(statement.providerMinor, currency),
          commission: money(statement.commissionMinor, currency),
          tax: zero(currency),
          at: deed.now,
        }),
      );
    return { invoiceId: invoice.id };
  },
});

async function nextCount(tx: Tx): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    insert into invoice_counter as c (legal_entity, last_number) values (${LEGAL_ENTITY}, 1)
    on conflict (legal_entity) do update set last_number = c.last_number + 1 returning last_number as count`;
  if (!row) throw new Error("The invoice counter gave no number.");
  return row.count;
}
