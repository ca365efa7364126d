import type { LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import { LedgerAccountCsvDocument, TrialBalanceCsvDocument } from "./csv.graphql.ts";

/** An account where the address names one, else the trial balance, with a mark that spreadsheets read. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const search = new URL(request.url).searchParams;
  const code = search.get("code");
  if (!code) {
    const asOf = search.get("asOf") || null;
    const { trialBalanceCsv } = await query({ request, context }, TrialBalanceCsvDocument, { asOf });
    return csvFile(`trial-balance${asOf ? `-${asOf}` : ""}`, trialBalanceCsv);
  }
  const currency = search.get("currency") ?? "";
  const page = await query({ request, context }, LedgerAccountCsvDocument, {
    code,
    currency,
    organizationId: search.get("party") || null,
    from: search.get("from") || null,
    to: search.get("to") || null,
  });
  return csvFile(`${code}-${currency}`, found(page.ledgerAccount).csv);
}

function csvFile(name: string, text: string): Response {
  return new Response(`\uFEFF${text}`, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name.replaceAll(/[^\w.-]+/g, "-")}.csv"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
