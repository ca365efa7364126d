import type { Tx } from "../db.ts";

export type BillingPerson = { userId: string; name: string; email: string };

/** Who is told about an organisation's bills, in a transaction that speaks for it: owners, leads and finance. */
export function billingPeople(tx: Tx, organizationId: string): Promise<BillingPerson[]> {
  return tx.$queryRaw<BillingPerson[]>`
    select user_id as "userId", name, email from app.billing_people(${organizationId}::uuid)`;
}
