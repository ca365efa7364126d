import { CREDIT_REASONS } from "../../../domain/billing/credit-note.input.ts";
import type { BillingDocument } from "../../../domain/billing/documents/billing-document.ts";
import { fxWords } from "../../../domain/billing/fx-line.ts";
import { type TaxLine, treatmentAt } from "../../../domain/billing/tax/invoice-tax.ts";
import { taxNotes } from "../../../domain/billing/tax/tax-words.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { money } from "../../../domain/shared/money.ts";
import type { Tx } from "../../db.ts";
import { type CreditNoteRow, creditNoteLines } from "../credits/credit-note.read.ts";
import { creditNoteFxLines } from "../exchange/fx-line.read.ts";
import { type InvoiceRow, invoicePaper } from "../invoice.read.ts";
import { invoiceTaxRows } from "../invoice-tax.read.ts";
import { dayIn, daysOf } from "./invoice-document.read.ts";

/**
 * A numbered credit note as a document: as it was issued, between the sides that its invoice names, with the
 * tax that its lines give back. Null as long as it has no number. Amounts above 0 are the buyer's.
 */
export async function creditNoteDocument(
  tx: Tx,
  { note, invoice }: { note: CreditNoteRow; invoice: InvoiceRow },
): Promise<BillingDocument | null> {
  const { number, issuedAt, currency, netMinor, taxMinor, totalMinor, zone } = note;
  if (number === null || issuedAt === null) return null;
  const { billing } = await invoicePaper(tx, invoice);
  const issued = await invoiceTaxRows(tx, invoice);
  const lines = await creditNoteLines(tx, note.id);
  const taxes = givenBack(issued, lines);
  const fx = note.state === "withdrawn" ? [] : await creditNoteFxLines(tx, note.id);
  const { seller, buyer, providerName, buyerName } = invoice;
  return {
    kind: "credit_note",
    ...{ number, title: `Credit note ${number}`, currency, seller, buyer, providerName, buyerName },
    ...{ issuedOn: dayIn(issuedAt, zone), dueOn: null, period: daysOf(invoice.period) },
    corrects: { number: invoice.number, issuedOn: dayIn(invoice.issuedAt, zone) },
    purchaseOrder: billing?.purchaseOrder?.number ?? null,
    costCentre: billing?.costCentre ?? null,
    lines: lines.map((line) => {
      const treatment = treatmentAt(issued, line.position);
      return {
        ...{
          label: line.label,
          detail: `Line ${line.position} of the invoice`,
          amountMinor: line.netMinor,
        },
        tax: treatment && { ...category(treatment), minor: line.taxMinor },
      };
    }),
    ...{ taxes, netMinor, taxMinor, totalMinor, netLabel: "Total before tax" },
    notes: [
      ...(note.state === "withdrawn" ? ["Withdrawn: it gives nothing back, and its number stays."] : []),
      `${CREDIT_REASONS[note.reason]}: ${note.memo}`,
      ...taxNotes(taxes),
      ...waysOf(note),
      ...fx.map(fxWords),
    ],
    ...(fx.length > 0 ? { fx } : {}),
    tables: [],
  };
}

/** What the note's lines give back of each of the invoice's taxes that it is about. */
function givenBack(
  issued: readonly TaxLine[],
  lines: readonly { position: number; netMinor: bigint; taxMinor: bigint }[],
): TaxLine[] {
  return issued.flatMap((tax) => {
    const own = lines.filter((line) => treatmentAt(issued, line.position) === tax);
    const sum = (part: "netMinor" | "taxMinor") => own.reduce((total, line) => total + line[part], 0n);
    return own.length > 0 ? [{ ...tax, taxableMinor: sum("netMinor"), taxMinor: sum("taxMinor") }] : [];
  });
}

function category<T extends { category: unknown; rateBps: number }>(
  of: T,
): Pick<T, "category" | "rateBps"> {
  return { category: of.category, rateBps: of.rateBps };
}

/** How the buyer got it, in sentences. */
function waysOf(note: CreditNoteRow): string[] {
  if (note.state === "withdrawn") return [];
  const show = (minor: bigint) => formatMoney(money(minor, note.currency));
  const ways: [bigint, string][] = [
    [note.prePaymentMinor, `comes off what is to be paid of invoice ${note.invoiceNumber}.`],
    [note.refundMinor, "is refunded to the method that paid."],
    [note.balanceMinor, "is credit that the next invoice uses."],
  ];
  return ways.filter(([minor]) => minor > 0n).map(([minor, says]) => `${show(minor)} ${says}`);
}
