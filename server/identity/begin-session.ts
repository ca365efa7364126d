import type { Temporal } from "temporal-polyfill";
import { browserWords, type SignInWay } from "../../domain/identity/signing-in.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Database } from "../db.ts";
import { newId } from "../new-id.ts";
import { tellOfAccount } from "./account-notice.ts";
import type { SecretCookie } from "./cookies.ts";
import { meetDevice } from "./devices.ts";
import type { Lifetime } from "./session-lifetime.ts";
import type { Sessions } from "./sessions.ts";
import { type RequestFacts, viewerOf } from "./viewer-of-membership.ts";

export type SessionParts = { db: Database; clock: Clock; sessions: Sessions; devices: SecretCookie };

export type Opening = {
  userId: string;
  /** The organisation that the session acts for; null where the person has no place anywhere. */
  organizationId: string | null;
  way: SignInWay;
  lifetime: Lifetime;
  facts: RequestFacts;
  cookieHeader: string | null;
  sso?: { connectionId: string; provedAt: Temporal.Instant | null };
};

/**
 * Opens a session for somebody who has proved who they are, and answers the cookies, the session's first. In
 * the same transaction it is written into the organisation's audit trail and the person's own list, and a
 * browser that they never signed in with before is told to them by mail.
 */
export async function beginSession(parts: SessionParts, p: Opening): Promise<string[]> {
  const { userId, organizationId, lifetime, facts, sso } = p;
  const { db, clock } = parts;
  const publicId = await newId(db.open);
  const device = deviceOf(parts.devices, p.cookieHeader);
  const session = { userId, organizationId, lifetime, facts, publicId, ...(sso ? { sso } : {}) };
  const viewer =
    organizationId &&
    (await viewerOf({
      ...{ open: db.open, userId, organizationId, via: "session", credential: publicId, facts },
      ssoConnectionId: sso?.connectionId ?? null,
    }));
  // Nobody's place: such a session opens no page but their own way in, and stands in nobody's trail.
  if (!viewer) return [await parts.sessions.begin(session), device.cookie];
  const begin = command({
    name: "session.begin",
    permission: "own_account",
    run: async (deed, _: object) => {
      const isNewDevice = await meetDevice(deed, device.holder);
      const cookie = await parts.sessions.begin({ ...session, on: deed.tx });
      await keep(deed, { way: p.way, publicId, isNewDevice });
      deed.about("session", publicId, { way: p.way, newDevice: isNewDevice });
      const where = `${browserWords(facts.userAgent)}, from the address ${facts.address}`;
      if (isNewDevice) await tellOfAccount(deed, "new_device", where);
      return cookie;
    },
  });
  return [await begin({ db, clock, viewer }, {}), device.cookie];
}

/** The browser as we know it, or from now on will; the cookie lasts anew from each sign-in on. */
function deviceOf(devices: SecretCookie, cookieHeader: string | null): { holder: string; cookie: string } {
  return devices.again(cookieHeader) ?? devices.issue();
}

async function keep(
  { tx, viewer, now }: Deed,
  p: { way: SignInWay; publicId: string; isNewDevice: boolean },
): Promise<void> {
  await tx.$executeRaw`
    insert into sign_in_event (user_id, at, outcome, way, address, user_agent, is_new_device, session_id)
    values (${viewer.userId}::uuid, ${toDate(now)}::timestamptz, 'signed_in', ${p.way}, ${viewer.address},
      ${viewer.userAgent.slice(0, 300)}, ${p.isNewDevice}, ${p.publicId}::uuid)`;
}
