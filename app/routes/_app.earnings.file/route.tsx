import type { LoaderFunctionArgs } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import { EarningsDocument, EarningsFileDocument } from "../_app.earnings._index/earnings.graphql.ts";

/** A year of earnings: the months as JSON, or as a table with a mark that spreadsheets read. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const year = Number(search.get("year"));
  const isJson = search.get("as") === "json";
  const door = { request, context };
  // Asked for as JSON too: it is what wants the proof that somebody is who they are.
  const { csv } = (await query(door, EarningsFileDocument, { year, providerId: null })).earnings;
  const text = isJson
    ? JSON.stringify((await query(door, EarningsDocument, { year })).earnings.months, null, 2)
    : `\uFEFF${csv}`;
  return new Response(text, {
    headers: {
      "Content-Type": isJson ? "application/json; charset=utf-8" : "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="earnings-${year}.${isJson ? "json" : "csv"}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
