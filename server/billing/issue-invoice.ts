import {
  dueDate,
  invoiceLines,
  invoiceNumber,
  kindsOfLines,
} from "../../domain/billing/invoice-document.ts";
import { type StatementState, statementMachine } from "../../domain/billing/states.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { invoiceIssued } from "../../domain/ledger/invoice-recipes.ts";
import { money } from "../../domain/shared/money.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { fromPlainDate, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Tx } from "../db.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { stateInvoiceFx } from "./exchange/state-fx-lines.ts";
import { invoiceParts } from "./invoice-parts.read.ts";
import { signedTerms } from "./signed-terms.ts";
import { invoiceTax } from "./tax/decide-invoice-tax.ts";
import { LEGAL_ENTITY } from "./tax/tax-parties.read.ts";

/**
 * Issues the invoice of an approved statement with its tax and books it: once, however often it is asked.
 * The number is taken under a lock in the same transaction, so that an invoice that is undone leaves no gap.
 * An invoice of 0 is paid at once. For the worker; permission statement:approve; throws NotFound,
 * TransitionRefused, TaxUndecided, ExchangeRateMissing.
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
    const tax = await taxOf(tx, { statement, terms });
    const totalMinor = statement.netMinor + tax.taxMinor;
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
        totalMinor,
        taxMinor: tax.taxMinor,
        seller: tax.seller,
        buyer: tax.buyer,
        issuedAt: toDate(deed.now),
        dueOn: fromPlainDate(due),
        paidAt: isFree ? toDate(deed.now) : null,
      },
    });
    await tx.invoiceTax.createMany({
      data: tax.lines.map(({ positions = [], ...line }) => ({
        ...{ organizationId, providerId, invoiceId: invoice.id, ...line, positions: [...positions] },
      })),
    });
    await tx.statement.update({
      where: { id: statementId },
      data: { state: isFree ? next(statementMachine, invoiced, "pay") : invoiced },
    });
    await tx.serviceCredit.updateMany({ where: { statementId }, data: { state: "applied" } });
    const { taxMinor, vat } = tax;
    const parties = { organizationId, providerId };
    await stateInvoiceFx(deed, { invoiceId: invoice.id, ...parties, currency, totalMinor, taxMinor, vat });
    deed.about("invoice", invoice.id, {
      ...{ number, totalMinor: String(totalMinor), taxMinor: String(taxMinor) },
    });
    if (!isFree)
      await postEntry(
        tx,
        invoiceIssued({
          invoiceId: invoice.id,
          number,
          buyerId: organizationId,
          providerId,
          engagementId,
          total: money(totalMinor, currency),
          providerShare: money(statement.providerMinor, currency),
          commission: money(statement.commissionMinor, currency),
          tax: money(tax.taxMinor, currency),
          at: deed.now,
        }),
      );
    return { invoiceId: invoice.id };
  },
});

type ToIssue = Parameters<typeof invoiceParts>[1]["statement"] & {
  organizationId: string;
  netMinor: bigint;
  engagement: { moduleCode: string };
};

async function taxOf(tx: Tx, { statement, terms }: { statement: ToIssue; terms: Terms }) {
  const parts = await invoiceParts(tx, { statement, terms });
  const kinds = kindsOfLines(parts, { ...terms, moduleCode: statement.engagement.moduleCode });
  const lines = invoiceLines(parts).map(({ amount }, index) => ({
    ...{ amountMinor: amount.amountMinor, kind: kinds[index] ?? statement.engagement.moduleCode },
  }));
  const buyer = await tx.organization.findUniqueOrThrow({ where: { id: statement.organizationId } });
  const { organizationId, period, currency, netMinor, engagement } = statement;
  return invoiceTax(tx, {
    ...{ organizationId, period, currency, netMinor, moduleCode: engagement.moduleCode, lines },
    ...{ buyerName: buyer.name, buyerCountry: buyer.country, buyerCity: buyer.city },
  });
}

async function nextCount(tx: Tx): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    insert into invoice_counter as c (legal_entity, last_number) values (${LEGAL_ENTITY}, 1)
    on conflict (legal_entity) do update set last_number = c.last_number + 1 returning last_number as count`;
  if (!row) throw new Error("The invoice counter gave no number.");
  return row.count;
}
