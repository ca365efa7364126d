import type { Temporal } from "temporal-polyfill";
import { EventTooLate } from "../../domain/delivery/work-item-errors.ts";
import { monthPeriod } from "../../domain/shared/period.ts";
import type { Tx } from "../db.ts";
import { prepared } from "../raw-sql.ts";

export type Frozen = {
  /** The last frozen month, YYYY-MM in the contract's zone. */
  month: string;
  /** Its end: what happened before comes too late. Months are frozen in order. */
  untilMs: number;
};

/**
 * Lets one call at a time bring events into an engagement, and none while one of its months is being
 * frozen. Held until the end of the transaction.
 */
export async function lockIngest(tx: Tx, engagementId: string): Promise<void> {
  await tx.$queryRaw(prepared`
    select pg_advisory_xact_lock_shared(hashtextextended(${`close:${engagementId}`}, 0))::text,
      pg_advisory_xact_lock(hashtextextended(${`ingest:${engagementId}`}, 0))::text`);
}

/** How far an engagement's months are frozen; null while none is. */
export async function frozenUntil(
  tx: Tx,
  engagement: { id: string; zone: string },
): Promise<Frozen | null> {
  const [last] = await tx.$queryRaw<{ period: string | null }[]>(prepared`
    select max(period) as period from period_close where engagement_id = ${engagement.id}::uuid`);
  if (!last?.period) return null;
  const { to } = monthPeriod({ month: last.period, zone: engagement.zone });
  return { month: last.period, untilMs: to.epochMilliseconds };
}

/** Throws EventTooLate where a person records something of a month that is frozen. */
export async function refuseTooLate(
  tx: Tx,
  p: { engagement: { id: string; zone: string }; at: Temporal.Instant; field: string },
): Promise<void> {
  await tx.$queryRaw`
    select pg_advisory_xact_lock_shared(hashtextextended(${`close:${p.engagement.id}`}, 0))::text`;
  const frozen = await frozenUntil(tx, p.engagement);
  if (frozen && p.at.epochMilliseconds < frozen.untilMs)
    throw new EventTooLate({ month: frozen.month, field: p.field });
}
