import type { Claims } from "../../../domain/identity/single-sign-on.ts";

/** An identity provider and what Engine Room is known by there. */
export type Client = { issuer: string; clientId: string; clientSecret: string };

/** The provider could not be reached, or is none. */
export class NoProvider extends Error {}

/** What came back from the provider proves nothing: `isDenied` where the provider itself has said no. */
export class NotProved extends Error {
  readonly isDenied: boolean;

  constructor(message: string, p: { isDenied: boolean; cause: unknown }) {
    super(message, { cause: p.cause });
    this.isDenied = p.isDenied;
  }
}

/** What one sign-in is bound to; all of it follows from a secret in the browser that began it. */
export type Binding = { state: string; nonce: string; verifier: string };

/** OpenID Connect as the rest of the product knows it. */
export type Oidc = {
  /** Reads what the provider says of itself; throws NoProvider. Nothing of before is believed. */
  look: (client: Omit<Client, "clientSecret">) => Promise<void>;
  /**
   * Where the browser goes to sign in; `isFresh` where the person is to prove themselves anew, no longer than
   * `maxAge` seconds ago. Throws NoProvider.
   */
  address: (
    client: Client,
    p: {
      redirectUri: string;
      binding: Binding;
      loginHint: string | null;
      isFresh: boolean;
      maxAge: number;
    },
  ) => Promise<string>;
  /**
   * Takes the code of an answer and tells who was signed in. Throws NotProved for any answer that is not
   * the one to this question, of this provider, rightly signed.
   */
  claims: (client: Client, p: { answer: URL; binding: Binding; maxAge: number | null }) => Promise<Claims>;
};
