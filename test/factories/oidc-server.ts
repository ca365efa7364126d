import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export type OidcServer = Awaited<ReturnType<typeof startOidcServer>>;
type Person = Record<string, unknown>;

const CLIENT = { clientId: "engine-room", clientSecret: "a secret of the provider's, for Engine Room" };

/**
 * A real OpenID Connect provider (oidc-provider) on this machine. Whoever is in `people` under the login
 * hint is signed in without a page of its own. `tamper` changes the ID token on its way, as a broken or
 * hostile provider would; `counted` says how often which path was asked for.
 */
export async function startOidcServer(p: { port?: number } = {}) {
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const people = new Map<string, Person>();
  const allowed = new Set<string>();
  const control = {
    tamper: null as ((idToken: string) => string) | null,
    /** What the discovery document is changed into. */
    says: null as ((document: Record<string, unknown>) => unknown) | null,
    inIdToken: true,
  };
  const counted = new Map<string, number>();
  const handlers: { handle: (request: IncomingMessage, response: ServerResponse) => void } = {
    handle: (_request, response) => response.writeHead(503).end(),
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    counted.set(path, (counted.get(path) ?? 0) + 1);
    handlers.handle(request, response);
  });
  await new Promise<void>((done) => server.listen(p.port ?? 0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = providerOf({ issuer, key, people, control });
  provider.Client.prototype.redirectUriAllowed = (uri) => allowed.has(uri);
  const callback = provider.callback();
  handlers.handle = (request, response) => {
    const path = new URL(request.url ?? "/", issuer).pathname;
    if (path.startsWith("/interaction/")) return void signInByHint(provider, { request, response, people });
    if (path === "/token") changeJson(response, (body) => tampered(body, control.tamper));
    if (path === "/.well-known/openid-configuration")
      changeJson(response, (body) => (control.says ? control.says(body) : body));
    return callback(request, response);
  };
  return {
    ...CLIENT,
    ...{ issuer, people, control, counted },
    /** Takes an address that people may be sent back to. */
    allow: (address: string) => void allowed.add(address),
    /** A token with these claims, signed by the provider's key or by another one. */
    sign: (header: object, claims: object, by: KeyObject = key) => jwt({ header, claims, by }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function providerOf(p: {
  issuer: string;
  key: KeyObject;
  people: Map<string, Person>;
  control: { inIdToken: boolean };
}): Provider {
  const provider: Provider = new Provider(p.issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: ["http://127.0.0.1/never"],
      },
    ],
    jwks: { keys: [{ ...p.key.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: { openid: ["sub"], email: ["email", "email_verified", "xms_edov"], profile: ["name"] },
    // Claims come by the user's information where this is true, and within the ID token where not.
    conformIdTokenClaims: !p.control.inIdToken,
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ ...[...p.people.values()].find((one) => one.sub === sub), sub }),
    }),
    loadExistingGrant: async (ctx: {
      oidc: { session: { accountId: string }; client: { clientId: string } };
    }) => {
      const { session, client } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  return provider;
}

async function signInByHint(
  provider: Provider,
  p: { request: IncomingMessage; response: ServerResponse; people: Map<string, Person> },
): Promise<void> {
  const { params } = await provider.interactionDetails(p.request, p.response);
  const person = p.people.get(String(params.login_hint));
  const result = person
    ? { login: { accountId: person.sub } }
    : { error: "access_denied", error_description: "Nobody by this name." };
  await provider.interactionFinished(p.request, p.response, result);
}

function tampered(body: Record<string, unknown>, tamper: ((idToken: string) => string) | null) {
  return tamper && typeof body.id_token === "string" ? { ...body, id_token: tamper(body.id_token) } : body;
}

/** Lets the answer be written and changes it before it goes out. */
function changeJson(response: ServerResponse, change: (body: Record<string, unknown>) => unknown): void {
  const end = response.end.bind(response);
  response.end = ((chunk?: string | Buffer) => {
    const text = String(chunk ?? "");
    const body = text.startsWith("{") ? JSON.stringify(change(JSON.parse(text))) : text;
    response.setHeader("Content-Length", Buffer.byteLength(body));
    return end(body);
  }) as typeof response.end;
}

function jwt(p: { header: object; claims: object; by: KeyObject }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part(p.header)}.${part(p.claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(p.by).toString("base64url")}`;
}

/** The claims within a token, whoever signed it. */
export function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

/**
 * Goes where a browser is sent, with the provider's own cookies, until an address that begins so; answers
 * it.
 */
export async function browseUntil(address: string, prefix: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = address;
  for (let hop = 0; hop < 10 && !at.startsWith(prefix); hop += 1) {
    const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { Cookie } });
    for (const given of answer.headers.getSetCookie()) {
      const [name = "", ...value] = (given.split(";")[0] ?? "").split("=");
      cookies.set(name, value.join("="));
    }
    const next = answer.headers.get("location");
    if (!next) throw new Error(`The provider stopped at ${at}: ${answer.status} ${await answer.text()}`);
    at = new URL(next, at).href;
  }
  return new URL(at);
}
