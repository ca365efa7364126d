import type { LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { StatementBundleDocument } from "./bundle.graphql.ts";

/** The bundle as a file that goes into the recompute tool as it is: a list of one. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const data = await query({ request, context }, StatementBundleDocument, { id: params.id ?? "" });
  const statement = found(data.statement);
  return new Response(`${JSON.stringify([statement.paper.bundle], null, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="statement-${statement.period}.bundle.json"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
