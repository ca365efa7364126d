import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { InvitationUnknown, newPersonSchema } from "../../../domain/identity/invitation.ts";
import type { Role, Viewer } from "../../../domain/identity/viewer.ts";
import { InvalidInput, parseInput } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { countedIn } from "../../counted-in.ts";
import { newId } from "../../new-id.ts";
import { beginSession, type SessionParts } from "../begin-session.ts";
import { digest } from "../lucia-adapter.ts";
import { hashPassword } from "../password.ts";
import { demandsSso, membershipsOf } from "../places.ts";
import { lifetimeOf } from "../session-lifetime.ts";
import { demandGoodPassword } from "../set-password.ts";
import { type MembershipRow, type RequestFacts, viewerFrom } from "../viewer-of-membership.ts";

export type InvitationDeps = SessionParts & { attempts: RateLimiterPostgres };

/** Counts links that were opened or used from one address: thirty in fifteen minutes. */
export function openInvitationAttempts(pool: pg.Pool): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...countedIn(pool, "sign_in_throttle"),
    keyPrefix: "invitation",
    points: 30,
    duration: 15 * 60,
  });
}

type Door = {
  id: string;
  organization_id: string;
  organization: string;
  kind: string;
  zone: string;
  email: string;
  role: Role;
  role_name: string;
  invited_by: string;
  expires_at: Date;
  user_id: string | null;
  disabled: boolean;
};

/** What the link of an open invitation says; null for one that was used, has ended or never was. */
export async function readInvitation(deps: InvitationDeps, secret: string, facts: RequestFacts) {
  if ((await spent(deps, facts)) !== null) return null;
  const door = await doorOf(deps, secret);
  return (
    door && {
      organization: door.organization,
      roleName: door.role_name,
      invitedBy: door.invited_by,
      email: door.email,
      expiresAt: door.expires_at.toISOString(),
      hasAccount: door.user_id !== null,
    }
  );
}

export type AcceptInput = {
  secret: string;
  viewer: Viewer | null;
  /** Of somebody who is new here. */
  name: string;
  password: string;
  cookieHeader: string | null;
  facts: RequestFacts;
};

/**
 * Joins by the link in an invitation, once. Whoever has no account makes one, since the link has proved the
 * address; whoever has one must be signed in as that person. The session is a new one, in the organisation.
 * A link that was used, ran out, was revoked or never was gets one answer: `unknown`. Where the organisation
 * lets people in by its own sign-in alone they have a place and no session: `joined_elsewhere`.
 */
export async function acceptInvitation(deps: InvitationDeps, p: AcceptInput) {
  const wait = await spent(deps, p.facts);
  if (wait !== null) return { outcome: "throttled" as const, retryAfterSeconds: wait };
  const door = await doorOf(deps, p.secret);
  if (!door) return { outcome: "unknown" as const };
  if (p.viewer && p.viewer.userId !== door.user_id) return { outcome: "other_person" as const };
  if (door.user_id && !p.viewer) return { outcome: "sign_in" as const };
  // A session of one organisation's own sign-in proves nothing to another organisation.
  const { organization_id: organizationId } = door;
  if (p.viewer?.ssoConnectionId && p.viewer.organizationId !== organizationId)
    return { outcome: "own_sign_in" as const };
  try {
    const made = door.user_id ? null : await newPerson(p, door);
    const userId = door.user_id ?? (await newId(deps.db.open));
    const viewer = viewerAtDoor(door, { userId, name: made?.name ?? p.viewer?.name ?? "", facts: p.facts });
    await join({ db: deps.db, clock: deps.clock, viewer }, { invitationId: door.id, made });
    const lifetime = lifetimeOf(await membershipsOf(deps.db.open, userId));
    if (!p.viewer?.ssoConnectionId && (await demandsSso(deps.db.open, { organizationId, userId })))
      return { outcome: "joined_elsewhere" as const };
    // Joining proves nothing about who sits there: whoever was signed in keeps the session they had.
    const kept = p.viewer && (await deps.sessions.renew(p.cookieHeader, { organizationId, lifetime }));
    const opening = { userId, organizationId, lifetime, facts: p.facts, cookieHeader: p.cookieHeader };
    const cookies = kept ? [kept] : await beginSession(deps, { ...opening, way: "invitation" });
    return { outcome: "joined" as const, cookies };
  } catch (error) {
    if (error instanceof InvitationUnknown) return { outcome: "unknown" as const };
    if (error instanceof InvalidInput) return { outcome: "invalid" as const, issues: error.issues };
    throw error;
  }
}

type NewPerson = { name: string; passwordHash: string };

async function newPerson(p: AcceptInput, door: Door): Promise<NewPerson> {
  const { name } = parseInput(newPersonSchema, { name: p.name });
  const { password } = p;
  const context = [name, door.email, door.organization];
  await demandGoodPassword({ password, hasSecondFactor: false, context, field: "password" });
  return { name, passwordHash: await hashPassword(password) };
}

/** The deed itself, as the person who joins: their place, and the account where they had none. */
const join = command({
  name: "invitation.accept",
  permission: "organization:read",
  run: async (deed: Deed, input: { invitationId: string; made: NewPerson | null }): Promise<null> => {
    const { tx, viewer } = deed;
    const at = toDate(deed.now);
    const [taken] = await tx.$queryRaw<{ email: string; role: string; customRoleId: string | null }[]>`
      update invitation set accepted_at = ${at}::timestamptz, accepted_by_id = ${viewer.userId}::uuid
      where id = ${input.invitationId}::uuid and accepted_at is null and revoked_at is null
        and expires_at > ${at}::timestamptz
      returning email, role, custom_role_id as "customRoleId"`;
    if (!taken) throw new InvitationUnknown();
    if (input.made) {
      // Somebody who made an account with this address in the meantime signs in with it.
      const made = await tx.$executeRaw`
        insert into person (id, email, name, password_hash, created_at)
        values (${viewer.userId}::uuid, ${taken.email}, ${input.made.name}, ${input.made.passwordHash},
          ${at}::timestamptz) on conflict (email) do nothing`;
      if (made === 0) throw new InvitationUnknown();
    }
    await tx.$executeRaw`
      insert into membership (organization_id, user_id, role, custom_role_id, created_at)
      values (${viewer.organizationId}::uuid, ${viewer.userId}::uuid, ${taken.role},
        ${taken.customRoleId}::uuid, ${at}::timestamptz)
      on conflict (organization_id, user_id) do update
        set role = excluded.role, custom_role_id = excluded.custom_role_id, ended_at = null,
          ended_by_name = null
        where membership.ended_at is not null`;
    deed.about("invitation", input.invitationId, { role: taken.role });
    return null;
  },
});

async function doorOf(deps: InvitationDeps, secret: string): Promise<Door | null> {
  if (!/^[\w-]{43}$/.test(secret)) return null;
  const [door] = await deps.db.open.$queryRaw<Door[]>`
    select * from app.invitation_by_hash(${digest(secret)}, ${toDate(deps.clock.now())}::timestamptz)`;
  return door && !door.disabled ? door : null;
}

function viewerAtDoor(door: Door, p: { userId: string; name: string; facts: RequestFacts }): Viewer {
  const { role, email, organization, kind, zone } = door;
  // At the door they do one thing; what their role carries they have from the next request on.
  const permissions: MembershipRow["permissions"] = ["organization:read"];
  const row = {
    name: p.name,
    email,
    organization,
    kind,
    zone,
    role,
    custom_role: door.role_name,
    permissions,
  };
  return viewerFrom({ ...p, row, organizationId: door.organization_id, via: "link" });
}

/** Counts a try from this address; the seconds to wait where there were too many. */
async function spent(deps: InvitationDeps, facts: RequestFacts): Promise<number | null> {
  try {
    await deps.attempts.consume(digest(facts.address).slice(0, 32));
    return null;
  } catch (over) {
    if (over instanceof RateLimiterRes) return Math.ceil(over.msBeforeNext / 1000);
    throw over;
  }
}
