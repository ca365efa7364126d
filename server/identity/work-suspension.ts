import type { Temporal } from "temporal-polyfill";
import { NewWorkSuspended } from "../../domain/identity/work-suspension.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { prepared } from "../raw-sql.ts";

/** The reason for which new work of a buyer is suspended, in a sentence; null where it is not. */
export async function suspendedBecause(tx: Tx, organizationId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ because: string }[]>(prepared`
    select because from work_suspension where organization_id = ${organizationId}::uuid and lifted_at is null`);
  return row?.because ?? null;
}

/** Throws NewWorkSuspended where the buyer's new work and orders wait for an overdue invoice. */
export async function refuseWhileSuspended(tx: Tx, organizationId: string): Promise<void> {
  const because = await suspendedBecause(tx, organizationId);
  if (because === null) return;
  const buyer = await tx.organization.findUnique({ where: { id: organizationId }, select: { name: true } });
  throw new NewWorkSuspended({ buyer: buyer?.name ?? "this buyer", because });
}

/** Suspends a buyer's new work, once however often it is asked. */
export async function suspendNewWork(
  tx: Tx,
  p: { organizationId: string; because: string; now: Temporal.Instant },
): Promise<void> {
  // Waits for whoever is lifting the present one.
  const open = await tx.$queryRaw<unknown[]>`select id from work_suspension
    where organization_id = ${p.organizationId}::uuid and lifted_at is null for update`;
  if (open.length > 0) return;
  await tx.$executeRaw`
    insert into work_suspension (organization_id, because, since)
    values (${p.organizationId}::uuid, ${p.because}, ${toDate(p.now)}::timestamptz)
    on conflict (organization_id) where lifted_at is null do nothing`;
}

/** Takes a buyer's new work again; answers the suspension that ended, null where there was none. */
export async function liftSuspension(
  tx: Tx,
  p: { organizationId: string; now: Temporal.Instant },
): Promise<string | null> {
  const [ended] = await tx.$queryRaw<{ id: string }[]>`
    update work_suspension set lifted_at = ${toDate(p.now)}::timestamptz
    where organization_id = ${p.organizationId}::uuid and lifted_at is null returning id`;
  return ended?.id ?? null;
}
