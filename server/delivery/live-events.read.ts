import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Database } from "../db.ts";
import { partiesAre } from "../party-scope.ts";
import type { LiveEvent } from "./live-feed.ts";

/** Beyond this many a reader is told to read everything again. */
const MOST = 200;
/** Numbers are given before a transaction commits: what was numbered earlier may come out this much later. */
const OVERLAP_SECONDS = 30;

/**
 * What changed since an event that a stream last told, the last change of each engagement. Null where that
 * is no longer known or too much: then everything is to be read again. Telling something twice is harmless.
 */
export async function eventsSince(
  db: Database,
  p: { viewer: Viewer; lastEventId: string },
): Promise<LiveEvent[] | null> {
  if (!/^\d{1,15}$/.test(p.lastEventId)) return null;
  const own = partiesAre(p.viewer, "e");
  return db.readOrg(p.viewer, async (tx) => {
    const [last] = await tx.$queryRaw<{ at: Date }[]>`
      select e.at from live_event e where e.id = ${p.lastEventId}::bigint and ${own}`;
    if (!last) return null;
    const rows = await tx.$queryRaw<LiveEvent[]>`
      select max(e.id)::text as id, e.organization_id as "organizationId", e.provider_id as "providerId",
        e.engagement_id as "engagementId", e.topic
      from live_event e where e.at >= ${last.at}::timestamptz - make_interval(secs => ${OVERLAP_SECONDS})
        and e.id <> ${p.lastEventId}::bigint and ${own}
      group by 2, 3, 4, 5 order by max(e.id) limit ${MOST}`;
    return rows.length < MOST ? rows : null;
  });
}
