import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";

export type SessionRow = {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  userAgent: string;
  address: string;
};

/** Where the person is signed in at this moment, the latest first; nobody else's sessions are ever listed. */
export function listSessions(tx: Tx, p: { viewer: Viewer; now: Temporal.Instant }): Promise<SessionRow[]> {
  const now = toDate(p.now);
  return tx.$queryRaw<SessionRow[]>`
    select public_id as id, created_at as "createdAt", least(expires_at, absolute_expires_at) as "expiresAt",
      user_agent as "userAgent", address
    from session where user_id = ${p.viewer.userId}::uuid and expires_at > ${now} and
      absolute_expires_at > ${now}
    order by created_at desc limit 50`;
}
