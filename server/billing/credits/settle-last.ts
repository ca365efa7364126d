import { creditNoteAmounts, spreadOverLines } from "../../../domain/billing/credit-note.ts";
import { monthName } from "../../../domain/billing/month-name.ts";
import { toPlainDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { keepCreditNote } from "./ask-credit-note.ts";
import { type InvoiceToCredit, invoiceToCredit, lockCredits } from "./creditable-invoice.read.ts";

type Open = { correctionId: string; period: string; openMinor: bigint };

/**
 * Settles what corrections still give back once a contract's last month has its statement: no later one can
 * take it, so it becomes credit notes on the engagement's invoices, the corrected month's first and then the
 * newest, each up to what is left of it, refunded where it was paid. Once, however often it is asked. Answers
 * what no invoice had room for, in minor units. For the worker; permission period:close.
 */
export const settleLast = command({
  name: "adjustment.settle_last",
  permission: "period:close",
  run: async (deed: Deed, { engagementId }: { engagementId: string }): Promise<{ leftMinor: string }> => {
    const { tx } = deed;
    deed.about("engagement", engagementId);
    if (!(await lastMonthIsDrafted(deed, engagementId))) return { leftMinor: "0" };
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`adjust:${engagementId}`}, 0))::text`;
    const invoices = await tx.$queryRaw<{ id: string; period: string }[]>`
      select i.id, s.period from invoice i join statement s on s.id = i.statement_id
      where s.engagement_id = ${engagementId}::uuid and i.state in ('open', 'paid') and i.total_minor > 0
      order by s.period desc`;
    let leftMinor = 0n;
    for (const open of await openCredits(deed, engagementId)) {
      const own = invoices.filter((one) => one.period === open.period);
      const others = invoices.filter((one) => one.period !== open.period);
      leftMinor += await creditOver(deed, { open, invoiceIds: [...own, ...others].map((one) => one.id) });
    }
    return { leftMinor: String(leftMinor) };
  },
});

async function creditOver(deed: Deed, p: { open: Open; invoiceIds: string[] }): Promise<bigint> {
  let restMinor = p.open.openMinor;
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
    const { correctionId, period } = p.open;
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

async function lastMonthIsDrafted({ tx }: Deed, engagementId: string): Promise<boolean> {
  const engagement = await tx.engagement.findUnique({
    where: { id: engagementId },
    select: { endsOn: true },
  });
  if (!engagement?.endsOn) return false;
  const period = toPlainDate(engagement.endsOn).toString().slice(0, 7);
  const last = await tx.statement.findFirst({
    where: { engagementId, period, state: { not: "draft" } },
    select: { id: true },
  });
  return last !== null;
}

/**
 * Corrections that give something back, with what neither statements nor credit notes of ours have settled.
 */
function openCredits({ tx }: Deed, engagementId: string): Promise<Open[]> {
  return tx.$queryRaw<Open[]>`
    select * from (
      select a.correction_id as "correctionId", a.period,
        (-a.net_minor + coalesce((select sum(s.net_minor) from statement_adjustment s
            where s.adjustment_id = a.id), 0)
          - coalesce((select sum(c.net_minor) from credit_note c where c.correction_id = a.correction_id
            and c.asked_by_id is null and c.state <> 'withdrawn'), 0))::bigint as "openMinor"
      from adjustment a where a.engagement_id = ${engagementId}::uuid and a.net_minor < 0) o
    where "openMinor" > 0 order by "correctionId"`;
}
