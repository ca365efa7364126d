import type { LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { ImportProgressDocument } from "../_app.engagements.$id.work.import/import.graphql.ts";

/** How far an import is, for the page that asks every second. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const importId = new URL(request.url).searchParams.get("batch") ?? "";
  const { importBatch } = await query({ request, context }, ImportProgressDocument, { importId });
  const { state, doneRows, rowCount } = found(importBatch);
  return { state, doneRows, rowCount };
}
