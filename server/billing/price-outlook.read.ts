import type { Temporal } from "temporal-polyfill";
import {
  type RatchetOutlook,
  ratchetOutlook,
  type TriggerOutlook,
  triggerOutlook,
} from "../../domain/billing/price-outlook.ts";
import type { PastMonth } from "../../domain/contracts/baseline.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { type ContractedEngagement, contractedEngagements } from "../delivery/contracted-engagement.ts";
import { periodCloses } from "../service-levels/period-close.read.ts";
import { pastLevel } from "../service-levels/price-history.ts";

export type PriceOutlook = {
  engagement: ContractedEngagement;
  terms: Terms;
  frozen: PastMonth[];
  triggers: TriggerOutlook[];
  ratchet: RatchetOutlook[] | null;
  /** The day on which the ratcheted terms would begin: the one after the contract's last. */
  renewsOn: Temporal.PlainDate;
};

/** How near an engagement is to each termination trigger, and what its ratchet proposes; null unseen. */
export async function priceOutlook(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string },
): Promise<PriceOutlook | null> {
  const { viewer, engagementId } = p;
  const [engagement] = await contractedEngagements(tx, { viewer, ids: [engagementId] });
  if (!engagement) return null;
  const closes = await periodCloses(tx, { viewer, engagementIds: [engagementId] });
  const frozen = (closes.get(engagementId) ?? []).map(({ period, levels }) => ({
    period,
    frozen: true,
    levels: levels.map(pastLevel),
  }));
  const { terms, startsOn, endsOn } = engagement;
  return {
    ...{ engagement, terms, frozen },
    triggers: triggerOutlook(terms, frozen),
    ratchet: ratchetOutlook(terms, frozen),
    renewsOn: endsOn ? endsOn.add({ days: 1 }) : startsOn.add({ years: 1 }),
  };
}
