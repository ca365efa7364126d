import type { BillingDocument } from "../../../domain/billing/documents/billing-document.ts";
import { eInvoice } from "../../../domain/billing/documents/e-invoice.ts";
import { brokenRules } from "../../../domain/billing/documents/en16931-rules.ts";
import {
  documentCsv,
  documentJson,
  documentName,
} from "../../../domain/billing/documents/written-document.ts";
import { type EarningsYear, earningsCsv, earningsJson } from "../../../domain/billing/earnings.ts";
import { NoEInvoice } from "../../../domain/billing/errors.ts";
import { writeUbl } from "../../ports/e-invoice/ubl.ts";
import { billingPdf } from "../../ports/pdf/billing-pdf.ts";
import { earningsPdf } from "../../ports/pdf/earnings-pdf.ts";

export type DocumentFormat = "pdf" | "csv" | "json" | "ubl";

export type DocumentFile = { fileName: string; mediaType: string; bytes: Buffer };

/**
 * A document in one format. An e-invoice is held to the rules of EN 16931 and to its schema before it is
 * given out; of a statement there is none. Throws NoEInvoice.
 */
export async function documentFile(
  document: BillingDocument,
  format: DocumentFormat,
): Promise<DocumentFile> {
  const name = documentName(document);
  switch (format) {
    case "pdf":
      return pdfFile(name, await billingPdf(document));
    case "csv":
      return csvFile(name, documentCsv(document));
    case "json":
      return jsonFile(name, documentJson(document));
    case "ubl":
      return file(`${name}.xml`, "application/xml; charset=utf-8", await eInvoiceOf(document));
    default:
      return format satisfies never;
  }
}

/** A year of earnings in one format. Throws NoEInvoice. */
export async function earningsFile(year: EarningsYear, format: DocumentFormat): Promise<DocumentFile> {
  const name = `earnings-${year.year}`;
  switch (format) {
    case "pdf":
      return pdfFile(name, await earningsPdf(year));
    case "csv":
      return csvFile(name, earningsCsv(year));
    case "json":
      return jsonFile(name, earningsJson(year));
    case "ubl":
      throw new NoEInvoice([{ rule: "BR-2", says: "A summary of earnings is no invoice." }]);
    default:
      return format satisfies never;
  }
}

async function eInvoiceOf(document: BillingDocument): Promise<string> {
  if (document.kind === "statement" || !document.seller || !document.buyer || document.taxes.length === 0)
    throw new NoEInvoice([{ rule: "BR-6", says: "It names both sides and its VAT." }]);
  const tree = eInvoice(document);
  const broken = brokenRules(tree);
  if (broken.length > 0) throw new NoEInvoice(broken);
  return writeUbl(tree);
}

const pdfFile = (name: string, bytes: Buffer) => file(`${name}.pdf`, "application/pdf", bytes);

/** The mark tells spreadsheets that it is UTF-8. */
const csvFile = (name: string, text: string) =>
  file(`${name}.csv`, "text/csv; charset=utf-8", `\uFEFF${text}`);

const jsonFile = (name: string, value: unknown) =>
  file(`${name}.json`, "application/json; charset=utf-8", `${JSON.stringify(value, null, 2)}\n`);

function file(fileName: string, mediaType: string, content: string | Buffer): DocumentFile {
  return { fileName, mediaType, bytes: typeof content === "string" ? Buffer.from(content) : content };
}
