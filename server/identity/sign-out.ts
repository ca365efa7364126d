import type { Viewer } from "../../domain/identity/viewer.ts";
import { command } from "../command.ts";
import type { IdentityDeps } from "./sign-in.ts";

const signOutHere = command({
  name: "session.sign_out",
  permission: "own_account",
  run: async ({ tx, viewer, about }, { everywhere }: { everywhere: boolean }) => {
    const own = everywhere ? {} : { publicId: viewer.credential ?? "" };
    const { count } = await tx.session.deleteMany({ where: { userId: viewer.userId, ...own } });
    about("person", viewer.userId, { everywhere, sessionsEnded: count });
    return null;
  },
});

/** Ends the viewer's session, or all of theirs, and answers the cookie that takes it from the browser. */
export async function signOut(
  deps: Pick<IdentityDeps, "db" | "clock" | "sessions">,
  p: { viewer: Viewer | null; cookieHeader: string | null; everywhere: boolean },
): Promise<string> {
  // A session that stands for nobody's place any more is ended all the same.
  const blank = await deps.sessions.end(p.viewer ? null : p.cookieHeader);
  if (p.viewer)
    await signOutHere({ db: deps.db, clock: deps.clock, viewer: p.viewer }, { everywhere: p.everywhere });
  return blank;
}
