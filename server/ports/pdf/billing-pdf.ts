import type { BillingDocument, DocumentParty } from "../../../domain/billing/documents/billing-document.ts";
import { taxLabel } from "../../../domain/billing/tax/tax-words.ts";
import { addressLines } from "../../../domain/identity/tax-identity.ts";
import { dateWords } from "../../../domain/shared/date-words.ts";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { money } from "../../../domain/shared/money.ts";
import { openPaper } from "./open-paper.ts";
import type { Paper, PdfRow } from "./paper.ts";

/**
 * An invoice, a credit note or a statement as a tagged PDF: structure, language and title for screen readers,
 * fonts embedded. The same document gives the same bytes.
 */
export async function billingPdf(document: BillingDocument): Promise<Buffer> {
  const sheet = await openPaper({ title: document.title, at: document.issuedOn });
  write(sheet, document);
  return sheet.done();
}

function write(sheet: Paper, document: BillingDocument): void {
  const show = (minor: bigint) => formatMoney(money(minor, document.currency));
  sheet.heading(1, document.title);
  sheet.table({
    columns: [150, 345],
    rows: facts(document).map(([name, value]) => ({ cells: [name, value] })),
  });
  if (document.seller && document.buyer) parties(sheet, { seller: document.seller, buyer: document.buyer });
  sheet.heading(2, document.kind === "statement" ? "What is due" : "Lines");
  const lines: PdfRow[] = document.lines.map(({ label, detail, amountMinor }) => ({
    cells: [label, show(amountMinor)],
    detail,
  }));
  sheet.table({
    columns: [375, 120],
    head: ["Description", `Amount in ${document.currency}`],
    rows: [...lines, ...totals(document, show)],
    numeric: [1],
  });
  for (const note of document.notes) sheet.paragraph(note);
  for (const { title, head, rows } of document.tables) {
    sheet.heading(2, title);
    const first = 495 - (head.length - 1) * 105;
    sheet.table({
      columns: [first, ...head.slice(1).map(() => 105)],
      head: [...head],
      rows: rows.map((cells) => ({ cells: [...cells] })),
      numeric: head.slice(1).map((_one, index) => index + 1),
    });
  }
}

function facts(document: BillingDocument): [string, string][] {
  const { period, corrects, purchaseOrder, costCentre, dueOn } = document;
  return [
    ["Number", document.number],
    [document.kind === "statement" ? "Made on" : "Issued on", dateWords(document.issuedOn)],
    ["Services", `${dateWords(period.from)} to ${dateWords(period.to)}, by ${document.providerName}`],
    ["For", document.buyerName],
    ...row("Due on", dueOn && dateWords(dueOn)),
    ...row("Corrects invoice", corrects && `${corrects.number} of ${dateWords(corrects.issuedOn)}`),
    ...row("Purchase order", purchaseOrder),
    ...row("Cost centre", costCentre),
  ];
}

function row(name: string, value: string | null): [string, string][] {
  return value ? [[name, value]] : [];
}

function parties(sheet: Paper, { seller, buyer }: { seller: DocumentParty; buyer: DocumentParty }): void {
  for (const [title, one] of [
    ["From", seller],
    ["To", buyer],
  ] as const) {
    sheet.heading(2, title);
    sheet.paragraph([one.name, ...addressLines(one), countryName(one.country)].join(", "));
    const numbers = [
      ...row("VAT number", one.vatNumber),
      ...row("Register number", one.registrationNumber),
    ].map(([name, value]) => `${name} ${value}`);
    if (numbers.length > 0) sheet.paragraph(numbers.join(", "));
  }
}

const COUNTRIES = new Intl.DisplayNames("en", { type: "region" });

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;
}

function totals(document: BillingDocument, show: (minor: bigint) => string): PdfRow[] {
  const { taxes, netMinor, totalMinor, netLabel } = document;
  const net: PdfRow = { cells: [netLabel, show(netMinor)], strong: true };
  if (document.kind === "statement") return [net];
  const total: PdfRow = { cells: ["Total", show(totalMinor)], strong: true };
  if (taxes.length === 0) return [total];
  return [net, ...taxes.map((one): PdfRow => ({ cells: [taxLabel(one), show(one.taxMinor)] })), total];
}
