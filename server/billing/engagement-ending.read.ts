import type { Temporal } from "temporal-polyfill";
import type { Party } from "../../domain/contracts/statement-of-work.ts";
import { type NoticeSpan, noticeSpan } from "../../domain/contracts/termination-notice.ts";
import { engagementPartyOf } from "../../domain/delivery/engagement.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { instantText } from "../clock.ts";
import type { Tx } from "../db.ts";
import type { ContractedEngagement } from "../delivery/contracted-engagement.ts";
import { priceOutlook } from "./price-outlook.read.ts";

/** A notice that was given. Days are "2026-12-31", the moment is RFC 3339. */
export type TerminationNotice = {
  id: string;
  party: Party;
  /** The right it rests on and what counted toward it; null where it kept the agreed days. */
  condition: string | null;
  because: string | null;
  reason: string;
  lastDay: string;
  insteadOf: string | null;
  givenAt: string;
  givenByName: string;
};

export type EngagementEnding = {
  engagement: ContractedEngagement;
  /** The viewer's side; null of the marketplace's staff. */
  party: Party | null;
  /** The days that an ordinary notice may name, of either side; null where it would end nothing earlier. */
  ordinary: NoticeSpan | null;
  /** The rights of the buyer that the latest frozen month reached: they wait for no days of notice. */
  rights: { condition: string; because: string; span: NoticeSpan | null }[];
  /** A month that the contract ends in is charged whole. */
  chargesWholeMonths: boolean;
  /** The latest first. */
  notices: TerminationNotice[];
};

/** How an engagement may be ended as of now, and the notices that were given; null unseen. */
export async function engagementEnding(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; now: Temporal.Instant },
): Promise<EngagementEnding | null> {
  const outlook = await priceOutlook(tx, p);
  if (!outlook) return null;
  const { engagement, terms } = outlook;
  const { startsOn, endsOn } = engagement;
  const today = localDate(p.now, engagement.zone);
  const span = (days: number) => noticeSpan({ today, startsOn, endsOn, days });
  return {
    engagement,
    party: engagementPartyOf(p.viewer, engagement),
    ordinary: span(terms.noticeDays),
    rights: outlook.triggers
      .filter(({ count, needed }) => count >= needed)
      .map(({ condition, counting }) => ({ condition, because: counting.join(", "), span: span(0) })),
    chargesWholeMonths: terms.billing === undefined,
    notices: await noticesOf(tx, engagement.id),
  };
}

async function noticesOf(tx: Tx, engagementId: string): Promise<TerminationNotice[]> {
  const rows = await tx.$queryRaw<(Omit<TerminationNotice, "givenAt"> & { givenAt: Date })[]>`
    select id, party, condition, because, reason, last_day::text as "lastDay",
      instead_of::text as "insteadOf", given_at as "givenAt", given_by_name as "givenByName"
    from termination_notice where engagement_id = ${engagementId}::uuid order by given_at desc, id desc`;
  return rows.map((row) => ({ ...row, givenAt: instantText(row.givenAt) }));
}
