import { fieldsOf } from "../../server/rotate-field-keys.ts";
import type { World } from "../world.ts";
import { testFields } from "./field-keys.ts";

/** States the company that invoices as an administrator does; in the Netherlands unless a test says more. */
export async function registeredSeller(
  world: World,
  change: { status?: string; country?: string; vatNumber?: string | null } = {},
): Promise<void> {
  const { status = "registered", country = "NL", vatNumber = "NL123456789B01" } = change;
  await world.owner.query(
    `update legal_entity set name = 'Engine Room B.V.', address_line = 'Wijnhaven 60', postal_code = '3011 WS',
       city = 'Rotterdam', country = $1, currency = 'EUR', status = $2, vat_number = $3,
       registration_number = '87654321'`,
    [country, status, vatNumber],
  );
}

/** An organisation's identity on invoices, as its owner states it. */
export async function taxIdentity(
  world: World,
  organizationId: string,
  facts: { country: string; vatNumber: string | null; name?: string },
): Promise<void> {
  const { country, vatNumber, name = "Tern Logistics B.V." } = facts;
  const { sealFor } = fieldsOf(world.owner, testFields);
  const place = { id: organizationId, owner: organizationId };
  const sealed = vatNumber && (await sealFor("tax_identity.vat_number", place, vatNumber));
  await world.owner.query(
    `insert into tax_identity (organization_id, name, address_line, postal_code, city, country, status,
       vat_number, stated_by_id, stated_by_name, stated_at)
     values ($1, $2, 'Maashaven 12', '3081 AB', 'Rotterdam', $3, $4, $5, uuidv7(), 'Test Person', now())`,
    [organizationId, name, country, vatNumber ? "registered" : "not_registered", sealed],
  );
}
