declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  /** As much of it as the tests use; the package carries no types. */
  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionDetails(
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<{ params: Record<string, unknown> }>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
    ): Promise<void>;
    on(event: string, listener: (...args: unknown[]) => void): void;
    Client: { prototype: { redirectUriAllowed: (uri: string) => boolean } };
    Grant: new (
      facts: Record<string, unknown>,
    ) => { addOIDCScope: (scope: string) => void; save: () => Promise<string> };
  }
}
