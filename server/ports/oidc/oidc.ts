import type { Configuration } from "openid-client";
import type { Claims } from "../../../domain/identity/single-sign-on.ts";
import type { GuardedFetch } from "../web/guarded-fetch.ts";
import { type Client, NoProvider, NotProved, type Oidc } from "./port.ts";

/** Loaded with the first sign-in by a provider: most processes never see one. */
const library = () => import("openid-client");

const PATIENCE_SECONDS = 8;
/** How long what a provider says of itself is taken for true, and for how many providers. */
const KNOWN_FOR_MS = 10 * 60_000;
const MOST_KNOWN = 200;

/**
 * OpenID Connect with a tenant's own identity provider: authorization code with PKCE, state and nonce. Every
 * request goes through `fetch`, which guards where it leads; the ID token's signature is checked against the
 * provider's keys although it comes over TLS.
 */
export function openOidc(p: { fetch: GuardedFetch; isLocalAllowed: boolean; nowMs: () => number }): Oidc {
  const known = new Map<string, { at: number; config: Promise<Configuration> }>();
  const configOf = (client: Client): Promise<Configuration> => {
    const key = JSON.stringify([client.issuer, client.clientId, client.clientSecret]);
    const kept = known.get(key);
    if (kept && p.nowMs() - kept.at < KNOWN_FOR_MS) return kept.config;
    const config = discovered(p, client);
    known.delete(key);
    for (const oldest of known.keys()) if (known.size >= MOST_KNOWN) known.delete(oldest);
    known.set(key, { at: p.nowMs(), config });
    config.catch(() => known.delete(key));
    return config;
  };
  return {
    async look(client) {
      await discovered(p, { ...client, clientSecret: "nothing is proved by looking" });
    },
    async address(client, q) {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await library();
      const config = await configOf(client);
      const { state, nonce, verifier } = q.binding;
      return buildAuthorizationUrl(config, {
        redirect_uri: q.redirectUri,
        scope: "openid email profile",
        ...{ state, nonce, code_challenge: await calculatePKCECodeChallenge(verifier) },
        code_challenge_method: "S256",
        ...(q.loginHint ? { login_hint: q.loginHint } : {}),
        ...(q.isFresh ? { prompt: "login", max_age: String(q.maxAge) } : {}),
      }).href;
    },
    async claims(client, q) {
      const { AuthorizationResponseError, authorizationCodeGrant, fetchUserInfo } = await library();
      const { state, nonce, verifier } = q.binding;
      try {
        const config = await configOf(client);
        const tokens = await authorizationCodeGrant(config, q.answer, {
          ...{
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          },
          ...(q.maxAge === null ? {} : { maxAge: q.maxAge }),
        });
        const told = tokens.claims();
        if (!told) throw new Error("The provider gave no ID token.");
        if (told.email !== undefined) return told as Claims;
        // Some providers put the address into the user's information alone.
        return { ...(await fetchUserInfo(config, tokens.access_token, told.sub)), ...told } as Claims;
      } catch (error) {
        if (error instanceof NoProvider) throw error;
        const isDenied = error instanceof AuthorizationResponseError;
        throw new NotProved(wordsOf(error), { isDenied, cause: error });
      }
    },
  };
}

async function discovered(
  p: { fetch: GuardedFetch; isLocalAllowed: boolean },
  client: Client,
): Promise<Configuration> {
  const secret = client.clientSecret;
  const oidc = await library();
  try {
    const found = await oidc.discovery(new URL(client.issuer), client.clientId, undefined, oidc.None(), {
      [oidc.customFetch]: (url, options) => p.fetch(url, options),
      ...(p.isLocalAllowed ? { execute: [oidc.allowInsecureRequests] } : {}),
      timeout: PATIENCE_SECONDS,
    });
    const server = found.serverMetadata();
    demandAddresses(server, p);
    // Basic is what holds where a provider says nothing (OpenID Connect Discovery, 3).
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const isBasic = ways.includes("client_secret_basic");
    const prove = isBasic ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret);
    const config = new oidc.Configuration(server, client.clientId, secret, prove);
    config[oidc.customFetch] = (url, options) => p.fetch(url, options);
    config.timeout = PATIENCE_SECONDS;
    if (p.isLocalAllowed) oidc.allowInsecureRequests(config);
    oidc.enableNonRepudiationChecks(config);
    return config;
  } catch (error) {
    throw new NoProvider(wordsOf(error), { cause: error });
  }
}

/** The browser is sent to the one, our server to the others. */
function demandAddresses(
  server: { authorization_endpoint?: string; token_endpoint?: string; jwks_uri?: string },
  p: { isLocalAllowed: boolean },
): void {
  for (const name of ["authorization_endpoint", "token_endpoint", "jwks_uri"] as const) {
    const text = server[name] ?? "";
    const protocol = URL.canParse(text) ? new URL(text).protocol : "";
    if (protocol !== "https:" && !(p.isLocalAllowed && protocol === "http:"))
      throw new Error(`The provider names no ${name.replaceAll("_", " ")} with https.`);
  }
}

function wordsOf(error: unknown): string {
  const { message, cause } = error as Error;
  const inner = cause instanceof Error ? `: ${cause.message}` : "";
  return `${message}${inner}`.slice(0, 300);
}
