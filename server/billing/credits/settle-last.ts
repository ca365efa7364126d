import type { OpenAdjustment } from "../../../domain/billing/adjustment.ts";
import { creditNoteAmounts, spreadOverLines } from "../../../domain/billing/credit-note.ts";
import { monthName } from "../../../domain/billing/month-name.ts";
import { toPlainDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { chargeAfterLast } from "../drafting/charge-after-last.ts";
import { openCorrections } from "../drafting/open-corrections.read.ts";
import { lockStatements } from "../drafting/open-months.read.ts";
import { keepCreditNote } from "./ask-credit-note.ts";
import { type InvoiceToCredit, invoiceToCredit, lockCredits } from "./creditable-invoice.read.ts";

/**
 * Settles what corrections still ask for once a contract's last month has its statement: no later one can
 * take it. What the buyer owes becomes a closing statement with its own invoice, less credits that are open
 * at the same time; what it gets back becomes credit notes on the engagement's invoices, the corrected
 * month's first and then the newest, each up to what is left of it, refunded where it was paid. Once, however
 * often it is asked. Answers what no invoice had room for, in minor units. For the worker; permission
 * period:close.
 */
export const settleLast = command({
  name: "adjustment.settle_last",
  permission: "period:close",
  run: async (deed: Deed, { engagementId }: { engagementId: string }): Promise<{ leftMinor: string }> => {
    const { tx } = deed;
    deed.about("engagement", engagementId);
    await lockStatements(tx, [engagementId]);
    const period = await lastDraftedMonth(deed, engagementId);
    if (!period) return { leftMinor: "0" };
    const statementId = await chargeAfterLast(deed, { engagementId, period });
    if (statementId) deed.about("engagement", engagementId, { statementId });
    const invoices = await tx.$queryRaw<{ id: string; period: string }[]>`
      select i.id, s.period from invoice i join statement s on s.id = i.statement_id
      where s.engagement_id = ${engagementId}::uuid and i.state in ('open', 'paid') and i.total_minor > 0
      order by s.period desc, s.closing desc`;
    let leftMinor = 0n;
    const open = (await openCorrections(tx, [engagementId]))(engagementId);
    for (const credit of open.filter((one) => one.netMinor < 0n)) {
      const own = invoices.filter((one) => one.period === credit.period);
      const others = invoices.filter((one) => one.period !== credit.period);
      leftMinor += await creditOver(deed, { credit, invoiceIds: [...own, ...others].map((one) => one.id) });
    }
    return { leftMinor: String(leftMinor) };
  },
});

async function creditOver(
  deed: Deed,
  p: { credit: OpenAdjustment; invoiceIds: string[] },
): Promise<bigint> {
  let restMinor = -p.credit.netMinor;
  for (const invoiceId of p.invoiceIds) {
    if (restMinor === 0n) break;
    await lockCredits(deed.tx, invoiceId);
    const invoice = await invoiceToCredit(deed.tx, invoiceId);
    const room = roomOf(invoice);
    const netMinor = restMinor < room ? restMinor : room;
    if (netMinor <= 0n) continue;
    const amounts = creditNoteAmounts(invoice, spreadOverLines(invoice, netMinor));
    const paidPart = amounts.totalMinor > invoice.dueMinor ? amounts.totalMinor - invoice.dueMinor : 0n;
    const { refundableMinor } = invoice;
    // No later invoice will use credit, so what was paid goes back to the method as far as it can.
    const wishedRefundMinor = paidPart < refundableMinor ? paidPart : refundableMinor;
    const { correctionId, period } = p.credit;
    const memo = `Correction of ${monthName(period)}, agreed after the last statement`;
    await keepCreditNote(deed, {
      invoice,
      amounts,
      asked: { reason: "correction", memo, correctionId, wishedRefundMinor },
    });
    restMinor -= netMinor;
  }
  return restMinor;
}

/** What is left of the invoice before tax. */
function roomOf({ lines }: InvoiceToCredit): bigint {
  return lines.reduce((sum, line) => sum + line.netMinor - line.creditedNetMinor, 0n);
}

/** The contract's last month, once it has its statement. */
async function lastDraftedMonth({ tx }: Deed, engagementId: string): Promise<string | null> {
  const engagement = await tx.engagement.findUnique({
    where: { id: engagementId },
    select: { endsOn: true },
  });
  if (!engagement?.endsOn) return null;
  const period = toPlainDate(engagement.endsOn).toString().slice(0, 7);
  const last = await tx.statement.findFirst({
    where: { engagementId, period, state: { not: "draft" } },
    select: { id: true },
  });
  return last === null ? null : period;
}
