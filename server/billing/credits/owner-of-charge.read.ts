import type { Database } from "../../db.ts";

export type ChargeOwner = { invoiceId: string; organizationId: string; providerId: string };

/** Whose invoice a charge has paid; null where it is none of ours, or not in our books yet. */
export async function ownerOfCharge(db: Database, chargeId: string): Promise<ChargeOwner | null> {
  const [owner] = await db.open.$queryRaw<ChargeOwner[]>`
    select invoice_id as "invoiceId", organization_id as "organizationId", provider_id as "providerId"
    from app.invoice_of_charge(${chargeId})`;
  return owner ?? null;
}
