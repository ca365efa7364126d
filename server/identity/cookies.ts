import { createHmac, randomBytes } from "node:crypto";
import { digest } from "./lucia-adapter.ts";

/** A secret that a browser keeps for us under one name. */
export type SecretCookie = {
  /** The digest of the secret that the browser sent; null without a well-formed one. */
  holder: (header: string | null) => string | null;
  /** A new secret: its digest, and the header that gives it to the browser. */
  issue: () => { holder: string; cookie: string };
  blank: () => string;
  /** The secret that the browser sent, to be kept as long as a new one; null without a well-formed one. */
  again: (header: string | null) => { holder: string; cookie: string } | null;
  /**
   * A value that follows from the secret in a Cookie header or a Set-Cookie one, and from which the secret
   * does not follow: what it is for makes each another one. Null without a well-formed cookie.
   */
  derive: (header: string | null, use: string) => string | null;
};

/**
 * A cookie of 256 random bits for one site, which no script reads. `__Host-` makes the browser refuse it
 * from any other host and path; http://localhost has no secure cookies, so there it goes by its plain
 * name.
 */
export function secretCookie(p: {
  name: string;
  secure: boolean;
  maxAgeSeconds: number;
  sameSite: "Lax" | "Strict";
}): SecretCookie {
  const name = p.secure ? `__Host-${p.name}` : p.name;
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([0-9a-f]{64})(?:;|$)`);
  const rules = `HttpOnly; SameSite=${p.sameSite}; Path=/${p.secure ? "; Secure" : ""}`;
  const write = (value: string, seconds: number) => `${name}=${value}; Max-Age=${seconds}; ${rules}`;
  return {
    holder(header) {
      const secret = pattern.exec(header ?? "")?.[1];
      return secret ? digest(secret) : null;
    },
    issue() {
      const secret = randomBytes(32).toString("hex");
      return { holder: digest(secret), cookie: write(secret, p.maxAgeSeconds) };
    },
    blank: () => write("", 0),
    again(header) {
      const secret = pattern.exec(header ?? "")?.[1];
      return secret ? { holder: digest(secret), cookie: write(secret, p.maxAgeSeconds) } : null;
    },
    derive(header, use) {
      const secret = pattern.exec(header ?? "")?.[1];
      return secret ? createHmac("sha256", secret).update(use).digest("base64url") : null;
    },
  };
}
