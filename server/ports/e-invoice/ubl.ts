import type { Invoice } from "@e-invoice-eu/core";
import type { UblTree } from "../../../domain/billing/documents/e-invoice.ts";

/**
 * Writes UBL 2.1 and validates it against the schema of EN 16931 first: element names, order, code lists and
 * obligatory parts. The library is loaded when the first e-invoice is asked for. Throws where the tree does
 * not fit its schema, which is a programming error.
 */
export async function writeUbl(tree: UblTree): Promise<string> {
  const { InvoiceService } = await import("@e-invoice-eu/core");
  const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };
  const written = await new InvoiceService(silent).generate(tree as unknown as Invoice, {
    format: "UBL",
    lang: "en",
    noWarnings: true,
  });
  return typeof written === "string" ? written : new TextDecoder().decode(written);
}
