import pg from "pg";
import type { AccountAnswer, AccountChange } from "../../domain/identity/account.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { identityDoor } from "../../server/identity/door.ts";
import { hashPassword } from "../../server/identity/password.ts";
import type { World } from "../world.ts";
import { identityOf, jar } from "./identity.ts";
import { member } from "./people.ts";

export const PASSWORD = "a long enough password";

/** People with a password and the browsers they sit at, on a world's own database and clock. */
export async function openBrowsers(world: World) {
  const pool = new pg.Pool({ connectionString: world.urls.user, max: 2 });
  const deps = identityOf(world, pool);
  const passwordHash = await hashPassword(PASSWORD);
  const facts = { requestId: "test-request", address: "192.0.2.1", userAgent: "vitest" };
  let people = 0;

  /** What a browser with these cookies may do; without a session it is a stranger's. */
  async function browser(...cookies: string[]) {
    const cookieHeader = jar(...cookies);
    const viewer = await deps.sessions.viewer(cookieHeader, facts);
    return { viewer, cookieHeader, ...identityDoor(deps, { viewer, cookieHeader, facts }) };
  }
  async function person(kind: Viewer["organizationKind"] = "buyer"): Promise<Viewer> {
    people += 1;
    const role = kind === "marketplace" ? "admin" : "owner";
    const name = `Browser ${people} ${crypto.randomUUID().slice(0, 8)}`;
    const viewer = await member(world, { name, kind, role });
    const stored = "update person set password_hash = $1 where id = $2";
    await world.owner.query(stored, [passwordHash, viewer.userId]);
    return viewer;
  }
  const signIn = async (email: string, password = PASSWORD) =>
    (await browser()).signIn({ email, password });
  async function signedIn(viewer: Viewer, password = PASSWORD) {
    const result = await signIn(viewer.email, password);
    if (result.outcome !== "signed_in") throw new Error(result.outcome);
    return browser(...result.cookies);
  }
  /** The browser after the right password of somebody with a second factor. */
  async function halfWay(viewer: Viewer) {
    const result = await signIn(viewer.email);
    if (result.outcome !== "second_factor") throw new Error(result.outcome);
    return browser(...result.cookies);
  }
  /** The browser after a change that went through, and the codes that it answered. */
  async function changed(from: Changing, change: AccountChange) {
    const answer = await from.changeAccount(change);
    if (answer.outcome !== "done") throw new Error(answer.message);
    return { next: await browser(answer.cookies[0] ?? from.cookieHeader), codes: answer.codes ?? [] };
  }
  const sessionsOf = async ({ userId }: Viewer) =>
    (await world.owner.query("select * from session where user_id = $1", [userId])).rows;
  const later = (time: { seconds?: number; minutes?: number; hours?: number }) =>
    world.clock.moveTo(world.clock.now().add(time));
  return {
    ...{ deps, facts, browser, person, signIn, signedIn, halfWay, changed, sessionsOf, later },
    close: () => pool.end(),
  };
}

export type Browsers = Awaited<ReturnType<typeof openBrowsers>>;
type Changing = {
  cookieHeader: string;
  changeAccount: (change: AccountChange) => Promise<AccountAnswer>;
};
