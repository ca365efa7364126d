import type { Viewer } from "../../domain/identity/viewer.ts";
import {
  type NoticeHours,
  noticeHoursSchema,
  USUAL_HOURS,
} from "../../domain/service-levels/warning-addressee.ts";
import { WEEKDAYS, type Weekday } from "../../domain/shared/business-calendar.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import type { Tx } from "../db.ts";

/** The hours in which the viewer is told; the usual ones in the organisation's zone until they chose. */
export async function noticeHours(tx: Tx, viewer: Viewer): Promise<NoticeHours> {
  const own = await tx.noticeHours.findUnique({
    where: {
      organizationId_userId: { organizationId: viewer.organizationId, userId: viewer.userId },
    },
    select: { zone: true, opens: true, closes: true, days: true },
  });
  return own ? { ...own, days: own.days as Weekday[] } : { zone: viewer.zone, ...USUAL_HOURS };
}

/** Chooses the hours in which the viewer is told of warnings that come from now on. */
export const setNoticeHours = command({
  name: "notice_hours.set",
  permission: "warning:read",
  async run(deed, input: NoticeHours): Promise<NoticeHours> {
    const given = parseInput(noticeHoursSchema, input);
    const hours = { ...given, days: WEEKDAYS.filter((day) => given.days.includes(day)) };
    const { organizationId, userId } = deed.viewer;
    const updatedAt = toDate(deed.now);
    deed.about("notice_hours", userId, hours);
    await deed.tx.noticeHours.upsert({
      where: { organizationId_userId: { organizationId, userId } },
      create: { organizationId, userId, ...hours, updatedAt },
      update: { ...hours, updatedAt },
    });
    return hours;
  },
});
