import { createHash } from "node:crypto";
import type { Adapter, DatabaseSession, Lucia } from "lucia";
import type { Tx } from "../db.ts";
import { withinIdle } from "./session-lifetime.ts";

declare module "lucia" {
  interface Register {
    Lucia: Lucia<SessionFacts, PersonFacts>;
    DatabaseSessionAttributes: SessionFacts;
    DatabaseUserAttributes: PersonFacts;
  }
}

type SessionFacts = {
  /** Names the session without being it; made by the database. */
  publicId?: string;
  organizationId: string | null;
  absoluteExpiresAt: Date;
  stepUpAt: Date | null;
  /** The organisation's own sign-in that opened it. */
  ssoConnectionId: string | null;
};
type PersonFacts = { email: string; name: string; disabled: boolean };
type SessionRow = {
  publicId: string;
  userId: string;
  organizationId: string | null;
  expiresAt: Date;
  absoluteExpiresAt: Date;
  stepUpAt: Date | null;
  ssoConnectionId: string | null;
};

/** Lucia's sessions in our table, which holds the SHA-256 of their secrets and never a secret. */
export function adapterOn(open: Tx): Adapter {
  const shape = (secret: string, row: SessionRow): DatabaseSession => ({
    id: secret,
    userId: row.userId,
    expiresAt: row.expiresAt,
    attributes: {
      publicId: row.publicId,
      organizationId: row.organizationId,
      absoluteExpiresAt: row.absoluteExpiresAt,
      stepUpAt: row.stepUpAt,
      ssoConnectionId: row.ssoConnectionId,
    },
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
      const { organizationId, absoluteExpiresAt, stepUpAt, ssoConnectionId, publicId } = session.attributes;
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
          stepUpAt,
          ssoConnectionId,
          createdAt,
          ...(publicId ? { publicId } : {}),
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

/** What the table knows a secret by. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
