import { randomBytes } from "node:crypto";
import { Lucia, TimeSpan } from "lucia";
import { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type Clock, toDate, toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { adapterOn, digest } from "./lucia-adapter.ts";
import type { Lifetime } from "./session-lifetime.ts";
import { type RequestFacts, viewerOf } from "./viewer-of-membership.ts";

/** The longest that a session lives unused; the strict roles' live shorter. */
const IDLE_MS = 3_600_000;

export type Sessions = ReturnType<typeof openSessions>;
type Beginning = {
  /** Names the session without being it; the database makes one where none is given. */
  publicId?: string;
  /** The transaction that it is opened in; without one it is on its own. */
  on?: Tx;
  userId: string;
  organizationId: string | null;
  lifetime: Lifetime;
  facts: RequestFacts;
  /**
   * Where the organisation's own sign-in opens it: by which connection, and when the person last proved
   * themselves there, where that was told.
   */
  sso?: { connectionId: string; provedAt: Temporal.Instant | null };
};

/**
 * Sessions behind one door. Lucia's development ended in March 2025, so nothing else knows it: leaving it
 * means rewriting this file and its adapter, and no table. The cookie carries 256 random bits; the table
 * holds only their SHA-256.
 */
export function openSessions(p: { open: Tx; clock: Clock; secureCookies: boolean }) {
  const lucia = new Lucia(adapterOn(p.open), {
    sessionExpiresIn: new TimeSpan(IDLE_MS, "ms"),
    sessionCookie: {
      name: p.secureCookies ? "__Host-sid" : "sid",
      attributes: { secure: p.secureCookies, sameSite: "lax", path: "/" },
    },
    getSessionAttributes: (row) => row,
    getUserAttributes: (row) => row,
  });

  const { validSession, readCookie } = cookieReader(lucia, p.clock);
  return {
    begin: (input: Beginning) => begin(lucia, { ...p, open: input.on ?? p.open }, input),

    /**
     * The viewer a cookie stands for, or null: no cookie, expired, ended, disabled, or no longer a member.
     */
    async viewer(cookieHeader: string | null, facts: RequestFacts): Promise<Viewer | null> {
      const found = await validSession(cookieHeader);
      if (!found?.session.organizationId) return null;
      const { organizationId, stepUpAt, publicId: credential, ssoConnectionId } = found.session;
      return viewerOf({
        ...{ open: p.open, userId: found.user.id, organizationId, via: "session", credential, facts },
        stepUpAt: stepUpAt?.getTime() ?? null,
        ssoConnectionId,
      });
    },

    /**
     * Whether the session still stands, without making it last longer: an open stream is no sign of
     * life.
     */
    async stands(cookieHeader: string | null): Promise<boolean> {
      const secret = readCookie(cookieHeader);
      return secret !== null && stillStands(p, secret);
    },

    async end(cookieHeader: string | null): Promise<string> {
      const secret = readCookie(cookieHeader);
      if (secret) await lucia.invalidateSession(secret);
      return lucia.createBlankSessionCookie().serialize();
    },

    /** The digest by which the table knows the session of a cookie that stands; null without one. */
    async holder(cookieHeader: string | null): Promise<string | null> {
      const found = await validSession(cookieHeader);
      return found && digest(found.secret);
    },

    /** The same session under a new secret, and for another organisation where one is named. */
    renew: (cookieHeader: string | null, to?: Destination) =>
      renew(lucia, { ...p, open: to?.on ?? p.open }, { secret: readCookie(cookieHeader), to }),

    /** The person behind a session has proved that it is them, at this moment. */
    async stepUp(cookieHeader: string | null): Promise<void> {
      const secret = readCookie(cookieHeader);
      if (!secret) return;
      const stepUpAt = toDate(p.clock.now());
      await p.open.session.updateMany({ where: { idHash: digest(secret) }, data: { stepUpAt } });
    },
  };
}

/** The session that a cookie stands for, and the secret in it; null for any other cookie. */
function cookieReader(lucia: Lucia, clock: Clock) {
  function readCookie(header: string | null): string | null {
    try {
      return lucia.readSessionCookie(header ?? "");
    } catch {
      // Lucia throws on a malformed percent-encoding, which would answer a stranger with a server error.
      return null;
    }
  }
  async function validSession(cookieHeader: string | null) {
    const secret = readCookie(cookieHeader);
    if (!secret) return null;
    const { session, user } = await lucia.validateSession(secret);
    if (!session || user.disabled) return null;
    if (Temporal.Instant.compare(clock.now(), toInstant(session.absoluteExpiresAt)) >= 0) {
      await lucia.invalidateSession(secret);
      return null;
    }
    return { secret, session, user };
  }
  return { readCookie, validSession };
}

type Destination = { organizationId: string; lifetime: Lifetime; on?: Tx };

/**
 * Its end comes no later than it would have, so that nobody lives for ever by moving about. Null once
 * ended, and where an organisation's own sign-in opened it and it is to move to another one.
 */
async function renew(
  lucia: Lucia,
  p: { open: Tx; clock: Clock },
  { secret: old, to }: { secret: string | null; to: Destination | undefined },
): Promise<string | null> {
  if (!old) return null;
  const secret = randomBytes(32).toString("hex");
  const now = toDate(p.clock.now());
  const hours = to?.lifetime.absoluteHours ?? null;
  const [row] = await p.open.$queryRaw<{ absoluteExpiresAt: Date }[]>`
    update session set id_hash = ${digest(secret)},
      organization_id = coalesce(${to?.organizationId ?? null}::uuid, organization_id),
      absolute_expires_at = least(absolute_expires_at, created_at + make_interval(hours => ${hours}::int))
    where id_hash = ${digest(old)} and expires_at > ${now}::timestamptz
      and absolute_expires_at > ${now}::timestamptz
      and (sso_connection_id is null or ${to?.organizationId ?? null}::uuid is null
        or organization_id = ${to?.organizationId ?? null}::uuid)
    returning absolute_expires_at as "absoluteExpiresAt"`;
  return row ? carrying(lucia, secret, (row.absoluteExpiresAt.getTime() - now.getTime()) / 1000) : null;
}

/** The Set-Cookie header that gives a browser the secret of a session, until its absolute end. */
function carrying(lucia: Lucia, secret: string, seconds: number): string {
  const cookie = lucia.createSessionCookie(secret);
  cookie.attributes.maxAge = Math.ceil(seconds);
  return cookie.serialize();
}

async function stillStands(p: { open: Tx; clock: Clock }, secret: string): Promise<boolean> {
  const now = toDate(p.clock.now());
  const where = { idHash: digest(secret), expiresAt: { gt: now }, absoluteExpiresAt: { gt: now } };
  return (await p.open.session.count({ where })) > 0;
}

/** A new session and the Set-Cookie header that carries it. */
async function begin(lucia: Lucia, p: { open: Tx; clock: Clock }, input: Beginning): Promise<string> {
  const secret = randomBytes(32).toString("hex");
  const now = p.clock.now();
  const absolute = now.add({ hours: input.lifetime.absoluteHours });
  await adapterOn(p.open).setSession({
    ...{ id: secret, userId: input.userId, expiresAt: new Date(Date.now() + IDLE_MS) },
    attributes: {
      ...(input.publicId ? { publicId: input.publicId } : {}),
      organizationId: input.organizationId,
      absoluteExpiresAt: toDate(absolute),
      // Whoever signs in here proves who they are; a provider may let in whoever did so this morning.
      stepUpAt: input.sso ? input.sso.provedAt && toDate(input.sso.provedAt) : toDate(now),
      ssoConnectionId: input.sso?.connectionId ?? null,
    },
  });
  await p.open.session.update({
    where: { idHash: digest(secret) },
    data: { userAgent: input.facts.userAgent.slice(0, 300), address: input.facts.address },
  });
  return carrying(lucia, secret, input.lifetime.absoluteHours * 3600);
}
