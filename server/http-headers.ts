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

/**
 * The headers of every answer: what protects its reader, and the number to quote. Vite and GraphiQL bring
 * scripts of their own, so the developer gets no policy for scripts.
 */
export function protection(p: { requestId: string; nonce: string; development: boolean }) {
  const named = [...ALWAYS, ["X-Request-Id", p.requestId] as const];
  return p.development ? named : [...named, ["Content-Security-Policy", policy(p.nonce)] as const];
}

function policy(nonce: string): string {
  const scripts = `script-src 'self' 'nonce-${nonce}'`;
  const rest =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:";
  return `${rest}; ${scripts}; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`;
}
