import { type OpenAdjustment, settledParts } from "../../domain/billing/adjustment.ts";
import type { Deed } from "../command.ts";

/**
 * What accepted corrections of the engagement have left open, as far as a statement of such a net can
 * settle it.
 * Drafts of one engagement wait for each other here, so that nothing is settled twice.
 */
export async function partsToSettle(
  { tx }: Deed,
  p: { engagementId: string; netMinor: bigint },
): Promise<OpenAdjustment[]> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`adjust:${p.engagementId}`}, 0))::text`;
  const open = await tx.$queryRaw<OpenAdjustment[]>`
    select a.id, a.correction_id as "correctionId", a.period,
      (a.net_minor - coalesce(sum(s.net_minor), 0))::bigint as "netMinor"
    from adjustment a left join statement_adjustment s on s.adjustment_id = a.id
    where a.engagement_id = ${p.engagementId}::uuid
    group by a.id having a.net_minor <> coalesce(sum(s.net_minor), 0) order by a.id`;
  return settledParts(p.netMinor, open);
}

/** Notes which part of which correction a statement has settled. */
export async function noteSettled(
  { tx }: Deed,
  p: {
    statementId: string;
    organizationId: string;
    providerId: string;
    parts: readonly OpenAdjustment[];
  },
): Promise<void> {
  const { statementId, organizationId, providerId } = p;
  for (const { id: adjustmentId, netMinor } of p.parts)
    await tx.statementAdjustment.create({
      data: { organizationId, providerId, statementId, adjustmentId, netMinor },
      select: { id: true },
    });
}
