import type { LoaderFunctionArgs } from "@remix-run/node";
import { fileResponse, formatOf } from "../../document-file.server.ts";
import { found, query } from "../../graphql.server.ts";
import { StatementFileDocument } from "./document.graphql.ts";

/** The statement as a file: ?as=pdf, csv, json. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const format = formatOf(request);
  const { statementDocument } = await query({ request, context }, StatementFileDocument, {
    id: params.id ?? "",
    format,
  });
  return fileResponse(found(statementDocument));
}
