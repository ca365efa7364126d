import type { Temporal } from "temporal-polyfill";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

/**
 * Sets a mail for each person who was sent notices, at the moment these are shown; notices of one moment are
 * one mail. The key keeps a second call from setting a second one.
 */
export async function mailNotices(
  tx: Tx,
  p: {
    organizationId: string;
    providerId: string;
    now: Temporal.Instant;
    notices: readonly { person: string; party: string; show_at: string }[];
  },
): Promise<void> {
  if (p.notices.length === 0) return;
  await tx.$queryRaw`
    select app.enqueue_at('notices.mail', json_build_object('organizationId', ${p.organizationId}::uuid,
        'providerId', ${p.providerId}::uuid, 'userId', n.person, 'partyId', n.party, 'showAt', n.show_at),
      concat_ws(':', 'notices', ${p.organizationId}::text, ${p.providerId}::text, n.person, n.show_at),
      ${toDate(p.now)}::timestamptz, n.show_at::timestamptz)::text
    from (select distinct person, party, show_at
          from jsonb_to_recordset(${JSON.stringify(p.notices)}::jsonb)
            as r(person uuid, party uuid, show_at text)) n`;
}
