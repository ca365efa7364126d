import type { AskedOf } from "../../../domain/billing/account-standing.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { Prisma, type Tx } from "../../db.ts";
import { ownersAre } from "../../party-scope.ts";
import { keyset, type PageOf } from "../keyset.ts";

export type PayoutAccountRow = {
  transfersStatus: string;
  blockers: string[];
  requirements: AskedOf[];
  resolution: string | null;
  dueAt: Date | null;
  closedAt: Date | null;
  checkedAt: Date;
};

/** The viewer's own account for transfers; null where none was opened. */
export async function payoutAccount(tx: Tx, viewer: Viewer): Promise<PayoutAccountRow | null> {
  const [row] = await tx.$queryRaw<PayoutAccountRow[]>`
    select transfers_status as "transfersStatus", blockers, requirements, resolution, due_at as "dueAt",
           closed_at as "closedAt", checked_at as "checkedAt" from stripe_account
    where organization_id = ${viewer.organizationId}::uuid`;
  return row ?? null;
}

export type BankPayoutRow = {
  id: string;
  providerName: string;
  stripePayoutId: string;
  state: string;
  currency: string;
  amountMinor: bigint;
  madeAt: Date;
  arrivesAt: Date;
  paidAt: Date | null;
  failedAt: Date | null;
  failureCode: string | null;
  failureMessage: string | null;
};

/** What went from a provider's Stripe balance to its bank, the newest first; staff see those within reach. */
export function listBankPayouts(tx: Tx, viewer: Viewer, page: PageOf): Promise<BankPayoutRow[]> {
  const mine = ownersAre(viewer, "k");
  const { where, order } = keyset({
    by: Prisma.sql`k.made_at, k.id`,
    from: Prisma.sql`bank_payout k`,
    id: Prisma.sql`k.id`,
    scope: mine,
    page,
  });
  return tx.$queryRaw<BankPayoutRow[]>`
    select k.id, o.name as "providerName", k.stripe_payout_id as "stripePayoutId", k.state, k.currency,
           k.amount_minor as "amountMinor", k.made_at as "madeAt", k.arrives_at as "arrivesAt",
           k.paid_at as "paidAt", k.failed_at as "failedAt", k.failure_code as "failureCode",
           k.failure_message as "failureMessage"
    from bank_payout k join organization o on o.id = k.organization_id where ${mine} and ${where} ${order}`;
}
