import type { Terms } from "../../../domain/contracts/terms.ts";
import type { Tx } from "../../db.ts";

/** A frozen month without a statement, with the id that its statement is going to have. */
export type OpenMonth = {
  periodCloseId: string;
  statementId: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  /** "2026-10" */
  period: string;
  levels: unknown;
  /** The contract's last day; null where it has none. */
  endsOn: string | null;
  /**
   * The terms that the engagement runs under. They were checked before they were signed and are not checked
   * again: a catalogue that changed since must not unmake a contract.
   */
  terms: Terms;
};

/**
 * Waits until nobody else drafts a month of these engagements or states a head count for one, and keeps them
 * to itself until the transaction ends. In one order for everybody, so that two never wait for each other.
 */
export async function lockStatements(tx: Tx, engagementIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    select count(pg_advisory_xact_lock(k.key))::int
    from (select distinct hashtextextended('statement:' || e.id, 0) as key
          from unnest(${engagementIds}::text[]) as e (id) order by 1 offset 0) k`;
}

/** The oldest open month of each of the engagements, up to and with a month. */
export function openMonths(
  tx: Tx,
  p: { engagementIds: readonly string[]; through: string },
): Promise<OpenMonth[]> {
  return tx.$queryRaw<OpenMonth[]>`
    select m.*, uuidv7() as "statementId", v.terms
    from (
      select distinct on (c.engagement_id) c.id as "periodCloseId", c.organization_id as "organizationId",
        c.provider_id as "providerId", c.engagement_id as "engagementId", c.period, c.levels,
        e.ends_on::text as "endsOn", e.sow_version_id
      from period_close c join engagement e on e.id = c.engagement_id
      where c.engagement_id = any(${p.engagementIds}::uuid[]) and c.period <= ${p.through}
        and not exists (select 1 from statement s where s.period_close_id = c.id)
      order by c.engagement_id, c.period) m
    join sow_version v on v.id = m.sow_version_id
    order by m."engagementId"`;
}
