import { createHash, randomBytes } from "node:crypto";
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from "lucia";
import { Temporal } from "temporal-polyfill";
import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import { type Clock, toDate, toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";

declare module "lucia" {
  interface Register {
    Lucia: Lucia<SessionFacts, PersonFacts>;
    DatabaseSessionAttributes: SessionFacts;
    DatabaseUserAttributes: PersonFacts;
  }
}

type SessionFacts = { organizationId: string | null; absoluteExpiresAt: Date };
type PersonFacts = { email: string; name: string; disabled: boolean };
export type Sessions = ReturnType<typeof openSessions>;
type RequestFacts = { requestId: string; address: string; userAgent: string };
type MembershipFact = "name" | "email" | "organization" | "kind" | "zone" | "role";
type Lifetime = { idleMinutes: number; absoluteHours: number };
const STRICT: Lifetime = { idleMinutes: 30, absoluteHours: 12 };
const ORDINARY: Lifetime = { idleMinutes: 60, absoluteHours: 24 };

/**
 * Staff and finance sit with other people's money, so their sessions are shorter. The values follow the
 * product's security design; both bounds are stored with the session.
 */
export function lifetimeOf(roles: readonly Role[]): Lifetime {
  const strict = roles.some((role) => role === "finance" || role === "account_manager" || role === "admin");
  return strict ? STRICT : ORDINARY;
}

/**
 * Sessions behind one door. Lucia's development ended in March 2025, so nothing else knows it: leaving it
 * means rewriting this file and no table. The cookie carries 256 random bits; the table holds only their
 * SHA-256.
 */
export function openSessions(p: { open: Tx; clock: Clock; secureCookies: boolean }) {
  const lucia = new Lucia(adapterOn(p.open), {
    sessionExpiresIn: new TimeSpan(1, "h"),
    sessionCookie: {
      name: p.secureCookies ? "__Host-sid" : "sid",
      attributes: { secure: p.secureCookies, sameSite: "lax", path: "/" },
    },
    getSessionAttributes: (row) => row,
    getUserAttributes: (row) => row,
  });

  async function validSession(cookieHeader: string | null) {
    const secret = readCookie(cookieHeader);
    if (!secret) return null;
    const { session, user } = await lucia.validateSession(secret);
    if (!session || user.disabled) return null;
    const now = p.clock.now();
    if (Temporal.Instant.compare(now, toInstant(session.absoluteExpiresAt)) >= 0) {
      await lucia.invalidateSession(secret);
      return null;
    }
    return { secret, session, user };
  }

  function readCookie(header: string | null): string | null {
    try {
      return lucia.readSessionCookie(header ?? "");
    } catch {
      // Lucia throws on a malformed percent-encoding, which would answer a stranger with a server error.
      return null;
    }
  }

  return {
    /** A new session and the Set-Cookie header that carries it. */
    async begin(input: {
      userId: string;
      organizationId: string | null;
      lifetime: Lifetime;
      facts: RequestFacts;
    }) {
      const secret = randomBytes(32).toString("hex");
      const now = p.clock.now();
      const absolute = now.add({ hours: input.lifetime.absoluteHours });
      await lucia.createSession(
        input.userId,
        { organizationId: input.organizationId, absoluteExpiresAt: toDate(absolute) },
        { sessionId: secret },
      );
      await p.open.session.update({
        where: { idHash: digest(secret) },
        data: { userAgent: input.facts.userAgent.slice(0, 300), address: input.facts.address },
      });
      const cookie = lucia.createSessionCookie(secret);
      cookie.attributes.maxAge = input.lifetime.absoluteHours * 3600;
      return cookie.serialize();
    },

    /**
     * The viewer a cookie stands for, or null: no cookie, expired, ended, disabled, or no longer a member.
     */
    async viewer(cookieHeader: string | null, facts: RequestFacts): Promise<Viewer | null> {
      const found = await validSession(cookieHeader);
      if (!found?.session.organizationId) return null;
      return viewerOf({
        open: p.open,
        userId: found.user.id,
        organizationId: found.session.organizationId,
        via: "session",
        facts,
      });
    },

    async end(cookieHeader: string | null): Promise<string> {
      const secret = readCookie(cookieHeader);
      if (secret) await lucia.invalidateSession(secret);
      return lucia.createBlankSessionCookie().serialize();
    },

    async endEverywhere(userId: string): Promise<string> {
      await lucia.invalidateUserSessions(userId);
      return lucia.createBlankSessionCookie().serialize();
    },
  };
}

/** Loads a person's present membership; null where it has ended or the person is disabled. */
async function viewerOf(p: {
  open: Tx;
  userId: string;
  organizationId: string;
  via: Viewer["via"];
  facts: RequestFacts;
}): Promise<Viewer | null> {
  const rows = await p.open.$queryRaw<MembershipRow[]>`
    select name, email, organization, kind, zone, role from app.membership_of(${p.userId}::uuid)
    where organization_id = ${p.organizationId}::uuid`;
  return rows[0] ? viewerFrom({ ...p, row: rows[0] }) : null;
}

/** The columns of `app.membership_of` that make a viewer. */
export type MembershipRow = Record<MembershipFact, string>;

export function viewerFrom(p: {
  row: MembershipRow;
  userId: string;
  organizationId: string;
  via: Viewer["via"];
  facts: RequestFacts;
}): Viewer {
  const { row } = p;
  return {
    userId: p.userId,
    name: row.name,
    email: row.email,
    organizationId: p.organizationId,
    organizationName: row.organization,
    organizationKind: row.kind as Viewer["organizationKind"],
    zone: row.zone,
    role: row.role as Role,
    via: p.via,
    requestId: p.facts.requestId,
    address: p.facts.address,
    userAgent: p.facts.userAgent,
  };
}

function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function adapterOn(open: Tx): Adapter {
  const shape = (secret: string, row: SessionRow): DatabaseSession => ({
    id: secret,
    userId: row.userId,
    expiresAt: row.expiresAt,
    attributes: { organizationId: row.organizationId, absoluteExpiresAt: row.absoluteExpiresAt },
  });
  return {
    async getSessionAndUser(secret) {
      const row = await open.session.findUnique({
        where: { idHash: digest(secret) },
        include: { user: true },
      });
      if (!row) return [null, null];
      const { email, name, disabledAt } = row.user;
      return [
        shape(secret, row),
        { id: row.userId, attributes: { email, name, disabled: disabledAt !== null } },
      ];
    },
    async getUserSessions(userId) {
      const rows = await open.session.findMany({ where: { userId } });
      return rows.map((row) => shape(row.publicId, row));
    },
    async setSession(session) {
      const { organizationId, absoluteExpiresAt } = session.attributes;
      const { userId } = session;
      const createdAt = new Date();
      const expiresAt = withinIdle(session.expiresAt, { createdAt, absoluteExpiresAt });
      await open.session.create({
        data: {
          idHash: digest(session.id),
          userId,
          organizationId,
          expiresAt,
          absoluteExpiresAt,
          createdAt,
        },
      });
    },
    async updateSessionExpiration(secret, given) {
      const row = await open.session.findUnique({ where: { idHash: digest(secret) } });
      if (!row) return;
      const expiresAt = withinIdle(given, row);
      // Lucia would move a short session on at every request; to the minute is enough.
      if (expiresAt.getTime() - row.expiresAt.getTime() < 60_000) return;
      await open.session.updateMany({ where: { idHash: digest(secret) }, data: { expiresAt } });
    },
    async deleteSession(secret) {
      await open.session.deleteMany({ where: { idHash: digest(secret) } });
    },
    async deleteUserSessions(userId) {
      await open.session.deleteMany({ where: { userId } });
    },
    async deleteExpiredSessions() {
      await open.session.deleteMany({ where: { expiresAt: { lte: new Date() } } });
    },
  };
}

const HOUR = 3_600_000;

/**
 * Lucia knows one idle time for everybody. A session whose absolute end is that of the strict roles ends after
 * their idle time.
 */
function withinIdle(expiresAt: Date, session: { createdAt: Date; absoluteExpiresAt: Date }): Date {
  const hours = (session.absoluteExpiresAt.getTime() - session.createdAt.getTime()) / HOUR;
  const strict = hours < ORDINARY.absoluteHours - 1;
  const idle = (strict ? STRICT : ORDINARY).idleMinutes * 60_000;
  return new Date(Math.min(expiresAt.getTime(), Date.now() + idle));
}

type SessionRow = {
  userId: string;
  organizationId: string | null;
  expiresAt: Date;
  absoluteExpiresAt: Date;
};
