import { type TaxIdentityInput, taxIdentityInput } from "../../../domain/identity/tax-identity.input.ts";
import { isStaff } from "../../../domain/identity/viewer.ts";
import { isKnownCurrency } from "../../../domain/shared/currency.ts";
import { InvalidInput, NotAllowed, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { askForWaitingInvoices } from "../ask-for-waiting-invoices.ts";
import { LEGAL_ENTITY, readLegalEntity } from "./tax-parties.read.ts";

/**
 * States the company that invoices: name, seat, registration for VAT and the currency that its VAT is
 * declared in. Invoices issued before keep what they name; statements that waited for it are invoiced.
 * Permission legal_entity:state, the marketplace's administrator; throws NotAllowed, InvalidInput.
 */
export const stateLegalEntity = command({
  name: "legal_entity.state",
  permission: "legal_entity:state",
  run: async (deed: Deed, input: unknown): Promise<null> => {
    if (!isStaff(deed.viewer)) throw new NotAllowed();
    const stated: TaxIdentityInput = parseInput(taxIdentityInput, input);
    const currency = currencyOf(input);
    const before = await readLegalEntity(deed.tx);
    const { name, addressLine, postalCode, city, country, status, vatNumber, registrationNumber } = stated;
    await deed.tx.$executeRaw`
      update legal_entity set name = ${name}, address_line = ${addressLine}, postal_code = ${postalCode},
        city = ${city}, country = ${country}, currency = ${currency}, status = ${status},
        vat_number = ${vatNumber}, registration_number = ${registrationNumber}, email = ${stated.email},
        stated_by_id = ${deed.viewer.userId}::uuid, stated_by_name = ${deed.viewer.name},
        stated_at = ${toDate(deed.now)}::timestamptz
      where code = ${LEGAL_ENTITY}`;
    deed.about("legal_entity", LEGAL_ENTITY, {
      from: {
        name: before.name,
        country: before.country,
        status: before.status,
        vatNumber: before.vatNumber,
      },
      to: { name, country, status, vatNumber, currency },
    });
    await askForWaitingInvoices(deed);
    return null;
  },
});

function currencyOf(input: unknown): string {
  const given = (input as { currency?: unknown } | null)?.currency;
  const currency = typeof given === "string" ? given.trim().toUpperCase() : "";
  if (isKnownCurrency(currency)) return currency;
  throw new InvalidInput([
    { field: "currency", message: "Give a currency by its three letters, like EUR." },
  ]);
}
