import type { Role } from "../../domain/identity/viewer.ts";

export type Lifetime = { idleMinutes: number; absoluteHours: number };
const STRICT: Lifetime = { idleMinutes: 30, absoluteHours: 12 };
const ORDINARY: Lifetime = { idleMinutes: 60, absoluteHours: 24 };

/**
 * Staff and finance sit with other people's money, so their sessions are shorter; a role that an organisation
 * made itself may carry as much, so it counts as theirs. Both bounds are stored with the session.
 */
export function lifetimeOf(memberships: readonly { role: Role; customRole: string | null }[]): Lifetime {
  const isStrict = memberships.some((one) => STRICT_ROLES.includes(one.role) || one.customRole !== null);
  return isStrict ? STRICT : ORDINARY;
}

const STRICT_ROLES: readonly Role[] = ["finance", "account_manager", "vetting_officer", "admin", "auditor"];

const HOUR = 3_600_000;

/**
 * When a session ends if nobody uses it. Lucia knows one idle time for everybody; a session whose absolute
 * end is that of the strict roles ends after their idle time.
 */
export function withinIdle(expiresAt: Date, session: { createdAt: Date; absoluteExpiresAt: Date }): Date {
  const hours = (session.absoluteExpiresAt.getTime() - session.createdAt.getTime()) / HOUR;
  const strict = hours < ORDINARY.absoluteHours - 1;
  const idle = (strict ? STRICT : ORDINARY).idleMinutes * 60_000;
  return new Date(Math.min(expiresAt.getTime(), Date.now() + idle));
}
