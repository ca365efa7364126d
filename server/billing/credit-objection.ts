import { allThatIsLeft, creditNoteAmounts, spreadOverLines } from "../../domain/billing/credit-note.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { command, type Deed } from "../command.ts";
import { FLAT_FEE } from "./contestable-lines.read.ts";
import { keepCreditNote } from "./credits/ask-credit-note.ts";
import { invoiceToCredit, lockCredits } from "./credits/creditable-invoice.read.ts";

/** The invoice is not where it can be credited yet: the job comes back. */
export class InvoiceNotOpenYet extends Error {}

/**
 * Gives back what an objection was granted: a credit note of exactly that, once, on the line that was
 * contested or spread over the month's. For the worker; permission statement:approve; throws NotFound,
 * InvoiceNotOpenYet.
 */
export const creditObjection = command({
  name: "objection.credit",
  permission: "statement:approve",
  run: async (deed: Deed, { objectionId }: { objectionId: string }): Promise<{ creditNoteId: string }> => {
    const { tx } = deed;
    const [row] = await tx.$queryRaw<Granted[]>`
      select o.id, o.line, o.granted_minor as "grantedMinor", o.reason, o.credit_note_id as "creditNoteId",
             i.id as "invoiceId"
      from statement_objection o join invoice i on i.statement_id = o.statement_id
      where o.id = ${objectionId}::uuid and o.granted_minor is not null for update of o`;
    if (!row) throw new NotFound("granted objection");
    if (row.creditNoteId) return { creditNoteId: row.creditNoteId };
    await lockCredits(tx, row.invoiceId);
    const invoice = await invoiceToCredit(tx, row.invoiceId);
    if (invoice.state !== "open" && invoice.state !== "paid") throw new InvoiceNotOpenYet(invoice.state);
    const made = await keepCreditNote(deed, {
      invoice,
      amounts: creditNoteAmounts(invoice, wantedLines(invoice, row)),
      asked: {
        ...{ reason: "disputed_line", memo: row.reason.slice(0, 500) },
        ...{ correctionId: null, contestId: null, wishedRefundMinor: 0n },
      },
    });
    await tx.statementObjection.update({
      where: { id: objectionId },
      data: { creditNoteId: made.creditNoteId },
    });
    return made;
  },
});

type Granted = {
  id: string;
  line: string | null;
  grantedMinor: bigint;
  reason: string;
  creditNoteId: string | null;
  invoiceId: string;
};

type Creditable = Parameters<typeof creditNoteAmounts>[0];

/**
 * The line that was contested, where it has enough left; otherwise all that raise the month, in proportion.
 */
function wantedLines(invoice: Creditable, { line, grantedMinor }: Granted) {
  const own =
    invoice.lines.find((one) => line !== null && one.label.startsWith(`${line},`)) ??
    (line === FLAT_FEE ? invoice.lines[0] : undefined);
  const left = allThatIsLeft(invoice).find((one) => one.position === own?.position);
  if (own && left && left.netMinor >= grantedMinor)
    return [{ position: own.position, netMinor: grantedMinor }];
  return spreadOverLines(invoice, grantedMinor);
}
