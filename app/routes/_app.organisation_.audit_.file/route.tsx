import type { LoaderFunctionArgs } from "@remix-run/node";
import { auditFilterOf, requireAuditor } from "../../audit.server.ts";
import { query } from "../../graphql.server.ts";
import { AuditFileDocument } from "../_app.organisation_.audit/audit.graphql.ts";

/** The rows that the address asks for, as CSV with a mark that spreadsheets read, or as JSON. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  requireAuditor({ request, context });
  const search = new URL(request.url).searchParams;
  const isJson = search.get("as") === "json";
  const variables = { filter: auditFilterOf(search), as: isJson ? "json" : "csv" };
  const { auditFile } = await query({ request, context }, AuditFileDocument, variables);
  return new Response(isJson ? auditFile : `\uFEFF${auditFile}`, {
    headers: {
      "Content-Type": isJson ? "application/json; charset=utf-8" : "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="audit-trail.${isJson ? "json" : "csv"}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
