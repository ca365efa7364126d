import type { Viewer } from "../../domain/identity/viewer.ts";
import type { BookedVersion } from "../../domain/service-levels/calendar-book.ts";
import type { NamedCalendar } from "../../domain/shared/business-calendar.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";

export type CalendarVersionRow = BookedVersion & {
  id: string;
  engagementId: string;
  bodyHash: string;
  note: string;
  createdBy: string | null;
  createdAt: string;
};

type Raw = Omit<CalendarVersionRow, "effectiveFrom" | "createdAt" | "body"> & {
  effectiveFrom: Date;
  createdAt: Date;
  body: NamedCalendar | null;
};

/** Every version of the calendars of the engagements and their sites, by engagement, oldest first. */
export async function calendarVersions(
  tx: Tx,
  p: { viewer: Viewer; engagementIds: readonly string[] },
): Promise<Map<string, CalendarVersionRow[]>> {
  const ids = p.engagementIds.filter(isId);
  const byEngagement = new Map<string, CalendarVersionRow[]>();
  if (ids.length === 0) return byEngagement;
  const rows = await tx.$queryRaw<Raw[]>`
    select v.id, v.engagement_id as "engagementId", v.site_id as "siteId", v.number, v.body,
      v.body_hash as "bodyHash",
      v.effective_from as "effectiveFrom", v.note, u.name as "createdBy", v.created_at as "createdAt"
    from calendar_version v left join person u on u.id = v.created_by_id
    where v.engagement_id = any (${ids}::uuid[]) and ${partiesAre(p.viewer, "v")}
    order by v.engagement_id, v.site_id, v.number`;
  for (const row of rows) {
    const version: CalendarVersionRow = {
      ...row,
      effectiveFrom: toInstant(row.effectiveFrom).toString(),
      createdAt: toInstant(row.createdAt).toString(),
    };
    byEngagement.set(row.engagementId, [...(byEngagement.get(row.engagementId) ?? []), version]);
  }
  return byEngagement;
}
