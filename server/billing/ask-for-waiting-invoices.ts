import type { Deed } from "../command.ts";

/**
 * Has every approved statement without an invoice looked at again, because something that one of them may
 * have waited for was stated.
 */
export async function askForWaitingInvoices(deed: Deed): Promise<void> {
  const waiting = await deed.tx.$queryRaw<{ organizationId: string }[]>`
    select distinct organization_id as "organizationId" from statement where state = 'approved'`;
  for (const { organizationId } of waiting)
    await deed.enqueue("tax_identity.stated", { organizationId }, `tax_identity.stated:${organizationId}`);
}
