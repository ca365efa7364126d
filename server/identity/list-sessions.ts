import type { Temporal } from "temporal-polyfill";
import type { SignInOutcome, SignInWay } from "../../domain/identity/signing-in.ts";
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

export type SignInRow = {
  id: string;
  at: Date;
  outcome: SignInOutcome;
  way: SignInWay;
  userAgent: string;
  address: string;
  isNewDevice: boolean;
  sessionId: string | null;
};

/** Where and how somebody signed in as the viewer or tried to, the latest first, at most fifty. */
export function listSignIns(tx: Tx, viewer: Viewer): Promise<SignInRow[]> {
  return tx.$queryRaw<SignInRow[]>`
    select id, at, outcome, way, user_agent as "userAgent", address, is_new_device as "isNewDevice",
      session_id as "sessionId"
    from sign_in_event where user_id = ${viewer.userId}::uuid order by at desc, id desc limit 50`;
}
