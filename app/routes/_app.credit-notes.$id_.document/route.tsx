import type { LoaderFunctionArgs } from "@remix-run/node";
import { fileResponse, formatOf } from "../../document-file.server.ts";
import { found, query } from "../../graphql.server.ts";
import { CreditNoteFileDocument } from "./document.graphql.ts";

/** The credit note as a file: ?as=pdf, csv, json or xml (e-invoice). */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const format = formatOf(request);
  const { creditNoteDocument } = await query({ request, context }, CreditNoteFileDocument, {
    id: params.id ?? "",
    format,
  });
  return fileResponse(found(creditNoteDocument));
}
