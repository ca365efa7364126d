import type { AccountChange } from "../../domain/identity/account.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { accountFacts, changeAccount } from "./account.ts";
import { asPerson } from "./as-person.ts";
import { emailLink, takeEmailLink } from "./email/use-email-link.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { passkeyToAdd, passkeyToProve } from "./factors/passkeys.ts";
import { askPasswordReset, resetLinkStands, setForgottenPassword } from "./reset-password.ts";
import {
  type IdentityDeps,
  type Proof,
  passkeySignIn,
  pendingPerson,
  secondFactor,
  signIn,
} from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { beginSso, beginSsoStepUp, finishSso } from "./sso/sign-in.ts";
import { type StepUpProof, stepUp, stepUpWays } from "./step-up.ts";
import { switchOrganization } from "./switch-organization.ts";
import { countAsk } from "./throttle.ts";
import type { RequestFacts } from "./viewer-of-membership.ts";

type Asker = { viewer: Viewer | null; cookieHeader: string | null; facts: RequestFacts };

/**
 * What one request's pages may do about signing in and about the viewer's own account. It stands beside
 * GraphQL and not in it: these deeds read and set cookies, and no API key may do any of them.
 */
export function identityDoor(deps: IdentityDeps, asker: Asker) {
  const { viewer, cookieHeader, facts } = asker;
  const own = (): { viewer: Viewer; cookieHeader: string | null } => {
    if (!viewer) throw new Error("Only a person who is signed in has an account to look at.");
    return { viewer, cookieHeader };
  };
  return {
    signIn: (input: { email: string; password: string }) => signIn(deps, { ...input, cookieHeader, facts }),
    /** The ways to prove oneself that the second step offers; null where no first step was taken. */
    async secondStep() {
      const userId = await pendingPerson(deps, cookieHeader);
      return userId && waysOf(await asPerson(deps.db, userId, (tx) => factorsOf(tx, userId)));
    },
    secondFactor: (proof: Proof) => secondFactor(deps, { proof, cookieHeader, facts }),
    passkeySignIn: (response: string) => passkeySignIn(deps, { response, cookieHeader, facts }),
    passkeyQuestion: (purpose: "sign-in" | "add" | "confirm") => passkeyQuestion(deps, { asker, purpose }),
    beginSso: (p: { email: string; next: string }) => beginSso(deps, { ...p, facts }),
    beginSsoStepUp: (next: string) => beginSsoStepUp(deps, { viewer: own().viewer, next, facts }),
    finishSso: (p: { connectionId: string; search: string }) =>
      finishSso(deps, { ...p, viewer, cookieHeader, facts }),
    askPasswordReset: (email: string) => askPasswordReset(deps, { email, facts }),
    resetLinkStands: (secret: string) => resetLinkStands(deps, secret),
    setForgottenPassword: (input: { secret: string; password: string }) =>
      setForgottenPassword(deps, { ...input, facts }),
    emailLink: (secret: string) => emailLink(deps, secret),
    takeEmailLink: (secret: string) => takeEmailLink(deps, { secret, facts }),
    signOut: ({ everywhere }: { everywhere: boolean }) =>
      signOut(deps, { viewer, cookieHeader, everywhere }),
    switchOrganization: async (organizationId: string) =>
      viewer ? switchOrganization(deps, { viewer, organizationId, cookieHeader }) : null,
    account: () => accountFacts(deps, own()),
    changeAccount: (change: AccountChange) => changeAccount(deps, own(), change),
    stepUpWays: () => stepUpWays(deps, own().viewer),
    stepUp: (proof: StepUpProof) => stepUp(deps, { ...own(), proof }),
  };
}

/**
 * What the browser is to ask a passkey, and the cookie that the answer is bound to where the browser has none
 * yet. Null where the viewer or the first step is missing, or too many were asked for.
 */
async function passkeyQuestion(
  deps: IdentityDeps,
  { asker, purpose }: { asker: Asker; purpose: "sign-in" | "add" | "confirm" },
): Promise<{ options: object; cookies: string[] } | null> {
  const { viewer, cookieHeader, facts } = asker;
  if (await countAsk(deps.throttle, { what: "challenges", of: facts.address })) return null;
  if (purpose === "sign-in") {
    const held = deps.pending.holder(cookieHeader);
    const fresh = held ? { holder: held, cookie: null } : deps.pending.issue();
    const userId = held && (await pendingPerson(deps, cookieHeader));
    const asked = { holder: fresh.holder, purpose: "passkey_sign_in", userId } as const;
    return { options: await passkeyToProve(deps, asked), cookies: fresh.cookie ? [fresh.cookie] : [] };
  }
  const holder = await deps.sessions.holder(cookieHeader);
  if (!viewer || !holder) return null;
  const { userId } = viewer;
  const options =
    purpose === "add"
      ? await passkeyToAdd(deps, { db: deps.db, clock: deps.clock, viewer }, holder)
      : await passkeyToProve(deps, { holder, purpose: "passkey_step_up", userId });
  return { options, cookies: [] };
}
