import { taxIdentityInput } from "../../domain/identity/tax-identity.input.ts";
import { maskedEnd } from "../../domain/shared/masked.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { sealedFields } from "../sealed-fields.ts";
import { readTaxIdentity, type TaxIdentityRow } from "./tax-identity.read.ts";

/**
 * States how the viewer's organisation is named on invoices and where it is registered for VAT. Invoices
 * issued before keep what they name; what waited for it is invoiced by the job that this adds. Permission
 * tax_identity:state; throws InvalidInput.
 */
export const stateTaxIdentity = command({
  name: "tax_identity.state",
  permission: "tax_identity:state",
  run: async (deed: Deed, input: unknown): Promise<null> => {
    const { organizationId, userId, name: by } = deed.viewer;
    const known = await readTaxIdentity(deed.tx, organizationId);
    const stated = parseInput(taxIdentityInput, withKnownNumber(input, known));
    const fields = await sealedFields(deed.tx);
    const place = { id: organizationId, owner: organizationId };
    const vatNumber =
      stated.vatNumber && (await fields.sealFor("tax_identity.vat_number", place, stated.vatNumber));
    const who = { statedById: userId, statedByName: by, statedAt: toDate(deed.now) };
    const row = { ...stated, ...who, vatNumber };
    await deed.tx.taxIdentity.upsert({
      where: { organizationId },
      create: { organizationId, ...row },
      update: row,
    });
    const { name, country, status } = stated;
    const endsIn = stated.vatNumber && maskedEnd(stated.vatNumber);
    deed.about("tax_identity", organizationId, { name, country, status, vatNumber: endsIn });
    await deed.enqueue("tax_identity.stated", { organizationId }, `tax_identity.stated:${organizationId}`);
    return null;
  },
});

/**
 * Whoever sees the end of a number alone cannot send it again: left empty, the known one of the country
 * stays.
 */
function withKnownNumber(input: unknown, known: TaxIdentityRow | null): unknown {
  if (!known?.vatNumber || typeof input !== "object" || input === null) return input;
  const { status, vatNumber, country } = input as Record<string, unknown>;
  const isKept = status === "registered" && !vatNumber && String(country).toUpperCase() === known.country;
  return isKept ? { ...input, vatNumber: known.vatNumber } : input;
}
