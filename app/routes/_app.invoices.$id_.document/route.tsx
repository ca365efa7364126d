import type { LoaderFunctionArgs } from "@remix-run/node";
import { fileResponse, formatOf } from "../../document-file.server.ts";
import { found, query } from "../../graphql.server.ts";
import { InvoiceFileDocument } from "./document.graphql.ts";

/** The invoice as a file: ?as=pdf, csv, json or xml (e-invoice). */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const format = formatOf(request);
  const { invoiceDocument } = await query({ request, context }, InvoiceFileDocument, {
    id: params.id ?? "",
    format,
  });
  return fileResponse(found(invoiceDocument));
}
