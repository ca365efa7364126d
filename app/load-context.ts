import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { Viewer } from "../domain/identity/viewer.ts";

export type SignInOutcome =
  | { outcome: "signed_in"; cookie: string }
  | { outcome: "refused" }
  | { outcome: "throttled"; retryAfterSeconds: number };

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
  | { outcome: "joined"; cookie: string }
  | { outcome: "unknown" }
  | { outcome: "other_person" }
  | { outcome: "sign_in" }
  | { outcome: "invalid"; issues: readonly { field: string; message: string }[] }
  | { outcome: "throttled"; retryAfterSeconds: number };

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
  signOut: (options: { everywhere: boolean }) => Promise<string>;
  invitation: (secret: string) => Promise<InvitationShown | null>;
  acceptInvitation: (input: { secret: string; name: string; password: string }) => Promise<AcceptOutcome>;
  switchOrganization: (organizationId: string) => Promise<string | null>;
};

declare module "@remix-run/server-runtime" {
  interface AppLoadContext extends Door {}
  interface Future {
    v3_singleFetch: true;
  }
}
