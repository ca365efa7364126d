import pg from "pg";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { deviceCookie } from "../../server/identity/devices.ts";
import {
  acceptInvitation,
  type InvitationDeps,
  openInvitationAttempts,
} from "../../server/identity/people/accept-invitation.ts";
import { inviteMember } from "../../server/identity/people/invite-member.ts";
import { openSessions } from "../../server/identity/sessions.ts";
import type { World } from "../world.ts";

export const PASSWORD = "four quiet words here";

/** What the pages have in hand for invitations, and a way to use a link from an address of its own. */
export function invitations(world: World) {
  const pool = new pg.Pool({ connectionString: world.urls.user, max: 2 });
  const sessions = openSessions({ open: world.db.open, clock: world.clock, secureCookies: true });
  const attempts = openInvitationAttempts(pool);
  const devices = deviceCookie(true);
  const deps: InvitationDeps = { db: world.db, clock: world.clock, sessions, devices, attempts };
  let visitors = 0;
  const facts = () => {
    visitors += 1;
    return { requestId: "r", address: `192.0.2.${visitors}`, userAgent: "vitest" };
  };
  return {
    deps,
    sessions,
    facts,
    close: () => pool.end(),
    /** Invites, lets the worker mail it, and reads the link's secret as its receiver would. */
    async invite(by: Viewer, email: string, role: string): Promise<string> {
      await inviteMember(world.caller(by), { email, role });
      await world.drainJobs();
      return secretOf(world, email);
    },
    accept: (secret: string, p: { viewer?: Viewer; name?: string; password?: string } = {}) =>
      acceptInvitation(deps, {
        secret,
        viewer: p.viewer ?? null,
        name: p.name ?? "New Person",
        password: p.password ?? PASSWORD,
        cookieHeader: null,
        facts: facts(),
      }),
  };
}

/** The secret of the last link that was mailed to an address. */
export async function secretOf(world: World, email: string): Promise<string> {
  const { body_text: text } = await world.row(
    "select body_text from mail_message where to_address = $1 order by id desc limit 1",
    [email.trim().toLowerCase()],
  );
  return /invitation\?key=([\w-]{43})/.exec(text)?.[1] ?? "";
}
