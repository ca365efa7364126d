import type { Role } from "../../domain/identity/viewer.ts";
import { type Person, USUAL_HOURS } from "../../domain/service-levels/warning-addressee.ts";
import type { Weekday } from "../../domain/shared/business-calendar.ts";
import type { Tx } from "../db.ts";

type PersonRow = {
  user_id: string;
  party_id: string;
  role: Role;
  zone: string;
  opens: string | null;
  closes: string | null;
  days: Weekday[] | null;
};

/** Whom a warning between two parties may be for, with their hours. */
export async function noticePeople(
  tx: Tx,
  { organizationId, providerId }: { organizationId: string; providerId: string },
): Promise<(Person & { partyId: string })[]> {
  const rows = await tx.$queryRaw<PersonRow[]>`
    select * from app.notice_people(${organizationId}::uuid, ${providerId}::uuid) order by user_id`;
  return rows.map((row) => ({
    userId: row.user_id,
    partyId: row.party_id,
    side: row.party_id === organizationId ? "buyer" : "provider",
    role: row.role,
    hours: {
      zone: row.zone,
      opens: row.opens ?? USUAL_HOURS.opens,
      closes: row.closes ?? USUAL_HOURS.closes,
      days: row.days ?? USUAL_HOURS.days,
    },
  }));
}
