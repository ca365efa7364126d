import type { Viewer } from "../../domain/identity/viewer.ts";
import { command } from "../command.ts";
import { demandsSso, membershipsOf } from "./places.ts";
import { lifetimeOf } from "./session-lifetime.ts";
import type { IdentityDeps } from "./sign-in.ts";
import { viewerOf } from "./viewer-of-membership.ts";

/**
 * Moves a signed-in person to another of their organisations, under a new secret; null where they don't
 * belong, where that one lets them in by its own sign-in alone, and where such a sign-in opened this session.
 * It stands in the trail of the organisation that they come to.
 */
export async function switchOrganization(
  deps: Pick<IdentityDeps, "db" | "clock" | "sessions">,
  input: { viewer: Viewer; organizationId: string; cookieHeader: string | null },
): Promise<string | null> {
  const { viewer, organizationId, cookieHeader } = input;
  const { userId, credential } = viewer;
  const { db, clock, sessions } = deps;
  const memberships = await membershipsOf(db.open, userId);
  if (!memberships.some((one) => one.organizationId === organizationId)) return null;
  if (viewer.ssoConnectionId || (await demandsSso(db.open, { organizationId, userId }))) return null;
  const there = await viewerOf({
    ...{ open: db.open, userId, organizationId, via: "session", credential, facts: viewer },
  });
  if (!there) return null;
  const move = command({
    name: "session.switch",
    permission: "own_account",
    run: async (deed, _: object) => {
      const to = { organizationId, lifetime: lifetimeOf(memberships), on: deed.tx };
      const cookie = await sessions.renew(cookieHeader, to);
      deed.about("session", credential ?? "");
      return { cookie };
    },
  });
  return (await move({ db, clock, viewer: there }, {})).cookie;
}
