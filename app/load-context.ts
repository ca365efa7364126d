import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { AccountAnswer, AccountChange, AccountFacts } from "../domain/identity/account.ts";
import type { EmailLink, EmailLinkOutcome } from "../domain/identity/email-change.ts";
import type { FactorWay } from "../domain/identity/second-factor.ts";
import type { SsoRefusal } from "../domain/identity/single-sign-on.ts";
import type { Viewer } from "../domain/identity/viewer.ts";

type Throttled = { outcome: "throttled"; retryAfterSeconds: number };
export type SignInOutcome =
  | { outcome: "signed_in"; cookies: string[] }
  /** Nothing is open yet: the page of the second step comes next. */
  | { outcome: "second_factor"; cookies: string[] }
  /** Who they are is proved; their organisation lets them in by its own sign-in alone. */
  | { outcome: "own_sign_in"; organization: string }
  | { outcome: "refused" }
  | Throttled;

/** Where to go to sign in with one's organisation, or why nowhere. */
export type SsoBegun =
  | { outcome: "go"; address: string; cookies: string[] }
  | { outcome: "none" }
  | { outcome: "unreachable" }
  | Throttled;
export type SsoEnded =
  | { outcome: "signed_in"; cookies: string[]; next: string }
  | { outcome: "refused"; reason: SsoRefusal; cookies: string[] };

/** What proves a person: a code, or what their passkey answered the browser, as JSON. */
export type Proof = { way: "totp" | "recovery"; code: string } | { way: "passkey"; response: string };

/** What the holder of an invitation's link is told; null for a link that is not known, or no longer. */
export type InvitationShown = {
  organization: string;
  roleName: string;
  invitedBy: string;
  email: string;
  expiresAt: string;
  hasAccount: boolean;
};

export type AcceptOutcome =
  | { outcome: "joined"; cookies: string[] }
  | { outcome: "unknown" }
  | { outcome: "other_person" }
  | { outcome: "sign_in" }
  /** Their organisation's own sign-in opened this session, which is good for that organisation alone. */
  | { outcome: "own_sign_in" }
  /** They have a place now, in an organisation that lets people in by its own sign-in alone. */
  | { outcome: "joined_elsewhere" }
  | { outcome: "invalid"; issues: readonly { field: string; message: string }[] }
  | { outcome: "throttled"; retryAfterSeconds: number };

export type ResetOutcome =
  | { outcome: "done" }
  | { outcome: "unknown" }
  | { outcome: "invalid"; issues: readonly { field: string; message: string }[] }
  | Throttled;

/**
 * What the server hands to every loader and action. The app reaches data through `query` alone; it
 * imports neither the server nor the schema, so that one process holds one copy of each.
 */
export type Door = {
  viewer: Viewer | null;
  requestId: string;
  nonce: string;
  query: <Result, Variables>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ) => Promise<{ data: Result | null; errors: readonly { message: string; code: string }[] }>;
  signIn: (input: { email: string; password: string }) => Promise<SignInOutcome>;
  /** The ways that the second step of signing in offers; null where no first one was taken. */
  secondStep: () => Promise<FactorWay[] | null>;
  secondFactor: (proof: Proof) => Promise<SignInOutcome | { outcome: "expired" }>;
  passkeySignIn: (response: string) => Promise<SignInOutcome>;
  beginSso: (p: { email: string; next: string }) => Promise<SsoBegun>;
  /** For a session that one's organisation's own sign-in opened: to prove oneself there once more. */
  beginSsoStepUp: (next: string) => Promise<SsoBegun>;
  finishSso: (p: { connectionId: string; search: string }) => Promise<SsoEnded>;
  /** What the browser is to ask a passkey; null where the asker may not ask for it, or has too often. */
  passkeyQuestion: (
    purpose: "sign-in" | "add" | "confirm",
  ) => Promise<{ options: object; cookies: string[] } | null>;
  /** The same answer for every address, whether it has an account or not. */
  askPasswordReset: (email: string) => Promise<{ outcome: "asked" } | Throttled>;
  resetLinkStands: (secret: string) => Promise<boolean>;
  setForgottenPassword: (input: { secret: string; password: string }) => Promise<ResetOutcome>;
  /** What a mailed link about an address does; null for one that is not known, or no longer. */
  emailLink: (secret: string) => Promise<EmailLink | null>;
  takeEmailLink: (secret: string) => Promise<EmailLinkOutcome>;
  signOut: (options: { everywhere: boolean }) => Promise<string>;
  invitation: (secret: string) => Promise<InvitationShown | null>;
  acceptInvitation: (input: { secret: string; name: string; password: string }) => Promise<AcceptOutcome>;
  switchOrganization: (organizationId: string) => Promise<string | null>;
  /** Only for somebody who is signed in, as the rest: it throws for a visitor. */
  account: () => Promise<AccountFacts>;
  changeAccount: (change: AccountChange) => Promise<AccountAnswer>;
  /** With what the person in an open session can prove that it is still them. */
  stepUpWays: () => Promise<(FactorWay | "password" | "organisation")[]>;
  stepUp: (
    proof: Proof | { way: "password"; password: string },
  ) => Promise<{ outcome: "proved"; cookies: string[] } | { outcome: "refused" } | Throttled>;
};

declare module "@remix-run/server-runtime" {
  interface AppLoadContext extends Door {}
  interface Future {
    v3_singleFetch: true;
  }
}
