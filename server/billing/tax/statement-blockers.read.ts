import type { TaxBlocker } from "../../../domain/billing/tax/tax-provider.ts";
import type { Tx } from "../../db.ts";
import { missingRate } from "../exchange/state-fx-lines.ts";
import { invoiceBlockers, type ToTax } from "./decide-invoice-tax.ts";

/** What keeps the invoice of a statement from being issued on a day; empty where nothing does. */
export async function statementBlockers(
  tx: Tx,
  statement: { id: string; invoiceId: string | null },
  on: string,
): Promise<readonly TaxBlocker[]> {
  if (statement.invoiceId) return [];
  const [toTax] = await tx.$queryRaw<ToTax[]>`
    select s.organization_id as "organizationId", b.name as "buyerName", b.country as "buyerCountry",
      b.city as "buyerCity", e.module_code as "moduleCode", s.period, s.currency,
      array(select l->>'taxedAs' from jsonb_array_elements(w.terms->'billing'->'lines') l
            where l->>'taxedAs' is not null) as "furtherKinds"
    from statement s join engagement e on e.id = s.engagement_id
    join sow_version w on w.id = e.sow_version_id
    join organization b on b.id = s.organization_id where s.id = ${statement.id}::uuid`;
  if (!toTax) return [];
  const blockers = await invoiceBlockers(tx, toTax);
  const missing = await missingRate(tx, { ...toTax, on });
  return missing ? [...blockers, { side: "marketplace", message: missing }] : blockers;
}
