import { type NoticeHours, USUAL_HOURS } from "../../domain/service-levels/warning-addressee.ts";
import type { Weekday } from "../../domain/shared/business-calendar.ts";
import type { Tx } from "../db.ts";

type Row = {
  user_id: string;
  party_id: string;
  zone: string;
  opens: string | null;
  closes: string | null;
  days: Weekday[] | null;
};

/** An account manager as notices reach one. */
export type ToldManager = { userId: string; partyId: string; hours: NoticeHours };

/**
 * The account managers: first those who have breaches of the engagement in hand, then by how little they have
 * in hand.
 */
export async function accountManagers(tx: Tx, engagementId: string): Promise<ToldManager[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select m.user_id, m.party_id, m.zone, m.opens, m.closes, m.days from app.account_managers() m
    order by exists (select from breach b where b.engagement_id = ${engagementId}::uuid
      and b.assigned_to_id = m.user_id) desc, m.in_hand, m.user_id`;
  return rows.map((row) => ({
    userId: row.user_id,
    partyId: row.party_id,
    hours: {
      zone: row.zone,
      opens: row.opens ?? USUAL_HOURS.opens,
      closes: row.closes ?? USUAL_HOURS.closes,
      days: row.days ?? USUAL_HOURS.days,
    },
  }));
}
