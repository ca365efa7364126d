import { Temporal } from "temporal-polyfill";
import type { TaxRate } from "../../../domain/billing/tax/rate-table.ts";
import { tableProvider } from "../../../domain/billing/tax/table-provider.ts";
import type { TaxProvider } from "../../../domain/billing/tax/tax-provider.ts";
import type { TaxIdentity } from "../../../domain/identity/tax-identity.ts";
import type { Tx } from "../../db.ts";

/** The one company that issues invoices; its numbers follow each other without a gap. */
export const LEGAL_ENTITY = "engine-room";

/** The company that invoices. `country` is null and `status` unknown until an administrator states them. */
export type LegalEntityRow = Omit<TaxIdentity, "country"> & {
  country: string | null;
  currency: string;
  statedByName: string | null;
  statedAt: Date | null;
};

export async function readLegalEntity(tx: Tx): Promise<LegalEntityRow> {
  const [row] = await tx.$queryRaw<LegalEntityRow[]>`
    select name, address_line as "addressLine", postal_code as "postalCode", city, country, currency, status,
      vat_number as "vatNumber", registration_number as "registrationNumber", email,
      stated_by_name as "statedByName", stated_at as "statedAt"
    from legal_entity where code = ${LEGAL_ENTITY}`;
  if (!row) throw new Error("The company that invoices has no row.");
  return row;
}

/** The table of rates as a tax provider, with the rows of one country that hold on a day. */
export async function taxTable(
  tx: Tx,
  p: { country: string; on: Temporal.PlainDate },
): Promise<TaxProvider> {
  const rows = await tx.$queryRaw<
    (Omit<TaxRate, "validFrom" | "validTo"> & { from: string; to: string })[]
  >`
    select country, kind, category, rate_bps as "rateBps", valid_from::text as "from", valid_to::text as "to",
      source
    from tax_rate where country = ${p.country} and valid_from <= ${p.on.toString()}::date
      and (valid_to is null or valid_to >= ${p.on.toString()}::date)`;
  const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text));
  return tableProvider(
    rows.map(({ from, to, ...rate }) => ({
      ...rate,
      validFrom: Temporal.PlainDate.from(from),
      validTo: day(to),
    })),
  );
}
