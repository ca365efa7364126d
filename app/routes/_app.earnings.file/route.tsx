import type { LoaderFunctionArgs } from "@remix-run/node";
import { fileResponse, formatOf } from "../../document-file.server.ts";
import { query } from "../../graphql.server.ts";
import { askedYear } from "../_app.earnings._index/asked-year.ts";
import { EarningsFileDocument } from "../_app.earnings._index/earnings.graphql.ts";

/** A year of earnings as a file: ?as=pdf, csv or json. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const variables = { year: askedYear(request), format: formatOf(request) };
  const { earnings } = await query({ request, context }, EarningsFileDocument, variables);
  return fileResponse(earnings.file);
}
