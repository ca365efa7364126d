import type { BillingDocument } from "../../../domain/billing/documents/billing-document.ts";
import { eInvoice } from "../../../domain/billing/documents/e-invoice.ts";
import { brokenRules } from "../../../domain/billing/documents/en16931-rules.ts";
import {
  documentCsv,
  documentJson,
  documentName,
} from "../../../domain/billing/documents/written-document.ts";
import { NoEInvoice } from "../../../domain/billing/errors.ts";
import { writeUbl } from "../../ports/e-invoice/ubl.ts";
import { billingPdf } from "../../ports/pdf/billing-pdf.ts";

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
      return file(`${name}.pdf`, "application/pdf", await billingPdf(document));
    case "csv":
      // The mark tells spreadsheets that it is UTF-8.
      return file(`${name}.csv`, "text/csv; charset=utf-8", `\uFEFF${documentCsv(document)}`);
    case "json":
      return file(
        `${name}.json`,
        "application/json; charset=utf-8",
        `${JSON.stringify(documentJson(document), null, 2)}\n`,
      );
    case "ubl":
      return file(`${name}.xml`, "application/xml; charset=utf-8", await eInvoiceOf(document));
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

function file(fileName: string, mediaType: string, content: string | Buffer): DocumentFile {
  return { fileName, mediaType, bytes: typeof content === "string" ? Buffer.from(content) : content };
}
