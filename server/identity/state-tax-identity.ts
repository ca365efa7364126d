import { taxIdentityInput } from "../../domain/identity/tax-identity.input.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";

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
    const stated = parseInput(taxIdentityInput, input);
    const row = { ...stated, statedById: userId, statedByName: by, statedAt: toDate(deed.now) };
    await deed.tx.taxIdentity.upsert({
      where: { organizationId },
      create: { organizationId, ...row },
      update: row,
    });
    const { country, status, vatNumber } = stated;
    deed.about("tax_identity", organizationId, { name: stated.name, country, status, vatNumber });
    await deed.enqueue("tax_identity.stated", { organizationId }, `tax_identity.stated:${organizationId}`);
    return null;
  },
});
