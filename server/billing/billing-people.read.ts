import type { Tx } from "../db.ts";

export type BillingPerson = { userId: string; name: string; email: string };

/** Owners, leads and finance of the organisation that the transaction speaks for: who is told of bills. */
export function billingPeople(tx: Tx, organizationId: string): Promise<BillingPerson[]> {
  return tx.$queryRaw<BillingPerson[]>`
    select user_id as "userId", name, email from app.billing_people(${organizationId}::uuid)`;
}
