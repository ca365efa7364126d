import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type CoveredHours, coveredHours } from "../catalogue/covered-hours.read.ts";
import type { Tx } from "../db.ts";
import { contractedEngagements } from "../delivery/contracted-engagement.ts";

/** Whose calendars an engagement has, and the hours its provider's team works. */
export type EngagementHours = {
  zone: string;
  /** Empty where the contract names no sites. */
  sites: { id: string; name: string; zone: string }[];
  provider: string;
  /** Null where the contract came from no listing. */
  covered: CoveredHours | null;
};

/** Null where the viewer sees no such engagement. */
export async function engagementHours(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; now: Temporal.Instant },
): Promise<EngagementHours | null> {
  const [engagement] = await contractedEngagements(tx, { viewer: p.viewer, ids: [p.engagementId] });
  if (!engagement) return null;
  const [row] = await tx.$queryRaw<{ listingId: string | null; provider: string }[]>`
    select s.listing_id as "listingId", o.name as provider
    from engagement e join statement_of_work s on s.id = e.statement_of_work_id
      join organization o on o.id = e.provider_id
    where e.id = ${engagement.id}::uuid`;
  return {
    zone: engagement.zone,
    sites: (engagement.terms.sites ?? []).map(({ id, name, zone }) => ({ id, name, zone })),
    provider: row?.provider ?? "The provider",
    covered: await coveredHours(tx, { listingId: row?.listingId ?? null, now: p.now }),
  };
}
