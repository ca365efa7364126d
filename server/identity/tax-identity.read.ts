import type { TaxIdentity } from "../../domain/identity/tax-identity.ts";
import type { Tx } from "../db.ts";
import { sealedFields } from "../sealed-fields.ts";

export type TaxIdentityRow = TaxIdentity & { statedByName: string; statedAt: Date };

/**
 * What an organisation stated for its invoices, the VAT number in plain; null where it has not, or where
 * the viewer may not know.
 */
export async function readTaxIdentity(tx: Tx, organizationId: string): Promise<TaxIdentityRow | null> {
  const [row] = await tx.$queryRaw<TaxIdentityRow[]>`
    select name, address_line as "addressLine", postal_code as "postalCode", city, country, status,
      vat_number as "vatNumber", registration_number as "registrationNumber", email,
      stated_by_name as "statedByName", stated_at as "statedAt"
    from tax_identity where organization_id = ${organizationId}::uuid`;
  if (!row?.vatNumber) return row ?? null;
  const { openKept } = await sealedFields(tx);
  return { ...row, vatNumber: await openKept("tax_identity.vat_number", organizationId, row.vatNumber) };
}
