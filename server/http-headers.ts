import type { ServerResponse } from "node:http";

/** What every answer tells a browser not to do with it. */
const ALWAYS = [
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Origin-Agent-Cluster", "?1"],
  ["Referrer-Policy", "same-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-DNS-Prefetch-Control", "off"],
  ["X-Download-Options", "noopen"],
  ["X-Frame-Options", "DENY"],
  ["X-Permitted-Cross-Domain-Policies", "none"],
  ["X-XSS-Protection", "0"],
] as const;

/** What is left of them for an answer that is data and no page. */
const OF_DATA = [
  ["Cache-Control", "no-store"],
  [
    "Content-Security-Policy",
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Referrer-Policy", "same-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
] as const;

type Headers = (readonly [name: string, value: string])[];

/**
 * The headers of a page: what protects its reader, and the number to quote. Vite brings scripts of its own,
 * so the developer gets no policy for scripts.
 */
export function protection(p: {
  requestId: string;
  nonce: string;
  isSecure: boolean;
  development: boolean;
}): Headers {
  const named = [...ALWAYS, ...securely(p.isSecure), ["X-Request-Id", p.requestId] as const];
  return p.development ? named : [...named, ["Content-Security-Policy", policy(p)] as const];
}

/** The headers of an answer that is no page: nothing in it may run or load anything. */
export function dataProtection(p: { requestId: string; isSecure: boolean }): Headers {
  return [...OF_DATA, ...securely(p.isSecure), ["X-Request-Id", p.requestId]];
}

/** Two years, in seconds: a browser asks by TLS alone for so long once it was here by TLS. */
const HSTS = ["Strict-Transport-Security", "max-age=63072000; includeSubDomains"] as const;

function securely(isSecure: boolean): Headers {
  return isSecure ? [HSTS] : [];
}

/**
 * A form may end at Stripe or at an organisation's own sign-in, whose hosts nobody can list, and a browser
 * looks at redirects too; so it may end anywhere by TLS. The same on every page: from the first one that is
 * loaded the others are reached without another policy.
 */
const FORMS = "form-action 'self' https:";
/** What stands for those on a machine without TLS. */
const NEAR = "http://localhost:* http://127.0.0.1:*";

function policy({ nonce, isSecure }: { nonce: string; isSecure: boolean }): string {
  const scripts = `script-src 'self' 'nonce-${nonce}'`;
  const rest =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:";
  const forms = isSecure ? FORMS : `${FORMS} ${NEAR}`;
  const none = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
  return `${rest}; ${scripts}; connect-src 'self'; ${forms}; ${none}`;
}

/** What is for one person stays in no cache, not even their browser's, unless the answer says otherwise. */
export function keptNowhere(answer: Response, outgoing: ServerResponse | undefined): void {
  if (answer.headers.has("cache-control")) return;
  const [name, value] = ["Cache-Control", "private, no-store"];
  if (outgoing) outgoing.setHeader(name, value);
  else answer.headers.set(name, value);
}
