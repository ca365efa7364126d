import type { LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { RefusedRowsDocument } from "./refused.graphql.ts";

/** Every refused row of an import as CSV, with a mark that spreadsheets read as UTF-8. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const importId = new URL(request.url).searchParams.get("batch") ?? "";
  const { importBatch } = await query({ request, context }, RefusedRowsDocument, { importId });
  const { fileName, refusedCsv } = found(importBatch);
  const name = fileName.replace(/\.[^.]*$/, "").replaceAll(/[^\w.-]+/g, "-");
  return new Response(`\uFEFF${refusedCsv}`, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}-refused.csv"`,
    },
  });
}
